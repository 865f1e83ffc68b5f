/** `!plugin list`: the plugins of the bot and whether each works. Why one failed is for administrators. */
import { type PluginInfo, type PluginScope, code, table } from "matterwright";

export function pluginList(bot: PluginScope): void {
  const about = "List the plugins and whether each works";
  bot.command("plugin list", { about, aliases: ["plugins", "status plugins"], slash: false }, async (ctx) => {
    const muted = new Set(bot.status().muted.map(({ plugin }) => plugin));
    const rows = bot.plugins().map((plugin) => {
      const flooding = muted.has(plugin.name) ? ", :mute: silent where it answered too often" : "";
      return [code(plugin.name), plugin.version, `${state(plugin, ctx.isAdmin)}${flooding}`, plugin.about];
    });
    await ctx.reply(table(["Plugin", "Version", "State", "About"], rows));
  });
}

const SIGNS = {
  active: ":white_check_mark: active",
  blocked: ":no_entry: blocked",
  failed: ":x: did not start",
  inactive: ":zzz: inactive",
};

function state({ state, reason }: PluginInfo, forAdmin: boolean): string {
  return `${SIGNS[state]}${forAdmin && reason !== "" ? `: ${code(reason)}` : ""}`;
}
