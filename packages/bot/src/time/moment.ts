/**
 * Reads a moment as people write it: `2026-01-31`, `18:00`, `tomorrow 9:00`, `friday`, `in 2h`, in the time zone of whoever wrote it.
 * Called for arguments made by `date()`; what names no zone is never read in the zone of the machine. Of a time that clocks show twice the first
 * counts, and one that they are put forward over means the moment just after, as for schedules.
 */
import { readDuration } from "./length.ts";
import { type WallMs, knownZone, momentOf, wallAt } from "./zone.ts";

/** By what a text is read. */
export interface Moment {
  readonly now: Date;
  /** By its name in the time zone database. */
  readonly zone: string;
}

/** A time of the day, in milliseconds from midnight. */
type TimeMs = number;

const DAY_MS = 86_400_000;
const ISO = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/i;
const WEEKDAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
const MIDNIGHT: TimeMs = 0;

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
  const zone = knownZone(at.zone);
  const today = midnight(wallAt(zone, at.now.getTime()));
  const day = dayNamed(first, today);
  if (day !== undefined) return time === undefined ? undefined : new Date(momentOf(zone, day + time));
  const next = second === "" ? timeOf(first) : undefined;
  if (next === undefined) return undefined;
  const soon = momentOf(zone, today + next);
  return new Date(soon > at.now.getTime() ? soon : momentOf(zone, today + DAY_MS + next));
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
  const isDay = dayOf(text.slice(0, 10).split("-")) !== undefined;
  return isDay && !Number.isNaN(date.getTime()) ? date : undefined;
}

function midnight(wall: WallMs): WallMs {
  return Math.floor(wall / DAY_MS) * DAY_MS;
}

/** The midnight with which a day begins. */
function dayNamed(word: string, today: WallMs): WallMs | undefined {
  const days = ["yesterday", "today", "tomorrow"].indexOf(word);
  if (days >= 0) return today + (days - 1) * DAY_MS;
  const weekday = word.length < 3 ? -1 : WEEKDAYS.findIndex((name) => name === word || name.slice(0, 3) === word);
  if (weekday >= 0) return today + (((weekday - new Date(today).getUTCDay() + 6) % 7) + 1) * DAY_MS;
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(word);
  const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(word);
  const parts = iso ? iso.slice(1) : dotted ? dotted.slice(1).toReversed() : undefined;
  return parts && dayOf(parts);
}

/** Nothing for a day that is in no calendar. */
function dayOf(parts: readonly string[]): WallMs | undefined {
  const [year = 0, month = 0, day = 0] = parts.map(Number);
  const date = new Date(Date.UTC(year, month - 1, day));
  const isSo = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isSo ? date.getTime() : undefined;
}

/** `18:00`, `9:30:15`, `6pm`. */
function timeOf(text: string): TimeMs | undefined {
  const [whole, hours = "", minutes, seconds, half] =
    /^(\d{1,2})(?::(\d{2})(?::(\d{2}))?)?\s*([ap]m)?$/.exec(text) ?? [];
  if (whole === undefined || (minutes === undefined && half === undefined)) return undefined;
  const [hour, minute, second] = [Number(hours), Number(minutes ?? 0), Number(seconds ?? 0)];
  if (minute > 59 || second > 59 || hour > (half === undefined ? 23 : 12) || (half !== undefined && hour === 0))
    return undefined;
  const ofDay = half === undefined ? hour : (hour % 12) + (half === "pm" ? 12 : 0);
  return ((ofDay * 60 + minute) * 60 + second) * 1_000;
}
