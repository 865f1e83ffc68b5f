/** The `!schedule` commands, together. */
import type { PluginScope } from "matterwright";
import { scheduleCancel, scheduleNext, schedulePause, scheduleResume, scheduleRun, scheduleSkip } from "./act.ts";
import { scheduleList } from "./list.ts";

export function schedule(bot: PluginScope): void {
  const all = [scheduleList, scheduleNext, scheduleRun, schedulePause, scheduleResume, scheduleSkip, scheduleCancel];
  for (const add of all) add(bot);
}
