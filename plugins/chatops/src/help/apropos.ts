/** `!apropos`: the commands that are about something, of those that the asker may run. */
import { type PluginScope, code, named, rest, z } from "matterwright";
import { apropos } from "./find.ts";
import { commandList } from "./command-list.ts";

export function search(bot: PluginScope): void {
  bot.command(
    "apropos",
    {
      slash: false,
      about: "Find commands by what they are about",
      args: {
        page: named(z.int().min(1).default(1)).describe("of a long list"),
        words: rest().describe("what to look for: each word has to be there"),
      },
      examples: ["plugin"],
    },
    async (ctx, { words, page }, { lead }) => {
      const commands = apropos(await bot.commands.visible(ctx), words);
      const title = `Commands about ${code(words)}`;
      const next = (other: number): string => `apropos --page ${other} ${words}`;
      await ctx.reply(
        commands.length === 0
          ? `No command of mine is about ${code(words)}.`
          : commandList({ title, about: "", commands }, { lead, page, next }),
      );
    },
  );
}
