/** `!access audit`: who changed the rules, and who agreed to what. */
import { type AuditEntry, type PluginScope, code, inert, moment, table, z } from "matterwright";

export function audit(bot: PluginScope): void {
  bot.command(
    "access audit",
    {
      slash: false,
      about: "Tell who changed the rules, and who agreed to what",
      adminOnly: "always",
      args: { entries: z.int().min(1).max(200).default(20).describe("how many, the newest first") },
    },
    async (ctx, { entries }) => {
      const zone = await ctx.find.zone();
      const rows = (await bot.access.audit(entries)).map((entry) => row(entry, zone));
      await ctx.reply(
        rows.length === 0 ? "Nobody has changed anything yet." : table(["When", "Who", "Did", "What"], rows),
      );
    },
  );
}

function row({ at, by, did, what, for: whom }: AuditEntry, zone: string): string[] {
  const done = whom === undefined ? did : `${did}, for @${whom.username}`;
  return [moment(at, zone), inert(`@${by.username}`), inert(done), code(what)];
}
