/** What the `!schedule` commands share: finding the schedule that somebody means, and saying times in the reader's zone. */
import {
  type CommandContext,
  MisuseError,
  type PluginScope,
  type ScheduleInfo,
  UserError,
  closest,
  code,
  momentIn,
} from "matterwright";
import { called } from "../help/called.ts";

/** @throws UserError that names similar ones when there is no such schedule. */
export async function named(bot: PluginScope, typed: string): Promise<ScheduleInfo> {
  const found = bot.schedules.find(typed);
  if (found !== undefined) return bot.schedules.get(found);
  const names = (await bot.schedules.list()).flatMap(({ name }) => [name, name.replace(/^.*\//, "")]);
  const near = closest(typed, names);
  const hint =
    near === undefined ? `${called(bot, "schedule list")} shows what there is.` : `Did you mean ${code(near)}?`;
  throw new UserError(`There is no schedule called ${code(typed)}. ${hint}`);
}

/** The zone in which somebody reads times: their own, or that of the schedule. */
export async function zoneFor(ctx: CommandContext, { timezone }: Pick<ScheduleInfo, "timezone">): Promise<string> {
  return (await ctx.find.chosenZone()) ?? timezone;
}

/** `"*\/5 * * * *" in Europe/Berlin`: what people compare times with. */
export function planOf({ when, timezone }: Pick<ScheduleInfo, "when" | "timezone">): string {
  return /^(?:every|in) /i.test(when) ? code(when) : `${code(when)}, ${timezone}`;
}

/** Whether something that names no schedule is meant as a time: `every 15 min`, `@daily`. */
export function looksLikeTime(typed: string): boolean {
  return /^[\d@*]|\s/.test(typed);
}

/** The next times of what may become a schedule, in the zone of whoever thinks about it. @throws UserError that says what is wrong. */
export function previewLines(bot: PluginScope, when: string, zone: string): string {
  try {
    const times = bot.schedules.preview({ name: "preview", when, timezone: zone });
    if (times.length === 0) return `${code(when)} does not come any more.`;
    const lines = times.map((time) => `- ${momentIn(time.getTime(), zone)}`);
    return [`A schedule ${code(when)} would come, in ${zone}:`, ...lines].join("\n");
  } catch (error) {
    if (!(error instanceof MisuseError)) throw error;
    throw new UserError(error.message.replace('schedule "preview": ', ""));
  }
}

/** The next times of a schedule, one a line, as its reader's clock will show them. */
export async function nextLines(bot: PluginScope, info: ScheduleInfo, zone: string): Promise<string> {
  const times = await bot.schedules.next(info.name);
  if (times.length === 0) return `${code(info.name)} has no times to come.`;
  const lines = times.map((time) => `- ${momentIn(time.getTime(), zone)}`);
  return [`${code(info.name)} (${planOf(info)}) comes next, in ${zone}:`, ...lines].join("\n");
}
