/** Quiet hours: from when to when nobody is written to, by the clocks where they are. Pure. */
import { momentIn, readMoment } from "matterwright";
import { type Clock, clockIn, shownClock } from "./calendar-words.ts";

export interface QuietHours {
  readonly from: Clock;
  readonly to: Clock;
}

/** Nothing where it is none: `22:00-07:00`. */
export function quietHoursIn(text: string): QuietHours | undefined {
  const [, first = "", last = ""] = /^\s*(\d{1,2}:\d{2})\s*(?:-|–|to)\s*(\d{1,2}:\d{2})\s*$/.exec(text) ?? [];
  const [from, to] = [clockIn(first), clockIn(last)];
  return from === undefined || to === undefined || shownClock(from) === shownClock(to) ? undefined : { from, to };
}

/** @example shownQuiet({ from: { hour: 22, minute: 0 }, to: { hour: 7, minute: 0 } }); // "22:00-07:00" */
export function shownQuiet({ from, to }: QuietHours): string {
  return `${shownClock(from)}-${shownClock(to)}`;
}

/** When the quiet hours end in which a moment lies, in Unix milliseconds; nothing where it lies in none. */
export function quietUntil({ from, to }: QuietHours, zone: string, at: number): number | undefined {
  const time = momentIn(at, zone).slice(-5);
  const [start, end] = [shownClock(from), shownClock(to)];
  const isQuiet = start < end ? start <= time && time < end : start <= time || time < end;
  return isQuiet ? readMoment(end, { now: new Date(at), zone })?.getTime() : undefined;
}
