/**
 * Hears when something shall go out, as people write it who know nothing of cron: `at 17:30`, `friday 9:00`, `every monday at 9:00`, `on the 1st
 * of every month at 8:00`; and cron lines too. What says something else is nothing; what is meant as a time and is none is told in words. Pure.
 */
import { code } from "matterwright";
import { type Clock, clockIn, dayOfMonthIn, isTime, monthIn, weekdayIn } from "./calendar-words.ts";
import { type Day, dayIn } from "./day.ts";
import { type Line, lineIn } from "./line.ts";
import { inDigits } from "./numbers.ts";

/** When something shall go out, as it was written. */
export type Wanted =
  | { readonly kind: "now" }
  /** In a length of time: `in 2h`. */
  | { readonly kind: "after"; readonly text: string }
  | ({ readonly kind: "once"; readonly day?: Day; readonly time: Clock } & Where)
  /** A day, and no time of it. */
  | ({ readonly kind: "day"; readonly day: Day } & Where)
  | ({ readonly kind: "repeat" } & Line & Where)
  /** It is meant as a time: what is wrong with it, in a sentence. */
  | { readonly kind: "wrong"; readonly why: string };

/** By whose clocks. */
interface Where {
  /** As it was named. */
  readonly zone?: string;
  /** Those of whoever reads it. */
  readonly isTheirs?: true;
}

/** Longer ones, and those of several lines, are announcements. */
const LONGEST = 100;
const CRON = /^(?:cron )?(@(?:hourly|daily|midnight|weekly|monthly|yearly|annually)|[\d*?]\S*(?: \S+){4,5})$/i;
const ZONE = /,? (?:in )?\(?([A-Za-z]+(?:\/[A-Za-z_+\-0-9]+)+|[A-Z]{3,4})\)?$/;
const THEIRS =
  /,? (?:in |by )?(?:their|everyone'?s|everybody'?s|the readers?'?s?|readers'?|local)(?: own)?(?: local)? (?:time|clock)(?: ?zone)?s?$/i;
const AFTER = /^in (?=.*\d)[\d.]+ ?[a-z]+(?:,? (?:and )?\d+ ?[a-z]+)*$/;
const REPEATS = /^(?:every|each|daily|weekly|fortnightly|monthly|yearly|weekdays|workdays|weekends|.+days)$/;
const BEGINS = /^(?:at|on|today|tomorrow|next|this|\d{1,2}:\d\d|\d{4}-\d|\d{1,2}\.\d{1,2}\.)/;
const JOINTS = new Set(["at", "on", "of", "in", "the", "and", "&", "a", "o'clock", "oclock"]);
const PERIODS =
  /^(?:every|each|other|first|second|third|fourth|last|next|this|today|tomorrow|daily|weekly|fortnightly|fortnight|monthly|yearly|(?:day|week|month|year|hour|minute|weekday|workday|weekend)s?|mins?)$/;

/**
 * What a text says about when; nothing when it says something else.
 *
 * @example
 * whenIn("every monday at 9:00"); // { kind: "repeat", line: "0 9 * * 1", shown: "every Monday at 09:00" }
 */
export function whenIn(text: string): Wanted | undefined {
  const said = text
    .trim()
    .replaceAll(/[ \t]+/g, " ")
    .replace(/[.!]$/, "");
  if (said.length > LONGEST || said.includes("\n")) return undefined;
  if (/^(?:right )?now$/i.test(said)) return { kind: "now" };
  const [theirs = ""] = THEIRS.exec(said) ?? [];
  const [ending = "", zone] = theirs === "" ? (ZONE.exec(said) ?? []) : [];
  const bare = inDigits(said.slice(0, said.length - theirs.length - ending.length));
  const where: Where = theirs === "" ? (zone === undefined ? {} : { zone }) : { isTheirs: true };
  const [, line] = CRON.exec(bare) ?? [];
  if (line !== undefined) return { kind: "repeat", line, shown: `by ${code(line)}`, ...where };
  const words = wordsOf(bare);
  if (AFTER.test(bare.toLowerCase()))
    return theirs === ""
      ? { kind: "after", text: bare.toLowerCase() }
      : { kind: "wrong", why: "That is the same moment for everybody: say at what time, like `at 9:00 their time`." };
  if (!words.every(isOfTime)) return undefined;
  const { times, days } = apart(words);
  const isRepeating = words.some((word) => REPEATS.test(word));
  if (isRepeating) return { ...lineIn(days, times), ...where };
  const [first = ""] = words;
  const begins = BEGINS.test(first) || weekdayIn(first) !== undefined || monthIn(first) !== undefined;
  if (!begins || !/\d|noon|midnight/.test(bare)) return undefined;
  return once(days, times, where);
}

/** In lower case, `9 am` as one. */
function wordsOf(text: string): string[] {
  const plain = text
    .toLowerCase()
    .replaceAll(/(\d) ([ap]m)\b/g, "$1$2")
    .replaceAll(/(\d{4}-\d{2}-\d{2})t(?=\d)/g, "$1 ");
  return plain.split(/,? |,/).filter((word) => word !== "");
}

/** Whether times are made of such words. Anything else is said about something else. */
function isOfTime(word: string): boolean {
  const isName = weekdayIn(word) !== undefined || monthIn(word) !== undefined || dayOfMonthIn(word) !== undefined;
  return isName || isTime(word) || JOINTS.has(word) || PERIODS.test(word) || /^\d[\d:.\-/]*$/.test(word);
}

/** Times of the day, and everything else. A bare number is a time behind `at`. */
function apart(words: readonly string[]): { readonly times: readonly string[]; readonly days: readonly string[] } {
  const isClock = (word: string, index: number): boolean =>
    isTime(word) || (/^\d{1,2}$/.test(word) && words[index - 1] === "at");
  return {
    times: words.filter(isClock),
    days: words.filter((word, index) => !isClock(word, index) && !JOINTS.has(word)),
  };
}

function once(days: readonly string[], times: readonly string[], where: Where): Wanted {
  const [text, other] = times;
  if (other !== undefined) return { kind: "wrong", why: "These are several times: I need one of them." };
  const day = days.length === 0 ? undefined : dayIn(days);
  if (day !== undefined && "why" in day) return { kind: "wrong", why: day.why };
  if (text === undefined)
    return day === undefined ? { kind: "wrong", why: "At what time?" } : { kind: "day", day, ...where };
  const time = clockIn(text);
  if (time === undefined) return { kind: "wrong", why: `No clock ever shows ${text}.` };
  return { kind: "once", time, ...(day === undefined ? {} : { day }), ...where };
}
