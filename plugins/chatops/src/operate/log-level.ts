/** `!log level`: from which level on lines are written, of the bot and of each plugin; until the next start. */
import { LOG_LEVELS, type LogLevel, type PluginScope, UserError, code, table, z } from "matterwright";
import { called } from "../help/called.ts";
import { pluginNamed } from "./plugin-named.ts";

const args = {
  name: z.string().optional().describe("a plugin; or a level, for all that have none of their own"),
  level: z.string().optional().describe("`debug`, `info`, `warn`, `error`, or `reset`"),
};

export function logLevel(bot: PluginScope): void {
  bot.command(
    "log level",
    {
      slash: false,
      adminOnly: true,
      about: "Show or set from which level on the log is written",
      details: "It holds until the next start.",
      args,
      examples: ["", "debug", "tasks debug", "tasks reset"],
    },
    async (ctx, { name, level }) => {
      const { log } = bot.operations;
      if (name !== undefined) {
        const plugin = level === undefined ? undefined : pluginNamed(bot, name);
        const wanted = levelIn(bot, level ?? name);
        if (wanted === "reset") log.resetLevel(plugin);
        else log.setLevel(wanted, plugin);
      }
      const { bot: ofAll, plugins } = log.levels;
      await ctx.reply(
        table(["Log of", "From level"], [["everything else", ofAll] as string[], ...plugins].toReversed()),
      );
    },
  );
}

function levelIn(bot: PluginScope, text: string): LogLevel | "reset" {
  const wanted = [...LOG_LEVELS, "reset" as const].find((each) => each === text.toLowerCase());
  if (wanted !== undefined) return wanted;
  const levels = LOG_LEVELS.map((level) => code(level)).join(", ");
  throw new UserError(
    `${code(text)} is no level: write ${levels} or \`reset\`, as in ${called(bot, "log level debug")}.`,
  );
}
