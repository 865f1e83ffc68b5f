/** A call as it can be typed anywhere, for sentences that tell people what to write. */
import { type PluginScope, code } from "matterwright";

/** @example called(bot, "schedule list"); // `!schedule list` */
export function called({ commands: { prefixes } }: PluginScope, line: string): string {
  const [prefix = "!"] = prefixes;
  return code(`${prefix}${/\w$/.test(prefix) ? " " : ""}${line}`);
}
