/** `!room destroy`: archives a channel, when whoever asked has said once more that it is meant. */
import { type PluginScope, channel } from "matterwright";
import { roomName } from "./names.ts";
import { onServer } from "./server.ts";

export function roomDestroy(bot: PluginScope): void {
  bot.command(
    "room destroy",
    {
      slash: false,
      adminOnly: true,
      about: "Archive a channel",
      details: "It can be read on, and a team administrator can bring it back.",
      args: { room: channel() },
      examples: ["~war-room"],
      confirm: ({ room }) => `Archive ${roomName(room)} for everybody in it?`,
    },
    async (ctx, { room }) => {
      await onServer(`archive ${roomName(room)}`, () => ctx.rest.channels.archive(room.id));
      if (room.id !== ctx.channelId) await ctx.reply(`:white_check_mark: ${roomName(room)} is archived.`);
    },
  );
}
