/** Which times of a schedule have come since it was last looked at, and which is next. Pure; asked by whoever decides. */
import type { UnixMs } from "@matterwright/protocol";
import type { Entry } from "./entry.ts";
import type { ScheduleState } from "./state.ts";

/** A look through more times than this goes on with the later half of them: every second of a month is nothing to count. */
const STEPS_FOR_EACH = 4;

type Since = Pick<ScheduleState, "since">;

/** When a time is acted on: somewhat later than planned, if the schedule has jitter, and by the same in every process. */
export function actedOnAt({ name, jitterMs }: Pick<Entry, "name" | "jitterMs">, planned: UnixMs): UnixMs {
  return jitterMs === 0 ? planned : planned + (hash(`${name} ${planned}`) % jitterMs);
}

/** When to look at a schedule next; nothing when it has no more times. */
export function nextLook(entry: Entry, { through, since }: Since & Pick<ScheduleState, "through">): UnixMs | undefined {
  const planned = entry.timetable.after(through, since);
  return planned === undefined ? undefined : actedOnAt(entry, planned);
}

export interface Span extends Since {
  readonly from: UnixMs;
  readonly to: UnixMs;
  /** Times wanted, the latest ones. */
  readonly most: number;
  readonly isWanted: (planned: UnixMs) => boolean;
}

export interface Found {
  readonly times: readonly UnixMs[];
  /** The last that has come, wanted or not. */
  readonly last: UnixMs | undefined;
}

/** The latest wanted times behind `from` that are to be acted on until `to`, in their order. */
export function timesIn(entry: Entry, span: Span): Found {
  const { from, to, since, most, isWanted } = span;
  const times: UnixMs[] = [];
  let last: UnixMs | undefined;
  for (let step = 0; ; step++) {
    const planned = entry.timetable.after(last ?? from, since);
    if (planned === undefined || actedOnAt(entry, planned) > to) return { times: times.slice(-most), last };
    if (step === most * STEPS_FOR_EACH) break;
    last = planned;
    if (isWanted(planned)) times.push(planned);
  }
  const middle = from + Math.ceil((to - from) / 2);
  const late = timesIn(entry, { ...span, from: middle });
  const still = most - late.times.length;
  if (still === 0 || middle >= to) return late;
  const early = timesIn(entry, { ...span, to: middle, most: still });
  return { times: [...early.times, ...late.times], last: late.last ?? early.last };
}

/** A number from a text, evenly spread: FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193) >>> 0;
  return value;
}
