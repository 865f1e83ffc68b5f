/** The `!plugin` commands, together. */
import type { PluginScope } from "matterwright";
import { pluginConfig } from "./config.ts";
import { pluginInfo } from "./info.ts";
import { pluginList } from "./list.ts";
import { pluginManage } from "./manage.ts";

export function plugins(bot: PluginScope): void {
  for (const add of [pluginList, pluginInfo, pluginManage, pluginConfig]) add(bot);
}
