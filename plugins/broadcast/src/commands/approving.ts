/** `!approve` and `!reject` for those who have to agree, and `!broadcast audit` for those who look afterwards. */
import { type PluginScope, UserError, inert, momentIn, rest as restOf, table, z } from "matterwright";
import type { Approvals } from "../rights/approvals.ts";
import type { TalkParts } from "../talk/parts.ts";

const LISTED = 50;

export function approving(
  bot: PluginScope,
  { approvals, rights, ledger }: TalkParts & { readonly approvals: Approvals },
): void {
  const id = z.string().describe("as you were told it");
  bot.command(
    "approve",
    { about: "Agree to what somebody wants to announce", args: { id }, examples: ["h7k2m9"], slash: false },
    async (ctx, args) => {
      await ctx.reply(await approvals.agree(ctx, args.id.toLowerCase()));
    },
  );
  const withWhy = { id, why: restOf().optional() };
  bot.command(
    "reject",
    {
      about: "Refuse what somebody wants to announce",
      args: withWhy,
      examples: ["h7k2m9 Not before noon"],
      slash: false,
    },
    async (ctx, args) => {
      await ctx.reply(await approvals.refuse(ctx, args.id.toLowerCase(), args.why ?? ""));
    },
  );
  bot.command(
    "broadcast audit",
    { about: "List who changed groups, and who agreed to what", slash: false },
    async (ctx) => {
      if (!(await rights.mayAudit(ctx)))
        throw new UserError("Only auditors and administrators of this bot may read that.");
      const zone = (await ctx.find.chosenZone()) ?? "UTC";
      const entries = await ledger.list(LISTED);
      const rows = entries.map(({ at, by, did, what }) => [momentIn(at, zone), `@${by.username}`, did, inert(what)]);
      await ctx.reply(rows.length === 0 ? "Nothing was changed yet." : table(["When", "Who", "Did", "What"], rows));
    },
  );
}
