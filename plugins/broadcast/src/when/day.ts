/** One day, as people name it: `friday`, `tomorrow`, `24 December`, `24.12.`, `2026-12-24`. Pure. */
import { MONTHS, WEEKDAYS, dayOfMonthIn, isDay, monthIn, two, weekdayIn } from "./calendar-words.ts";

/** A day by its name, or one of a month, of the next year that has it where no year was named. */
export type Day =
  | { readonly shown: string; readonly text: string }
  | { readonly shown: string; readonly month: number; readonly day: number };

export function dayIn(words: readonly string[]): Day | { readonly why: string } {
  const named = words.filter((word) => word !== "next" && word !== "this");
  const [first = "", second = "", third] = named;
  const weekday = weekdayIn(first);
  if (named.length === 1 && weekday !== undefined) return { shown: WEEKDAYS[weekday] ?? first, text: first };
  if (named.length === 1 && ["today", "tomorrow"].includes(first)) return { shown: first, text: first };
  const parts = named.length === 1 ? ofNumbers(first) : ofNames(first, second, third);
  if (parts === undefined) return { why: `I do not understand the day in "${words.join(" ")}".` };
  const { year, month, day } = parts;
  const shown = `${day} ${MONTHS[month - 1] ?? `of the month ${month}`}${year === undefined ? "" : ` ${year}`}`;
  const isThere = isDay(month, day) && (year === undefined || isIn(year, month, day));
  if (!isThere) return { why: `There is no ${shown} in any calendar.` };
  return year === undefined ? { shown, month, day } : { shown, text: `${year}-${two(month)}-${two(day)}` };
}

interface Parts {
  readonly year?: number;
  readonly month: number;
  readonly day: number;
}

/** `2026-12-24`, `24.12.2026`, `24.12.` */
function ofNumbers(word: string): Parts | undefined {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(word);
  if (iso !== null) return { year: Number(iso[1]), month: Number(iso[2]), day: Number(iso[3]) };
  const [, day, month, year] = /^(\d{1,2})\.(\d{1,2})\.(\d{4})?$/.exec(word) ?? [];
  if (day === undefined) return undefined;
  return { day: Number(day), month: Number(month), ...(year === undefined ? {} : { year: Number(year) }) };
}

/** `24 december 2026`, `december 24` */
function ofNames(first: string, second: string, third: string | undefined): Parts | undefined {
  const [month, day] =
    monthIn(second) === undefined ? [monthIn(first), dayOfMonthIn(second)] : [monthIn(second), dayOfMonthIn(first)];
  if (month === undefined || day === undefined || (third !== undefined && !/^\d{4}$/.test(third))) return undefined;
  return { month, day, ...(third === undefined ? {} : { year: Number(third) }) };
}

function isIn(year: number, month: number, day: number): boolean {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day;
}
