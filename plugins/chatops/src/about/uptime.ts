/** `!uptime`: since when the bot has been running. */
import { type PluginScope, inWords, moment } from "matterwright";

export function uptime(bot: PluginScope): void {
  bot.command("uptime", { about: "Tell how long the bot has been running", slash: false }, async (ctx) => {
    const { now, startedAt } = bot.status();
    await ctx.reply(
      `I have been up for ${inWords(now - startedAt)}, since ${moment(startedAt, await ctx.find.zone())}.`,
    );
  });
}
