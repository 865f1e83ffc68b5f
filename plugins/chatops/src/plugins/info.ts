/** `!plugin info <name>`: everything that is known of one plugin. */
import { type PluginInfo, type PluginScope, UserError, closest, code, z } from "matterwright";

const args = { name: z.string().describe("a plugin's name") };

export function pluginInfo(bot: PluginScope): void {
  bot.command(
    "plugin info",
    { about: "Show what is known of a plugin", slash: false, args, examples: ["chatops"] },
    async (ctx, { name }, { lead }) => {
      const info = bot.plugins().find((each) => each.name === name.toLowerCase());
      if (info === undefined) throw noSuch(bot, name, lead);
      const commands = (await bot.commands.visible(ctx)).filter(({ owner }) => owner === info.name);
      const facts: [string, string][] = [
        ["Version", info.version],
        ["State", info.state],
        ["Because", ctx.isAdmin ? info.reason : ""],
        ["Needs", info.needs.join(", ")],
        ["File", ctx.isAdmin ? (info.file ?? "") : ""],
        ["Figures", figures(info)],
        ["Commands", commands.map((each) => code(lead + each.name)).join(", ")],
      ];
      const lines = facts.filter(([, value]) => value !== "").map(([label, value]) => `- ${label}: ${value}`);
      await ctx.reply([`**${info.name}**${info.about === "" ? "" : `: ${info.about}`}`, ...lines].join("\n"));
    },
  );
}

function noSuch(bot: PluginScope, name: string, lead: string): UserError {
  const near = closest(
    name,
    bot.plugins().map((each) => each.name),
  );
  const hint = near === undefined ? "" : ` Did you mean ${code(near)}?`;
  return new UserError(`There is no plugin called ${code(name)}: see ${code(`${lead}plugin list`)}.${hint}`);
}

/** What the plugin counts and measures. */
function figures({ figures }: PluginInfo): string {
  return Object.entries(figures)
    .map(([name, value]) => `${name.replaceAll("_", " ")} ${Number.isNaN(value) ? "unknown" : value}`)
    .join(", ");
}
