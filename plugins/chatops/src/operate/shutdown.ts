/** `!shutdown --confirm`: ends the program. Without `--confirm` it only tells what that would mean. */
import { type PluginScope, UserError, code, z } from "matterwright";
import { programOf } from "./program.ts";

export function shutdown(bot: PluginScope): void {
  bot.command(
    "shutdown",
    {
      slash: false,
      adminOnly: true,
      about: "End the bot",
      args: {
        confirm: z.boolean().describe("yes, really"),
        kill: z.boolean().describe("at once, without finishing what is in hand"),
      },
      examples: ["--confirm"],
    },
    async (ctx, { confirm, kill }, { lead }) => {
      const program = programOf(bot);
      if (!confirm)
        throw new UserError(
          `That ends me, and nobody can start me again from here. If you mean it: ${code(`${lead}shutdown --confirm`)}.`,
        );
      await ctx.reply("Good-bye.");
      await program.end({ again: false, atOnce: kill });
    },
  );
}
