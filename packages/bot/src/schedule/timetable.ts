/** A schedule's `when`, understood: from one moment to the next time after it. Made when a schedule is added; it keeps nothing. */
import type { UnixMs } from "@matterwright/protocol";
import { MisuseError, messageOf } from "../errors.ts";
import type { When } from "../install/planned.ts";
import { readDuration } from "../time/length.ts";
import { momentOf, zoneTrouble } from "../time/zone.ts";
import { cronLine, nextByCron } from "./calendar.ts";

export interface Timetable {
  /** How it was written. */
  readonly text: string;
  readonly zone: string;
  /** The first time after a moment; nothing when there is none. `sinceMs`: when the schedule was first seen. */
  after(ms: number, sinceMs: number): number | undefined;
  /** Whether somebody has to ask for each run. */
  readonly isNever?: boolean;
}

/** Shorter intervals are not planned: a program that is asked so often should wait by itself. */
const SHORTEST_MS = 1_000;

const HOW =
  'write five cron fields (minute, hour, day, month, weekday), six with seconds first, "@daily", "every 15 min", "in 2 h" or "2026-12-24 18:00"';

/**
 * @param where what the schedule is called, for the error
 * @throws MisuseError that says what is wrong, where, and what to write.
 */
export function timetable(when: When, { zone, where, nowMs }: TimetableOptions): Timetable {
  const wrong = (what: string): never => {
    throw new MisuseError(`${where}: ${what}`);
  };
  const trouble = zoneTrouble(zone);
  if (trouble !== undefined) return wrong(trouble);
  if (when instanceof Date) {
    if (Number.isNaN(when.getTime())) return wrong("its time is an invalid Date");
    return once(when.toISOString(), zone, () => when.getTime());
  }
  const text = when.trim();
  const line = cronLine(text);
  if (line !== undefined) return byCron(line, { text, zone, nowMs, wrong });
  if (/^never$/i.test(text)) return { text, zone, after: () => undefined, isNever: true };
  const [, relative] = /^in (.+)$/i.exec(text) ?? [];
  if (relative !== undefined) {
    const ms = readDuration(relative) ?? wrong(`"${text}" has no length: write "in 2 h" or "in 1 h 30 min"`);
    return once(text, zone, (sinceMs) => sinceMs + ms);
  }
  const moment = written(text, zone);
  if (moment !== undefined) return once(text, zone, () => moment);
  const period = text.replace(/^every /i, "");
  // "every hour" is every 1 hour.
  const periodMs = readDuration(/^[a-z]+$/i.test(period) ? `1 ${period}` : period);
  if (periodMs === undefined) return wrong(`"${text}" is no time: ${HOW}`);
  if (periodMs < SHORTEST_MS) return wrong(`"${text}" is too often: a second is the least`);
  // Counted from the beginning of Unix time, so that nothing drifts and every process counts the same.
  return { text, zone, after: (ms) => (Math.floor(ms / periodMs) + 1) * periodMs };
}

export interface TimetableOptions {
  readonly zone: string;
  readonly where: string;
  readonly nowMs: number;
}

interface CronOptions extends Omit<TimetableOptions, "where"> {
  readonly text: string;
  readonly wrong: (what: string) => never;
}

function byCron(line: string, { text, zone, nowMs, wrong }: CronOptions): Timetable {
  try {
    if (nextByCron(line, zone, nowMs) !== undefined) return { text, zone, after: (ms) => nextByCron(line, zone, ms) };
  } catch (error) {
    const reason = messageOf(error).replace(/^CronPattern: /, "");
    return wrong(`"${text}" is no time: ${reason}; ${HOW}`);
  }
  return wrong(`"${text}" never comes: no month that it names has such a day; correct the day or the month`);
}

function once(text: string, zone: string, momentMs: (sinceMs: number) => number): Timetable {
  return {
    text,
    zone,
    after: (ms, sinceMs) => {
      const atMs = momentMs(sinceMs);
      return atMs > ms ? atMs : undefined;
    },
  };
}

/** `2026-12-24 18:00` in the zone, or with an offset of its own. */
function written(text: string, zone: string): UnixMs | undefined {
  const [, day, time, offset] =
    /^(?:at )?(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d)?) ?(Z|[+-]\d\d:\d\d)?$/i.exec(text) ?? [];
  const wall = Date.parse(`${day}T${time}Z`);
  // A 31st of February would be a day of March.
  if (day === undefined || Number.isNaN(wall) || !new Date(wall).toISOString().startsWith(day)) return undefined;
  return offset === undefined ? momentOf(zone, wall) : Date.parse(`${day}T${time}${offset.toUpperCase()}`);
}
