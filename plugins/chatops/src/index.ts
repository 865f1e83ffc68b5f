/**
 * The ChatOps commands: what an operator expects of any bot. One plugin, one file for each command; they use nothing that
 * another plugin could not.
 */
import { plugin, version, z } from "matterwright";
import { about } from "./about.ts";
import { audit } from "./access/audit.ts";
import { explain } from "./access/explain.ts";
import { rules } from "./access/rules.ts";
import { search } from "./apropos.ts";
import { cancel } from "./cancel.ts";
import { echo } from "./echo.ts";
import { help } from "./help.ts";
import { history } from "./history.ts";
import { pluginConfig } from "./plugin-config.ts";
import { pluginInfo } from "./plugin-info.ts";
import { pluginList } from "./plugin-list.ts";
import { pluginManage } from "./plugin-manage.ts";
import { schedule } from "./schedule/index.ts";
import { status } from "./status.ts";
import { unknown } from "./unknown.ts";
import { uptime } from "./uptime.ts";
import { whoami } from "./whoami.ts";
import { wizards } from "./wizard/index.ts";

/**
 * Adds `!help`, `!apropos`, `!status`, `!plugin list`, `!uptime`, `!whoami`, `!echo`, `!about`, `!cancel`, `!running`, `!history`,
 * `!schedule`, `!wizard` and `!access`,
 * and the answer to commands that do not exist.
 *
 * @example
 * const bot = new Bot(options).plugin(chatops);
 */
export default plugin({
  name: "chatops",
  version,
  about: "Help, status and the other basics",
  config: z.strictObject({
    /** What happens to a message that is addressed to the bot and names no command: an answer, or nothing. */
    unknownCommands: z.enum(["answered", "ignored"]).default("answered"),
  }),
  setup(bot, { unknownCommands }) {
    const all = [
      help,
      search,
      status,
      pluginList,
      pluginInfo,
      pluginManage,
      pluginConfig,
      schedule,
      wizards,
      uptime,
      whoami,
      echo,
      about,
      cancel,
      history,
      rules,
      explain,
      audit,
    ];
    for (const add of all) add(bot);
    if (unknownCommands === "answered") unknown(bot);
  },
});
