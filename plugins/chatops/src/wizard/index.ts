/** The `!wizard` commands, together. */
import type { PluginScope } from "matterwright";
import { wizardKill, wizardStart, wizardStop } from "./act.ts";
import { wizardList, wizardShow, wizardStatus } from "./list.ts";

export function wizards(bot: PluginScope): void {
  for (const add of [wizardList, wizardShow, wizardStatus, wizardStart, wizardStop, wizardKill]) add(bot);
}
