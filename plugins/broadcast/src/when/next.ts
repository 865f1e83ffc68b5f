/** The next time of a broadcast that repeats, by the bot's own scheduler. */
import type { PluginScope } from "matterwright";
import type { Repeat } from "../broadcast.ts";

/** Times that somebody wants left out are few. */
const LOOKED_AT = 50;

/** In Unix milliseconds; nothing when there is none. @param skips times that are left out */
export function nextOf(
  { schedules }: Pick<PluginScope, "schedules">,
  { line, zone }: Pick<Repeat, "line" | "zone">,
  skips: readonly number[],
): number | undefined {
  const count = Math.min(skips.length + 1, LOOKED_AT);
  const times = schedules.preview({ name: "announcement", when: line, timezone: zone }, count);
  return times.map((time) => time.getTime()).find((at) => !skips.includes(at));
}
