/** `!plugin activate`, `deactivate`, `block`, `unblock` and `reload`: what an operator does with plugins while the bot runs. For administrators. */
import { type CommandContext, type PluginScope, UserError, code, rest, z } from "matterwright";

/** What whoever comes from Errbot types. */
const ALIASES: Readonly<Record<string, readonly string[]>> = {
  block: ["plugin blacklist"],
  unblock: ["plugin unblacklist"],
};

const name = z.string().describe("a plugin's name");

export function pluginManage(bot: PluginScope): void {
  const { manage } = bot;
  const examples = ["karma"];
  const add = (verb: string, about: string, act: (plugin: string) => Promise<void>, said: string): void =>
    void bot.command(
      `plugin ${verb}`,
      { about, slash: false, adminOnly: true, args: { name }, aliases: ALIASES[verb] ?? [], examples },
      async (ctx, { name: plugin }) => {
        await act(plugin);
        await tell(ctx, `${code(plugin)} ${said}`);
      },
    );
  add("activate", "Set up a plugin that is inactive or failed", (plugin) => manage.activate(plugin), "is active.");
  add(
    "deactivate",
    "Switch a plugin off until the next start",
    (plugin) => manage.deactivate(other(bot, plugin)),
    "is inactive until the next start, or until it is activated.",
  );
  add("unblock", "Let a blocked plugin work again", (plugin) => manage.unblock(plugin), "is unblocked and active.");
  add("reload", "Load a plugin's file anew, without a restart", (plugin) => manage.reload(plugin), "was loaded anew.");
  const args = { name, reason: rest().default("").describe("why, for those who wonder") };
  bot.command(
    "plugin block",
    {
      about: "Switch a plugin off for good",
      slash: false,
      adminOnly: true,
      args,
      aliases: ALIASES["block"] ?? [],
      examples: ["karma", "karma too loud"],
    },
    async (ctx, { name: plugin, reason }, { lead }) => {
      await manage.block(other(bot, plugin), reason);
      await tell(ctx, `${code(plugin)} is blocked until ${code(`${lead}plugin unblock ${plugin}`)}.`);
    },
  );
}

/** Whoever switches these commands off has none left to switch them on. */
function other(bot: PluginScope, plugin: string): string {
  if (plugin.toLowerCase() !== bot.name) return plugin;
  throw new UserError(`${code(bot.name)} has the commands that would bring it back, so it stays.`);
}

async function tell(ctx: CommandContext, text: string): Promise<void> {
  await ctx.reply(`:white_check_mark: ${text}`);
}
