/** `!about`: what this bot is. */
import { type PluginScope, code, version } from "matterwright";

export function about(bot: PluginScope): void {
  bot.command("about", { about: "Tell what this bot is", slash: false }, async (ctx, _, { lead }) => {
    const lines = [
      `I am @${bot.me.username}, a bot made with **Matterwright ${version}**, the bot platform for Mattermost (MIT licence).`,
      `${code(`${lead}help`)} lists what I can do, ${code(`${lead}status`)} tells how I am.`,
    ];
    await ctx.reply(lines.join("\n"));
  });
}
