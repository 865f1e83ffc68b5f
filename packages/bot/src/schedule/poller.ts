/** Asks for something again and again: a schedule that goes slower while it fails, and says so once. */
import { MisuseError } from "../errors.ts";
import type { ScheduleHandler, ScheduleOptions } from "../install/planned.ts";
import { readDuration } from "../time/length.ts";
import { type Schedule, every } from "./every.ts";

/**
 * Looks at something in an interval. After each failure it leaves out twice as many times, for an hour at most; the first failure of
 * a row is logged, and with its recovery how many they were. Of several processes one looks.
 *
 * @param interval `"30 s"`, `"5 min"`
 * @throws MisuseError when the interval is no length.
 * @example
 * bot.use(poller("builds", "1 min", async (ctx) => {
 *   for (const build of await failedBuilds()) await ctx.to("~builds").post(`Build ${build} failed`);
 * }));
 */
export function poller(
  name: string,
  interval: string,
  ...given: readonly [handler: ScheduleHandler] | readonly [options: ScheduleOptions, handler: ScheduleHandler]
): Schedule {
  const [options, handler] = given.length === 1 ? [{}, given[0]] : given;
  if (readDuration(interval) === undefined)
    throw new MisuseError(`poller "${name}": "${interval}" is no interval: write "30 s" or "5 min"`);
  return every(name, `every ${interval}`, { backOff: "1 hour", ...options }, handler);
}
