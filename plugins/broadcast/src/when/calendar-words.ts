/** The words of which times are made: days, months, hours. Pure; read by those who read when something shall go out. */

export const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"] as const;
export const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;
/** Of February in a leap year: a day that comes every four years is one. */
const MONTH_DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** A time of the day. */
export interface Clock {
  readonly hour: number;
  readonly minute: number;
}

/** From Sunday, which is 0: `mon`, `monday`, `mondays`. */
export function weekdayIn(word: string): number | undefined {
  return placeOf(word.replace(/(?<=day)s$/, ""), WEEKDAYS);
}

/** From 1: `dec`, `december`. */
export function monthIn(word: string): number | undefined {
  const place = placeOf(word.replace(/\.$/, ""), MONTHS);
  return place === undefined ? undefined : place + 1;
}

function placeOf(word: string, names: readonly string[]): number | undefined {
  const place = word.length < 3 ? -1 : names.findIndex((name) => name.toLowerCase().startsWith(word));
  return place < 0 ? undefined : place;
}

/** `1st`, `15.`, `24`: a day of some month. */
export function dayOfMonthIn(word: string): number | undefined {
  const [, digits] = /^(\d{1,2})(?:st|nd|rd|th|\.)?$/.exec(word) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

/** Whether there is such a day in some year. */
export function isDay(month: number, day: number): boolean {
  return day >= 1 && day <= (MONTH_DAYS[month - 1] ?? 0);
}

/** Whether a word can only be a time of the day, possible or not. */
export function isTime(word: string): boolean {
  return /^(?:\d{1,2}[:.]\d{2}|\d{1,2}(?:[:.]\d{2})?[ap]m|noon|midnight)$/.test(word);
}

/** Nothing for a time that no clock shows, like `25:00`. */
export function clockIn(word: string): Clock | undefined {
  if (word === "noon") return { hour: 12, minute: 0 };
  if (word === "midnight") return { hour: 0, minute: 0 };
  const [, hours = "", minutes = "0", half] = /^(\d{1,2})(?:[:.](\d{2}))?([ap]m)?$/.exec(word) ?? [];
  const [hour, minute] = [Number(hours), Number(minutes)];
  if (hours === "" || minute > 59 || hour > (half === undefined ? 23 : 12) || (half !== undefined && hour === 0))
    return undefined;
  return { hour: half === undefined ? hour : (hour % 12) + (half === "pm" ? 12 : 0), minute };
}

/** @example shownClock({ hour: 9, minute: 0 }); // "09:00" */
export function shownClock({ hour, minute }: Clock): string {
  return `${two(hour)}:${two(minute)}`;
}

export function two(number: number): string {
  return String(number).padStart(2, "0");
}
