/** The moment that a day and a time of the day mean, in a zone. Called when an author has named them; it reads no clock. */
import { readMoment } from "matterwright";
import { type Clock, shownClock, two } from "./calendar-words.ts";
import type { Day } from "./day.ts";

/** A 29 February may be so many years away. */
const YEARS = 9;

export interface At {
  readonly now: Date;
  /** By its name in the time zone database. */
  readonly zone: string;
}

/** In Unix milliseconds. Without a day it is the next such time; a day of no year is the next one. */
export function momentOf(time: Clock, day: Day | undefined, { now, zone }: At): number | undefined {
  const clock = shownClock(time);
  if (day === undefined) return readMoment(clock, { now, zone })?.getTime();
  if ("text" in day) return readMoment(`${day.text} ${clock}`, { now, zone })?.getTime();
  for (let year = now.getUTCFullYear() - 1; year < now.getUTCFullYear() + YEARS; year++) {
    const moment = readMoment(`${year}-${two(day.month)}-${two(day.day)} ${clock}`, { now, zone });
    if (moment !== undefined && moment.getTime() > now.getTime()) return moment.getTime();
  }
  return undefined;
}
