/**
 * `!history`, `!!` and `!3`: what a person called last, and the same again. Kept for each person; what may hold a secret is never written down, and
 * whoever calls something again needs the right to it again.
 */
import {
  type CommandContext,
  type PluginScope,
  UserError,
  code,
  moment,
  pattern,
  storeKey,
  table,
  z,
} from "matterwright";

/** Calls of one person that are remembered. */
const REMEMBERED = 20;
const KEPT_MS = 90 * 86_400_000;

const calls = storeKey("history", z.array(z.object({ line: z.string(), at: z.number() })), { ttlMs: KEPT_MS });

export function history(bot: PluginScope): void {
  const again = async (ctx: CommandContext, number: number, lead: string): Promise<void> => {
    const entry = ((await callsOf(ctx).get(bot.store)) ?? [])[number - 1];
    if (entry === undefined) throw new UserError(`There is no call ${number} of yours that I remember.`);
    if (!(await bot.commands.call(ctx, entry.line, lead)))
      throw new UserError(`There is no ${code(entry.line)} any more.`);
  };

  bot.command(
    "history",
    { slash: false, about: "List what you called last", isForgotten: true },
    async (ctx, _, { lead }) => {
      const zone = await ctx.find.zone();
      const rows = ((await callsOf(ctx).get(bot.store)) ?? []).map(({ line, at }, index) => [
        code(`${lead}${index + 1}`),
        code(lead + line),
        moment(at, zone),
      ]);
      await ctx.reply(rows.length === 0 ? "You have called nothing yet." : table(["Again", "Call", "When"], rows));
    },
  );

  const [prefix = "!"] = bot.commands.prefixes;
  bot.add(
    pattern(
      "history again",
      {
        about: "Do again what you called last",
        pattern: twice(bot.commands.prefixes),
        shown: code(`${prefix}!`),
        isForgotten: true,
      },
      (ctx: CommandContext) => again(ctx, 1, prefix),
    ),
  );

  bot.around({
    after: async (ctx, { command, line, args }, { ending }) => {
      if (ending === "refused" || command.spec.isForgotten === true || command.pattern !== undefined) return;
      const call = `${command.name} ${args}`.trim();
      const entry = { line: call, at: ctx.now.getTime() };
      if (line !== "") await callsOf(ctx).update(bot.store, (before = []) => [entry, ...before].slice(0, REMEMBERED));
    },
    unknown: async (ctx, { typed, by, lead }) => {
      if (by === "direct" || !/^\d{1,2}$/.test(typed.trim())) return undefined;
      await again(ctx, Number(typed), lead);
      return true;
    },
  });
}

/** A prefix and an exclamation mark, and nothing else. */
function twice(prefixes: readonly string[]): RegExp {
  const signs = prefixes.map((prefix) => prefix.replaceAll(/[$()*+.?[\\\]^{|}/-]/g, String.raw`\$&`));
  return new RegExp(`^(?:${signs.join("|")})!$`);
}

function callsOf({ user }: CommandContext): ReturnType<typeof calls.at> {
  return calls.at(user.id);
}
