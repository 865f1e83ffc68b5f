/** The `!access` commands, together. */
import type { PluginScope } from "matterwright";
import { audit } from "./audit.ts";
import { explain } from "./explain.ts";
import { rules } from "./rules.ts";

export function access(bot: PluginScope): void {
  for (const add of [rules, explain, audit]) add(bot);
}
