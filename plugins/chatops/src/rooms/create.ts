/** `!room create`: makes a channel, with the bot and whoever asked in it. */
import { type PluginScope, named, team, z } from "matterwright";
import { roomName, teamHere } from "./names.ts";
import { onServer } from "./server.ts";

const NAME = /^~?[a-z0-9](?:[a-z0-9_-]{0,62}[a-z0-9])?$/i;

export function roomCreate(bot: PluginScope): void {
  bot.command(
    "room create",
    {
      slash: false,
      adminOnly: true,
      about: "Make a channel",
      args: {
        name: z.string().regex(NAME, "write letters, digits and dashes, like `war-room`").describe("as in its address"),
        title: named(z.string().max(64).optional()).describe("as people read it; the name where there is none"),
        private: z.boolean().describe("for its members only"),
        team: named(team().optional()).describe("where not here"),
      },
      examples: ["war-room", '~war-room --private --title "War room"'],
    },
    async (ctx, args) => {
      const { id: teamId } = await teamHere(ctx, args.team);
      const name = args.name.replace(/^~/, "").toLowerCase();
      const wanted = { team_id: teamId, name, display_name: args.title ?? args.name.replace(/^~/, "") };
      const made = await onServer(`make ~${name}`, () =>
        ctx.rest.channels.create({ ...wanted, type: args.private ? "P" : "O" }),
      );
      const invited = `invite you to ~${name}, which is made,`;
      await onServer(invited, () => ctx.rest.channels.addMember(made.id, ctx.user.id));
      await ctx.reply(`:white_check_mark: ${roomName(made)} is there, with you and me in it.`);
    },
  );
}
