/**
 * The ChatOps commands: what an operator expects of any bot. One plugin, one file for each command; they use nothing that
 * another plugin could not.
 */
import { plugin, version } from "matterwright";
import { about } from "./about.ts";
import { echo } from "./echo.ts";
import { help } from "./help.ts";
import { pluginConfig } from "./plugin-config.ts";
import { pluginInfo } from "./plugin-info.ts";
import { pluginList } from "./plugin-list.ts";
import { pluginManage } from "./plugin-manage.ts";
import { schedule } from "./schedule/index.ts";
import { status } from "./status.ts";
import { unknown } from "./unknown.ts";
import { uptime } from "./uptime.ts";
import { whoami } from "./whoami.ts";

/**
 * Adds `!help`, `!status`, `!plugin list`, `!schedule`, `!uptime`, `!whoami`, `!echo` and `!about`, and the answer to commands that do
 * not exist.
 *
 * @example
 * const bot = new Bot(options).plugin(chatops);
 */
export default plugin({
  name: "chatops",
  version,
  about: "Help, status and the other basics",
  setup(bot) {
    for (const add of [
      help,
      status,
      pluginList,
      pluginInfo,
      pluginManage,
      pluginConfig,
      schedule,
      uptime,
      whoami,
      echo,
      about,
      unknown,
    ])
      add(bot);
  },
});
