/** The next times of a broadcast that repeats, by the bot's own scheduler. */
import type { PluginScope } from "matterwright";
import type { Repeat } from "../broadcast.ts";
import { isMeant } from "./weeks.ts";

/** Of times that somebody wants left out, and of weeks that are not meant, there are never so many in between. */
const LOOKED_AT_MOST = 1_000;

type Times = Pick<Repeat, "line" | "zone" | "weeks">;

export interface Looked {
  readonly count: number;
  /** Times that are left out. */
  readonly skips?: readonly number[];
}

/** In Unix milliseconds; fewer where there are no more. @throws MisuseError for a line that is none. */
export function timesOf(
  { schedules }: Pick<PluginScope, "schedules">,
  { line, zone, weeks }: Times,
  { count, skips = [] }: Looked,
): readonly number[] {
  for (let looked = count + skips.length; ; looked *= 4) {
    const all = schedules.preview({ name: "announcement", when: line, timezone: zone }, looked);
    const wanted = all
      .map((time) => time.getTime())
      .filter((at) => !skips.includes(at) && isMeant(at, { zone, weeks }));
    if (wanted.length >= count || all.length < looked || looked > LOOKED_AT_MOST) return wanted.slice(0, count);
  }
}

/** Nothing when there is none. @param skips times that are left out */
export function nextOf(
  bot: Pick<PluginScope, "schedules">,
  times: Times,
  skips: readonly number[],
): number | undefined {
  return timesOf(bot, times, { count: 1, skips })[0];
}
