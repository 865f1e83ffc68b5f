/** Days on which a schedule does not run. Read when it is added, asked for each of its times. */
import { MisuseError } from "../errors.ts";
import { dayIn } from "../time/zone.ts";

const DAY = /^(?:\d{4}-)?\d\d-\d\d$/;

/**
 * Whether a moment falls on one of the days, in a zone.
 *
 * @throws MisuseError for what is no day.
 */
export function exceptions(days: readonly string[], zone: string, where: string): (atMs: number) => boolean {
  if (days.length === 0) return () => false;
  const ranges = days.map((text) => {
    const [first = "", last = first, ...more] = text.split("..").map((day) => day.trim());
    const fits = isDay(first) && isDay(last) && first.length === last.length && more.length === 0;
    if (!fits || (first.length === 10 && first > last))
      throw new MisuseError(
        `${where}: "${text}" is no day to leave out: write "2026-12-24", "2026-12-24..2027-01-01" or "12-25"`,
      );
    return { first, last };
  });
  return (atMs) => {
    const day = dayIn(zone, atMs);
    return ranges.some(({ first, last }) => isWithin(day.slice(-first.length), first, last));
  };
}

/** Days of every year may go over its end: `12-24..01-01`. */
function isWithin(day: string, first: string, last: string): boolean {
  return first <= last ? first <= day && day <= last : day >= first || day <= last;
}

function isDay(text: string): boolean {
  if (!DAY.test(text)) return false;
  const whole = text.length === 5 ? `2024-${text}` : text;
  const date = new Date(`${whole}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(whole);
}
