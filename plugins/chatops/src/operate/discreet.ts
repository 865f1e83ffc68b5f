/** Answers that are for whoever asked alone, wherever they asked: what the log says, what is in the outbox. */
import type { CommandContext } from "matterwright";

/** For commands that say so: their answers go to a direct message. */
export const discreet = { slash: false, adminOnly: true, answerIn: "direct" } as const;

/** Answers in a direct message; in a channel it is to be seen that there is an answer, and not what it is. */
export async function answerDiscreetly(ctx: CommandContext, text: string): Promise<void> {
  await ctx.reply(text);
  if (ctx.is("post") && !ctx.isDirect) await ctx.react("incoming_envelope").catch(() => {});
}
