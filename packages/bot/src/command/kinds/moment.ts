/**
 * Reads a moment as people write it: `2026-01-31`, `18:00`, `tomorrow 9:00`, `friday`, `in 2h`, in the time zone of whoever wrote it.
 * Called for arguments made by `date()`; what names no zone is never read in the zone of the machine.
 */
import { readDuration } from "./duration.ts";
import { type Day, addDays, dayOf, momentOf } from "./zone.ts";

/** By what a text is read. */
export interface Moment {
  readonly now: Date;
  /** By its name in the time zone database. */
  readonly zone: string;
}

interface Time {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const ISO = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/i;
const WEEKDAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
const MIDNIGHT: Time = { hour: 0, minute: 0, second: 0 };

/**
 * The moment that a text means, or `undefined` when it means none. A time without a day is the next such time; a day of the week
 * is the next such day; a day without a time begins at midnight.
 *
 * @example
 * readMoment("tomorrow 9:00", { now, zone: "Europe/Berlin" });
 */
export function readMoment(text: string, at: Moment): Date | undefined {
  const words = text.trim().toLowerCase().replaceAll(/\s+/g, " ");
  if (words === "now") return at.now;
  const relative = relativeTo(words, at.now);
  if (relative) return relative;
  if (ISO.test(words)) return zoned(words.toUpperCase().replace(" ", "T"));
  const [, first = "", second = ""] = /^(\S+?)(?:(?:[ ,]+(?:at )?|t(?=\d))(\d.*))?$/.exec(words) ?? [];
  const time = second === "" ? MIDNIGHT : timeOf(second);
  const day = dayNamed(first, at);
  if (day) return time && momentOf({ ...day, ...time }, at.zone);
  return second === "" ? nextTime(timeOf(first), at) : undefined;
}

function relativeTo(words: string, now: Date): Date | undefined {
  const [, ahead, ago] = /^(?:in (.+)|(.+) ago)$/.exec(words) ?? [];
  const lengthMs = readDuration(ahead ?? ago ?? "");
  if (lengthMs === undefined) return undefined;
  return new Date(now.getTime() + (ahead === undefined ? -lengthMs : lengthMs));
}

/** JavaScript takes February 30th for March 2nd. */
function zoned(text: string): Date | undefined {
  const date = new Date(text);
  return Number.isNaN(date.getTime()) || !isDay(dayParts(text.slice(0, 10).split("-"))) ? undefined : date;
}

function dayNamed(word: string, { now, zone }: Moment): Day | undefined {
  const today = dayOf(now, zone);
  const days = ["yesterday", "today", "tomorrow"].indexOf(word);
  if (days >= 0) return addDays(today, days - 1);
  const weekday = word.length < 3 ? -1 : WEEKDAYS.findIndex((name) => name === word || name.slice(0, 3) === word);
  if (weekday >= 0) {
    const now = new Date(Date.UTC(today.year, today.month - 1, today.day)).getUTCDay();
    return addDays(today, ((weekday - now + 6) % 7) + 1);
  }
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(word);
  const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(word);
  const parts = iso ? iso.slice(1) : dotted ? dotted.slice(1).toReversed() : undefined;
  if (!parts) return undefined;
  const day = dayParts(parts);
  return isDay(day) ? day : undefined;
}

function dayParts([year, month, day]: readonly string[]): Day {
  return { year: Number(year), month: Number(month), day: Number(day) };
}

function isDay({ year, month, day }: Day): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** `18:00`, `9:30:15`, `6pm`. */
function timeOf(text: string): Time | undefined {
  const [whole, hours = "", minutes, seconds, half] =
    /^(\d{1,2})(?::(\d{2})(?::(\d{2}))?)?\s*([ap]m)?$/.exec(text) ?? [];
  if (whole === undefined || (minutes === undefined && half === undefined)) return undefined;
  const [hour, minute, second] = [Number(hours), Number(minutes ?? 0), Number(seconds ?? 0)];
  if (minute > 59 || second > 59 || hour > (half === undefined ? 23 : 12) || (half !== undefined && hour === 0))
    return undefined;
  return { hour: half === undefined ? hour : (hour % 12) + (half === "pm" ? 12 : 0), minute, second };
}

function nextTime(time: Time | undefined, { now, zone }: Moment): Date | undefined {
  if (!time) return undefined;
  const today = dayOf(now, zone);
  const soon = momentOf({ ...today, ...time }, zone);
  return soon.getTime() > now.getTime() ? soon : momentOf({ ...addDays(today, 1), ...time }, zone);
}
