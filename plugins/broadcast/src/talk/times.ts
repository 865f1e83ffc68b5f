/** Sets when an announcement shall go out, as its author says it, and says what is wrong with a time that cannot be. */
import { type Context, MisuseError, type PluginScope, momentIn, readMoment, zoneTrouble } from "matterwright";
import type { Repeat } from "../broadcast.ts";
import { shownClock } from "../when/calendar-words.ts";
import { momentOf } from "../when/moment.ts";
import { timesOf as nextTimes } from "../when/next.ts";
import { FIRST_ZONE, LAST_ZONE, type Theirs, momentThere } from "../when/theirs.ts";
import { weekOf } from "../when/weeks.ts";
import type { Wanted } from "../when/words.ts";
import type { TalkState } from "./state.ts";

/** What is to come is remembered for half a year. */
const FARTHEST_MS = 170 * 86_400_000;
/** Between two times of what repeats. */
const LEAST_MS = 15 * 60_000;
/** Times that are shown of what repeats. */
const SHOWN = 3;

const DAYS_END = { hour: 23, minute: 59 };

export const HOW =
  "Write it like `at 17:30`, `friday 9:00`, `in 2h`, `at 9:00 their time`, `every monday at 9:00` or `on the 1st of every month at 8:00`.";

export type Timed = Pick<TalkState, "due" | "repeat">;

export interface TimesParts {
  readonly bot: Pick<PluginScope, "schedules">;
  /** Where an author has chosen no time zone. */
  readonly zone: string;
}

/** The author's zone, or the one of the bot. @throws CallError. */
export async function zoneOf(ctx: Pick<Context, "find">, { zone }: Pick<TimesParts, "zone">): Promise<string> {
  return (await ctx.find.chosenZone()) ?? zone;
}

/** By what a time is read. */
export interface Reading extends TimesParts {
  readonly now: Date;
}

/** What is wrong; nothing when it was set. @param zone the author's own */
export function setWhen(state: Timed, wanted: Wanted, { now, zone: own, bot }: Reading): string | undefined {
  if (wanted.kind === "wrong") return wanted.why;
  if (wanted.kind === "now") {
    delete state.due;
    delete state.repeat;
    return undefined;
  }
  const zone = ("zone" in wanted ? wanted.zone : undefined) ?? own;
  const trouble = zoneTrouble(zone);
  if (trouble !== undefined) return `${trouble.charAt(0).toUpperCase()}${trouble.slice(1)}.`;
  const isTheirs = "isTheirs" in wanted;
  if (wanted.kind === "repeat") {
    const { line, shown, everyWeeks } = wanted;
    if (!isTheirs) return setRepeat(state, { line, shown, zone }, { bot, everyWeeks });
    if (/^(?:\S*[*/]\S* \S|\S+ \S*[*/])/.test(line) || line.startsWith("@"))
      return "By everybody's own clocks it needs times of the day, like `daily at 9:00 their time`.";
    return setRepeat(state, { line, shown, zone: FIRST_ZONE, isTheirs: true }, { bot, everyWeeks });
  }
  if (isTheirs && wanted.kind === "once") return setTheirs(state, wanted, { now, zone });
  return setDue(state, wanted, { now, zone });
}

function setDue(
  state: Timed,
  wanted: Extract<Wanted, { kind: "after" | "once" | "day" }>,
  at: { readonly now: Date; readonly zone: string },
): string | undefined {
  const moment =
    wanted.kind === "after"
      ? readMoment(wanted.text, at)?.getTime()
      : momentOf(wanted.kind === "day" ? DAYS_END : wanted.time, wanted.day, at);
  if (moment === undefined)
    return wanted.kind === "after" ? `I do not understand how long \`${wanted.text}\` is.` : "There is no such time.";
  const shown = `${momentIn(moment, at.zone)} (${at.zone})`;
  const aheadMs = moment - at.now.getTime();
  if (aheadMs <= 0) return `${shown} is over already. When shall it go out?`;
  if (aheadMs > FARTHEST_MS) return `${shown} is too far away: half a year is the most.`;
  if (wanted.kind === "day") return `At what time on ${wanted.day.shown}?`;
  delete state.repeat;
  state.due = { at: moment, shown };
  return undefined;
}

/** A day is one of the author's calendar; without one it is the next such time of each. */
function setTheirs(
  state: Timed,
  { time, day }: Extract<Wanted, { kind: "once" }>,
  { now, zone }: { readonly now: Date; readonly zone: string },
): string | undefined {
  const at = momentOf(time, day, { now, zone });
  if (at === undefined) return "There is no such time.";
  const clock = shownClock(time);
  const [weekday = "", date = ""] = momentIn(at, zone).split(" ");
  const wanted: Theirs = { time: clock, from: now.getTime(), ...(day === undefined ? {} : { day: date }) };
  const shown = day === undefined ? `at ${clock}, their time` : `${weekday} ${date} ${clock}, their time`;
  if (momentThere(wanted, LAST_ZONE) <= now.getTime()) return `${shown}, is over everywhere. When shall it go out?`;
  if (at - now.getTime() > FARTHEST_MS) return `${shown}, is too far away: half a year is the most.`;
  delete state.repeat;
  state.due = { at, shown, theirs: wanted };
  return undefined;
}

function setRepeat(
  state: Timed,
  said: Repeat,
  { bot, everyWeeks: every }: Pick<TimesParts, "bot"> & { readonly everyWeeks: number | undefined },
): string | undefined {
  const times = timesOf(said, { bot }, 5);
  if (typeof times === "string") return times;
  // The weeks are counted from its first time on.
  const repeat = every === undefined ? said : { ...said, weeks: { every, from: weekOf(times[0] ?? 0, said.zone) } };
  const near = times.some((time, index) => index > 0 && time - (times[index - 1] ?? 0) < LEAST_MS);
  if (near) return "That is too often: every 15 minutes is the most.";
  delete state.due;
  state.repeat = repeat;
  return undefined;
}

/** By whose clocks, as it is told behind a time. */
export function placeIn({ zone, isTheirs }: Pick<Repeat, "zone" | "isTheirs">): string {
  return isTheirs === true ? ", their time" : ` (${zone})`;
}

/** The next times, or what is wrong with the line. */
export function timesOf(
  repeat: Pick<Repeat, "line" | "zone" | "weeks">,
  { bot }: Pick<TimesParts, "bot">,
  count: number,
): readonly number[] | string {
  try {
    return nextTimes(bot, repeat, { count });
  } catch (error) {
    if (!(error instanceof MisuseError)) throw error;
    const why = error.message.replace(/^schedule "announcement": /, "").replace(/; write five cron.*$/, "");
    return `${why.charAt(0).toUpperCase()}${why.slice(1)}.`;
  }
}

/** When it goes out, as it is told to its author; nothing where that is at once. */
export function shownWhen({ due, repeat }: Timed, parts: Pick<TimesParts, "bot">): string | undefined {
  if (due !== undefined) return `**${due.shown}**`;
  if (repeat === undefined) return undefined;
  const times = timesOf(repeat, parts, SHOWN);
  const shown = typeof times === "string" ? [] : times.map((time) => momentIn(time, repeat.zone));
  const [first, ...more] = shown;
  const then = more.length === 0 ? "" : `, then ${more.join(" and ")}`;
  return `**${repeat.shown}**${placeIn(repeat)}${first === undefined ? "" : `: first on ${first}${then}`}`;
}
