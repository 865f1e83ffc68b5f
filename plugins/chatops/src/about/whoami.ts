/**
 * `!whoami`: who the bot takes a person for, and where; with a name, who that is. It tells nothing that others in the channel could not
 * see: no e-mail address, and whether somebody else administers the bot to administrators alone.
 */
import { type CommandContext, type PluginScope, code, inert, table, user } from "matterwright";

type Person = Awaited<ReturnType<CommandContext["profile"]>>;

export function whoami(bot: PluginScope): void {
  const args = { who: user().optional().describe("somebody else") };
  bot.command(
    "whoami",
    { about: "Tell who the bot takes you for", args, examples: ["", "@ann"], slash: false },
    async (ctx, { who }) => {
      const own = who === undefined;
      const rows = own
        ? [...personal(await ctx.profile(), `@${ctx.user.username}`), ...(await here(ctx))]
        : personal(who, inert(`@${who.username}`));
      const isAdmin = bot.access.administrators().includes((who ?? ctx.user).id);
      if (own || ctx.isAdmin) rows.push(["Administrator of this bot", isAdmin ? "yes" : "no"]);
      await ctx.reply(
        table(
          ["", ""],
          rows.filter(([, value]) => value !== ""),
        ),
      );
    },
  );
}

function personal({ id, first_name, last_name }: Person, username: string): string[][] {
  return [
    ["Username", username],
    ["Name", `${first_name} ${last_name}`.trim()],
    ["Id", code(id)],
  ];
}

async function here(ctx: CommandContext): Promise<string[][]> {
  const { name } = await ctx.channel();
  return [
    ["Channel", ctx.isDirect ? "direct message" : `~${name}`],
    ["Channel id", code(ctx.channelId)],
  ];
}
