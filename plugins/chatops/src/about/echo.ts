/** `!echo`: says what it is told, so that one sees what arrives. It never calls a whole channel for somebody else. */
import { type PluginScope, rest } from "matterwright";

export function echo(bot: PluginScope): void {
  bot.command(
    "echo",
    { about: "Say a text again, as it was written", slash: false, args: { text: rest() }, examples: ["Hello, world"] },
    async (ctx, { text }) => {
      await ctx.reply(quietly(text));
    },
  );
}

/** An invisible sign behind the @ keeps @channel, @all and @here readable and silent. */
function quietly(text: string): string {
  return text.replaceAll(/@(?=(?:channel|all|here)\b)/gi, "@\u200B");
}
