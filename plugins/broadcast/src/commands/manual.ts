/** `!man`: how to announce. */
import type { PluginScope } from "matterwright";
import { USAGE } from "../talk/show.ts";
import type { TalkParts } from "../talk/parts.ts";
import { asAuthor } from "./guard.ts";

export function manual(bot: PluginScope, parts: TalkParts): void {
  bot.command("man", { about: "Tell how to announce something to many channels", slash: false }, async (ctx) => {
    await asAuthor(ctx, parts);
    await ctx.reply(USAGE);
  });
}
