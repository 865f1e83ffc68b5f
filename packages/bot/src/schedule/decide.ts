/**
 * What is to be done about a schedule whose time has come: which runs are wanted, what is left out and why. Pure; the planner writes
 * down what comes of it.
 */
import type { UnixMs } from "@matterwright/protocol";
import type { ScheduleOptions } from "../install/planned.ts";
import type { Entry } from "./entry.ts";
import { type ScheduleState, type Wanted, newState, remember } from "./state.ts";
import { actedOnAt, timesIn } from "./times.ts";

/** A time that is late by no more is not missed: a bot that is started anew at seven runs what is planned for seven. */
export const GRACE_MS = 60_000;
/** The most runs that are made up for, and that wait. */
const MOST = 1_000;
/** A state that is ahead of time by more comes of a clock that was wrong. */
const CLOCK_WRONG_MS = 86_400_000;

/** The state by now, with the runs that are wanted in its queue. The same object when there is nothing to do. */
export function decide(entry: Entry, before: ScheduleState | undefined, nowMs: UnixMs): ScheduleState {
  const state = current(entry, before, nowMs);
  const { options } = entry;
  const isIdle = state.paused !== undefined || options.enabled === false;
  const found = timesIn(entry, {
    from: state.through,
    to: nowMs,
    since: state.since,
    most: options.missed === "all" && !isIdle ? MOST : 1,
    isWanted: (planned) => !entry.isExcepted(planned) && planned >= (state.notBefore ?? planned),
  });
  if (found.last === undefined) return state;
  const on = { ...state, through: found.last };
  return isIdle ? on : withTimes(entry, on, { times: found.times, nowMs });
}

/** A schedule that is new, or that has become another one, has missed nothing. */
function current({ definition }: Entry, before: ScheduleState | undefined, nowMs: UnixMs): ScheduleState {
  if (before === undefined) return newState(definition, nowMs);
  if (before.definition !== definition)
    return { ...before, definition, since: nowMs, through: nowMs, skips: [], queue: [], notBefore: undefined };
  return before.through > nowMs + CLOCK_WRONG_MS ? { ...before, through: nowMs } : before;
}

interface Come {
  readonly times: readonly UnixMs[];
  readonly nowMs: UnixMs;
}

function withTimes(entry: Entry, before: ScheduleState, { times, nowMs }: Come): ScheduleState {
  const { missed = "skip", overlap } = entry.options;
  let state: ScheduleState = { ...before, skips: before.skips.filter((planned) => planned > before.through) };
  for (const planned of times) {
    const isMissed = planned !== times.at(-1) || nowMs - actedOnAt(entry, planned) > GRACE_MS;
    const isMadeUpFor = missed === "all" && (isMissed || times.length > 1);
    if (before.skips.includes(planned))
      state = remember(state, { planned, result: "skipped", reason: "somebody wanted it left out" });
    else if (isMissed && missed === "skip")
      state = remember(state, { planned, result: "missed", reason: "nobody could run it then" });
    else state = withRun(state, { planned }, isMadeUpFor ? "queue" : overlap);
  }
  return state;
}

/** Wants a run, unless the schedule is busy and says that it is left out then. */
export function withRun(
  state: ScheduleState,
  wanted: Wanted,
  overlap: ScheduleOptions["overlap"] = "skip",
): ScheduleState {
  const isBusy = state.active.length + state.queue.length > 0;
  const { planned } = wanted;
  if (isBusy && overlap === "skip")
    return remember(state, { planned, result: "skipped", reason: "the run before it still went on" });
  if (state.queue.length >= MOST)
    return remember(state, { planned, result: "skipped", reason: `${MOST} others were waiting` });
  return { ...state, queue: [...state.queue, wanted] };
}
