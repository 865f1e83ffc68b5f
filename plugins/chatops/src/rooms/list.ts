/** `!room list`: where the bot is, in all its teams, and which rooms of its list it could not join. */
import { type PluginScope, code, inert, table } from "matterwright";
import type { JoinList } from "./join-list.ts";

const KINDS: Readonly<Record<string, string>> = { O: "open", P: "private", G: "group message" };

export function roomList(bot: PluginScope, joining: JoinList): void {
  bot.command(
    "room list",
    { slash: false, adminOnly: true, about: "List the channels that the bot is in", aliases: ["rooms"] },
    async (ctx) => {
      const teams = new Map((await ctx.people.myTeams()).map(({ id, name }) => [id, name]));
      const rows = (await ctx.rest.users.channels(ctx.me.id))
        .filter(({ type, delete_at: deleted }) => type !== "D" && deleted === 0)
        .map(({ type, name, display_name: display, team_id: team }) => [
          teams.get(team) ?? "",
          type === "G" ? "" : `~${name}`,
          inert(display),
          KINDS[type] ?? type,
        ])
        .toSorted((a, b) => (a.join(" ") < b.join(" ") ? -1 : 1));
      const missing = [...joining.failed].map(([room, why]) => `- ${code(room)}: ${why}`);
      const list = rows.length === 0 ? "I am in no channel." : table(["Team", "Channel", "Title", ""], rows);
      const wanted =
        missing.length === 0 ? "" : `\n\nI should be in these as well, and could not join:\n${missing.join("\n")}`;
      await ctx.reply(list + wanted);
    },
  );
}
