/** A schedule as people are told about it: its state now, its next times and its last runs. Pure. */
import type { UnixMs } from "@matterwright/protocol";
import type { ScheduleOptions } from "../install/planned.ts";
import type { Entry } from "./entry.ts";
import type { PastRun, ScheduleState } from "./state.ts";

/** Of one schedule, for lists. */
export interface ScheduleInfo {
  readonly name: string;
  /** `bot`, or the plugin's name. */
  readonly owner: string;
  readonly about: string;
  /** How it was written: `"0 9 * * 1-5"`. */
  readonly when: string;
  readonly timezone: string;
  /**
   * `asked`: it has no times of its own. `over`: it has no more. `unreadable`: what is stored of it is damaged or of another program, so it is
   * not run; the log says what is wrong.
   */
  readonly state: "planned" | "running" | "paused" | "disabled" | "asked" | "over" | "unreadable";
  /** Who paused it. */
  readonly pausedBy?: string;
  readonly next?: Date;
  /** Times that somebody wants left out. */
  readonly skips: readonly Date[];
  /** The last runs, the newest first; five at most. */
  readonly past: readonly PastRun[];
  /** In a row, up to now. */
  readonly failures: number;
  readonly options: ScheduleOptions;
}

/** Excepted days are looked through for so many times and no longer. */
const MOST_STEPS = 5_000;

export function infoOf(entry: Entry, state: ScheduleState, nowMs: UnixMs): ScheduleInfo {
  const { name, owner, options, timetable } = entry;
  const [next] = nextTimes(entry, state, { nowMs, count: 1 });
  return {
    name,
    owner,
    about: options.about ?? "",
    when: timetable.text,
    timezone: timetable.zone,
    state: stateOf(entry, state, next !== undefined),
    ...(state.paused === undefined ? {} : { pausedBy: state.paused.by }),
    ...(next === undefined ? {} : { next }),
    skips: state.skips.filter((planned) => planned > nowMs).map((planned) => new Date(planned)),
    past: state.past,
    failures: state.failures,
    options,
  };
}

function stateOf({ options, timetable }: Entry, state: ScheduleState, hasNext: boolean): ScheduleInfo["state"] {
  if (state.active.length > 0) return "running";
  if (options.enabled === false) return "disabled";
  if (state.paused !== undefined) return "paused";
  if (timetable.isNever === true) return "asked";
  return hasNext ? "planned" : "over";
}

/** The times that come, without those that are left out. */
export function nextTimes(
  entry: Entry,
  { through, since, skips, notBefore = 0 }: ScheduleState,
  { nowMs, count }: { readonly nowMs: UnixMs; readonly count: number },
): Date[] {
  const times: Date[] = [];
  let last = Math.max(nowMs, through);
  for (let step = 0; step < MOST_STEPS && times.length < count; step++) {
    const planned = entry.timetable.after(last, since);
    if (planned === undefined) break;
    last = planned;
    if (!skips.includes(planned) && planned >= notBefore && !entry.isExcepted(planned)) times.push(new Date(planned));
  }
  return times;
}
