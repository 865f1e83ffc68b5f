/**
 * The ChatOps commands: what an operator expects of any bot. One plugin, one file for each command; they use nothing that
 * another plugin could not.
 */
import { plugin, version, z } from "matterwright";
import { abouts } from "./about/index.ts";
import { access } from "./access/index.ts";
import { cancel } from "./calls/cancel.ts";
import { history } from "./calls/history.ts";
import { search } from "./help/apropos.ts";
import { help } from "./help/help.ts";
import { unknown } from "./help/unknown.ts";
import { operate } from "./operate/index.ts";
import { plugins } from "./plugins/index.ts";
import { rooms } from "./rooms/index.ts";
import { schedule } from "./schedule/index.ts";
import { statuses } from "./status/index.ts";
import { wizards } from "./wizard/index.ts";

/**
 * Adds `!help`, `!apropos`, `!status`, `!plugin`, `!uptime`, `!whoami`, `!echo`, `!about`, `!render test`, `!cancel`, `!running`,
 * `!history`, `!schedule`, `!wizard` and `!access`; for administrators `!room`, `!log`, `!restart`, `!shutdown`, `!backup`, `!outbox` and
 * `!explain`; and the answer to commands that do not exist.
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
    /** Joined at every start: `~ops` in every team of the bot that has one, `north/~ops` in one team, or ids. */
    channels: z.array(z.string()).default([]),
  }),
  setup(bot, { unknownCommands, channels }) {
    const all = [help, search, statuses, plugins, schedule, wizards, abouts, cancel, history, access, operate];
    for (const add of all) add(bot);
    rooms(bot, channels);
    if (unknownCommands === "answered") unknown(bot);
  },
});
