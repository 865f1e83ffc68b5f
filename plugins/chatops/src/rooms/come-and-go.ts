/** `!room join` and `!room leave`: where the bot listens. */
import { type PluginScope, UserError, channel, code, z } from "matterwright";
import { roomName } from "./names.ts";
import { onServer } from "./server.ts";

export function roomJoin(bot: PluginScope): void {
  bot.command(
    "room join",
    {
      slash: false,
      adminOnly: true,
      about: "Join an open channel",
      details:
        "Into a private one somebody in it has to invite the bot. `channels` of its configuration is joined at every start.",
      args: { room: z.string().describe("`~ops`, a link to it, or an id") },
      examples: ["~ops"],
    },
    async (ctx, { room }, { lead }) => {
      const found = await ctx.find.channel(room);
      if (found === undefined)
        throw new UserError(
          `I find no channel ${code(room)} that is open to you and me. Into a private one somebody in it invites me, with ${code(`/invite @${ctx.me.username}`)}; ${code(`${lead}room create`)} makes a new one.`,
        );
      await onServer(`join ${roomName(found)}`, () => ctx.rest.channels.addMember(found.id, ctx.me.id));
      await ctx.reply(`:white_check_mark: I am in ${roomName(found)}.`);
    },
  );
}

export function roomLeave(bot: PluginScope): void {
  bot.command(
    "room leave",
    {
      slash: false,
      adminOnly: true,
      about: "Leave a channel",
      args: { room: channel() },
      examples: ["here", "~ops"],
    },
    async (ctx, { room }) => {
      // Afterwards nothing can be said here any more.
      if (room.id === ctx.channelId) await ctx.reply("Good-bye.");
      await onServer(`leave ${roomName(room)}`, () => ctx.rest.channels.removeMember(room.id, ctx.me.id));
      if (room.id !== ctx.channelId) await ctx.reply(`:white_check_mark: I left ${roomName(room)}.`);
    },
  );
}
