/** `!approve` and `!reject` for those who have to agree. */
import { type PluginScope, rest as restOf, z } from "matterwright";
import type { Approvals } from "../rights/approvals.ts";

export function approving(bot: PluginScope, { approvals }: { readonly approvals: Approvals }): void {
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
}
