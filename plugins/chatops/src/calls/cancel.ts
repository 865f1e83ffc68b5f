/** `!cancel`: ends what a person has running. Everybody ends their own; administrators end anybody's. */
import {
  type CommandContext,
  type PluginScope,
  type RunningCommand,
  UserError,
  code,
  inWords,
  inert,
  table,
  z,
} from "matterwright";

export function cancel(bot: PluginScope): void {
  const which = z
    .string()
    .regex(/^(?:all|\d+)$/i, "write a number from `running`, or `all`")
    .optional();
  bot
    .command(
      "cancel",
      {
        slash: false,
        about: "Cancel what you have running here",
        details: "Without a number it is your newest in this channel. A reaction with ❌ on the call does the same.",
        args: { which: which.describe("a number from `running`, or `all` of yours") },
        examples: ["", "all"],
        isUrgent: true,
      },
      async (ctx, { which }) => {
        const chosen = choose(bot.commands.running(), ctx, which);
        for (const each of chosen) each.cancel(each.user.id === ctx.user.id ? "" : ctx.user.username);
        await ctx.react("white_check_mark").catch(() => {});
      },
    )
    .command(
      "running",
      { about: "List what you have running", slash: false, isUrgent: true },
      async (ctx, _, { line }) => {
        const mine = bot.commands.running().filter((each) => (isMine(each, ctx) || ctx.isAdmin) && each.line !== line);
        const now = bot.status().now;
        const rows = mine.map((each) => [
          String(each.number),
          code(each.line),
          inert(`@${each.user.username}`),
          inWords(now - each.startedAt),
        ]);
        await ctx.reply(rows.length === 0 ? "Nothing of yours is running." : table(["", "Call", "Of", "For"], rows));
      },
    );
}

function choose(running: readonly RunningCommand[], ctx: CommandContext, which: string | undefined): RunningCommand[] {
  const others = running.filter(({ name }) => name !== "cancel");
  const mine = others.filter((each) => isMine(each, ctx));
  if (which?.toLowerCase() === "all") return some(mine);
  if (which !== undefined) {
    return some((ctx.isAdmin ? others : mine).filter(({ number }) => number === Number(which)));
  }
  const here = mine.find(({ channelId }) => channelId === ctx.channelId) ?? mine[0];
  return some(here === undefined ? [] : [here]);
}

function some(chosen: readonly RunningCommand[]): RunningCommand[] {
  if (chosen.length === 0) throw new UserError("Nothing of yours is running.");
  return [...chosen];
}

function isMine({ user }: RunningCommand, ctx: CommandContext): boolean {
  return user.id === ctx.user.id;
}
