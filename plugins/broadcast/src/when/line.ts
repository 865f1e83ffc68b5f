/** Makes a cron line of days and times as people name them: `every monday and friday`, `the 1st of every month`. Pure. */
import {
  type Clock,
  MONTHS,
  WEEKDAYS,
  clockIn,
  dayOfMonthIn,
  isDay,
  monthIn,
  shownClock,
  weekdayIn,
} from "./calendar-words.ts";
import { listed } from "../text/listed.ts";

/** The times of something that repeats. */
export interface Line {
  /** A cron line. */
  readonly line: string;
  /** As people read it: `every Monday at 09:00`. */
  readonly shown: string;
  /** How many weeks lie between two of its weeks, where that is not one. */
  readonly everyWeeks?: number;
}

type Wrong = { readonly kind: "wrong"; readonly why: string };

/** The three fields of a cron line that say on which days. */
interface Days {
  readonly fields: string;
  readonly shown: string;
}

const LAST = -1;
const NTH: Readonly<Record<string, number>> = { first: 1, second: 2, third: 3, fourth: 4, last: LAST };
const NTH_SHOWN = ["", "first", "second", "third", "fourth"];

/** @param days words without those that only join @param times times of the day, possible or not */
export function lineIn(
  days: readonly string[],
  times: readonly string[],
): ({ readonly kind: "repeat" } & Line) | Wrong {
  const often = oftenIn(days);
  if (often !== undefined) return typeof often === "string" ? wrong(often) : { kind: "repeat", ...often };
  const seldom = weeksIn(days);
  if (typeof seldom === "string") return wrong(seldom);
  const isEvery = seldom === undefined || seldom.every === 1;
  const found = isEvery ? daysIn(seldom?.days ?? days) : daysOfWeeks(seldom);
  if (typeof found === "string") return wrong(found);
  const bad = times.find((time) => clockIn(time) === undefined);
  if (bad !== undefined) return wrong(`No clock ever shows ${bad}.`);
  const clocks = times.map((time) => clockIn(time) as Clock);
  const [first] = clocks;
  if (first === undefined) return wrong(`${capital(found.shown)}, but at what time?`);
  if (clocks.some(({ minute }) => minute !== first.minute))
    return wrong("Several times of one day need the same minutes, like 9:30 and 17:30: otherwise announce it twice.");
  const hours = [...new Set(clocks.map(({ hour }) => hour))].toSorted((one, other) => one - other);
  const shown = hours.map((hour) => shownClock({ hour, minute: first.minute }));
  return {
    kind: "repeat",
    line: `${first.minute} ${hours.join(",")} ${found.fields}`,
    shown: `${found.shown} at ${listed(shown)}`,
    ...(isEvery ? {} : { everyWeeks: seldom.every }),
  };
}

/** `every 2 hours`, and what is asked for too often. */
function oftenIn(words: readonly string[]): Line | string | undefined {
  const plain = words.filter((word) => word !== "every" && word !== "each");
  if (plain.some((word) => word.startsWith("min"))) return "That is too often: once an hour is the most.";
  if (!plain.some((word) => /^hours?$/.test(word))) return undefined;
  const hours = plain.length === 1 ? 1 : Number(plain[0]);
  if (plain.length > 2 || !Number.isInteger(hours) || 24 % hours !== 0)
    return "I can repeat every hour, or every 2, 3, 4, 6, 8 or 12 hours.";
  if (hours === 24) return "For once a day write `daily at 9:00`.";
  return hours === 1
    ? { line: "0 * * * *", shown: "every hour" }
    : { line: `0 */${hours} * * *`, shown: `every ${hours} hours` };
}

/** Weeks of which not every one is meant, and the words that say on which days. */
interface Seldom {
  readonly every: number;
  readonly days: readonly string[];
}

const MOST_WEEKS = 12;
const WEEK = /^weeks?$/;
const FORTNIGHT = /^fortnight(?:ly)?$/;

/** `every other monday`, `every 3 weeks on friday`; a sentence where there are too many in between. */
function weeksIn(words: readonly string[]): Seldom | string | undefined {
  if (words.some((word) => /^(?:day|month|year|hour)s?$/.test(word))) return undefined;
  const at = words.findIndex((word, index) => WEEK.test(words[index + 1] ?? "") && word !== "every" && word !== "each");
  const count = words.some((word) => FORTNIGHT.test(word) || word === "other") ? 2 : countIn(words[at] ?? "");
  if (count === undefined) return undefined;
  if (count < 1 || count > MOST_WEEKS) return `I can repeat every week, or every 2 to ${MOST_WEEKS} weeks.`;
  const days = words.filter(
    (word, index) => index !== at && word !== "other" && !WEEK.test(word) && !FORTNIGHT.test(word),
  );
  return { every: count, days };
}

function countIn(word: string): number | undefined {
  return NTH[word] ?? (/^\d{1,3}(?:st|nd|rd|th)?$/.test(word) ? Number.parseInt(word, 10) : undefined);
}

/** A sentence where they are no days of the week. */
function daysOfWeeks({ every, days }: Seldom): Days | string {
  const weeks = every === 2 ? "every other week" : `every ${every} weeks`;
  const found = days.every((word) => word === "every" || word === "each") ? undefined : daysIn(days);
  if (typeof found === "string") return found;
  if (found === undefined || !/^\* \* [\d,-]+$/.test(found.fields))
    return `On which days of the week? Write \`${weeks} on monday at 9:00\`.`;
  return {
    fields: found.fields,
    shown: `${weeks} on ${found.shown.replace(/^every (?=[A-Z])/, "").replace(/^every /, "each ")}`,
  };
}

/** A sentence where they are none. */
function daysIn(words: readonly string[]): Days | string {
  const is = (word: RegExp): boolean => words.some((each) => word.test(each));
  const left = words.filter(
    (word) => !/^(?:every|each|daily|weekly|monthly|yearly|weeks?|months?|years?|days?)$/.test(word),
  );
  if (is(/^other$/) || (is(/^(?:days|weeks|months|years)$/) && is(/^\d+$/)))
    return "I can repeat by days of the week, of the month and of the year, and every other week, but not every other day, month or year.";
  if (left.length === 0) return ofPeriod(is);
  if (left.every((word) => /^(?:weekday|workday)s?$/.test(word))) return { fields: "* * 1-5", shown: "every weekday" };
  if (left.every((word) => /^weekends?$/.test(word))) return { fields: "* * 6,0", shown: "every Saturday and Sunday" };
  const weekdays = left.map(weekdayIn);
  if (weekdays.every((day) => day !== undefined)) return ofWeekdays(weekdays);
  if (left.length === 1 && left[0] === "last" && is(/^days?$/))
    return { fields: "L * *", shown: "on the last day of every month" };
  return nthWeekday(left) ?? ofYear(left) ?? ofMonth(left) ?? `I do not understand the days in "${words.join(" ")}".`;
}

function ofPeriod(is: (word: RegExp) => boolean): Days | string {
  if (is(/^(?:daily|day)$/)) return { fields: "* * *", shown: "every day" };
  if (is(/^week/)) return "On which day of the week? Write `every monday at 9:00`.";
  if (is(/^month/)) return "On which day of the month? Write `on the 1st of every month at 9:00`.";
  return "On which day? Write `every 24 december at 9:00`.";
}

function ofWeekdays(days: readonly number[]): Days {
  // From Monday on, as weeks are read.
  const sorted = [...new Set(days)].toSorted((one, other) => ((one + 6) % 7) - ((other + 6) % 7));
  return { fields: `* * ${sorted.join(",")}`, shown: `every ${listed(sorted.map((day) => WEEKDAYS[day] ?? ""))}` };
}

/** `first monday`, `last friday` of every month. */
function nthWeekday([first = "", second = "", ...more]: readonly string[]): Days | undefined {
  const nth = NTH[first] ?? (/^[1-4](?:st|nd|rd|th)$/.test(first) ? Number(first[0]) : undefined);
  const day = weekdayIn(second);
  if (nth === undefined || day === undefined || more.length > 0) return undefined;
  const name = nth === LAST ? "last" : NTH_SHOWN[nth];
  return { fields: `* * ${day}#${nth === LAST ? "L" : nth}`, shown: `on the ${name} ${WEEKDAYS[day]} of every month` };
}

/** `24 december` of every year. */
function ofYear([first = "", second = "", ...more]: readonly string[]): Days | string | undefined {
  const isMonthFirst = monthIn(first) !== undefined;
  const [month, day] = [monthIn(isMonthFirst ? first : second), dayOfMonthIn(isMonthFirst ? second : first)];
  if (month === undefined || day === undefined || more.length > 0) return undefined;
  const shown = `${day} ${MONTHS[month - 1]}`;
  return isDay(month, day)
    ? { fields: `${day} ${month} *`, shown: `every ${shown}` }
    : `There is no ${shown} in any calendar.`;
}

/** `1st`, `15th` of every month. */
function ofMonth(words: readonly string[]): Days | string | undefined {
  const days = words.map(dayOfMonthIn);
  if (!days.every((day) => day !== undefined)) return undefined;
  const bad = days.find((day) => day < 1 || day > 31);
  if (bad !== undefined) return `No month has a ${nthOf(bad)} day.`;
  return { fields: `${days.join(",")} * *`, shown: `on the ${listed(days.map(nthOf))} of every month` };
}

/** @example nthOf(21); // "21st" */
function nthOf(day: number): string {
  const teen = day % 100 > 10 && day % 100 < 14;
  return `${day}${teen ? "th" : (["th", "st", "nd", "rd"][day % 10] ?? "th")}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function wrong(why: string): Wrong {
  return { kind: "wrong", why };
}
