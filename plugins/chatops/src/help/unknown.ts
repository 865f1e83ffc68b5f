/**
 * The answer to a message that speaks to the bot and names no command. It keeps still where people may just be talking: in
 * a direct message only what looks like a command gets an answer.
 */
import { type PluginScope, code } from "matterwright";
import { noSuchCommand } from "./did-you-mean.ts";

/** More words than this, in a direct message, are talk. */
const COMMAND_WORDS_MAX = 3;

export function unknown(bot: PluginScope): void {
  bot.unknown(async (ctx, { typed, by, lead, near }) => {
    const words = typed.split(/\s+/).filter((word) => word !== "").length;
    if (words === 0) await ctx.reply(`Yes? ${code(`${lead}help`)} lists what I can do.`);
    else if (by !== "direct" || words === 1 || (near.length > 0 && words <= COMMAND_WORDS_MAX)) {
      await ctx.reply(noSuchCommand({ typed, near, lead }));
    }
  });
}
