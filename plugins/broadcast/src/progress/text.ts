/** How far a broadcast is, in words and as a bar. Pure. */
import { inWords, moment, momentIn } from "matterwright";
import type { Broadcast } from "../broadcast.ts";

const CELLS = 20;

/** @param leftMs how long it will take, if that is known */
export function progressText(broadcast: Broadcast, leftMs?: number): string {
  return `**Broadcast ${broadcast.id}** ${standing(broadcast, leftMs)}`;
}

function standing(broadcast: Broadcast, leftMs: number | undefined): string {
  const { state, targets, counts, dueAt = 0, nextAt, repeat, draft } = broadcast;
  if (repeat !== undefined) return repeating({ ...broadcast, repeat });
  const done = targets - counts.pending;
  const bar = `${barOf(done, targets)} ${done} of ${targets}`;
  const failed = counts.failed === 0 ? "" : ` · ${counts.failed} failed`;
  const when = (at: number): string =>
    draft.zone === undefined ? moment(at) : `${momentIn(at, draft.zone)} (${draft.zone})`;
  if (state === "scheduled" && nextAt !== undefined)
    return `goes on ${when(nextAt)}, when the time of the next has come.\n${bar}${failed}`;
  if (state === "scheduled") return `goes out ${when(dueAt)}, to ${targets}.`;
  if (state === "paused") return `is paused.\n${bar}${failed}`;
  if (state !== "sending") return `has ended: ${counts.sent} of ${targets} arrived.\n${bar}${failed}`;
  const left = leftMs === undefined ? "" : ` · about ${inWords(Math.max(leftMs, 1_000))} left`;
  return `is being sent.\n${bar}${failed}${left}`;
}

function repeating({ state, targets, repeat }: Broadcast & Pick<Required<Broadcast>, "repeat">): string {
  const { shown, zone, nextAt, isTheirs } = repeat;
  if (state === "cancelled") return `repeats no more. It went out ${shown}.`;
  const next = nextAt === undefined ? "" : ` Its next time is ${momentIn(nextAt, zone)}.`;
  const what = `goes out ${shown}${isTheirs === true ? ", their time" : ` (${zone})`}, to ${targets}`;
  return state === "paused" ? `is paused: it ${what}.` : `${what}.${next}`;
}

/** @example barOf(1, 4); // "▰▰▰▰▰▱▱▱▱▱▱▱▱▱▱▱▱▱▱▱" */
export function barOf(done: number, all: number): string {
  const full = all === 0 ? CELLS : Math.floor((done / all) * CELLS);
  return "▰".repeat(full) + "▱".repeat(CELLS - full);
}
