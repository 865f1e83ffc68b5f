/** `!room invite`, `!room kick` and `!room occupants`: who is in a channel. */
import { type PluginScope, channel, table, user, z } from "matterwright";
import { peopleNames, roomName } from "./names.ts";
import { onServer } from "./server.ts";

/** People that are listed; of a larger channel it is told how many there are. */
const LISTED_MAX = 200;

const args = { room: channel(), people: z.array(user()).min(1).describe("one or several") };

export function roomInvite(bot: PluginScope): void {
  bot.command(
    "room invite",
    {
      slash: false,
      adminOnly: true,
      about: "Bring people into a channel",
      args,
      examples: ["here @ann", "~ops @ann @ben"],
    },
    async (ctx, { room, people }) => {
      for (const each of people)
        await onServer(`bring ${peopleNames([each])} into ${roomName(room)}`, () =>
          ctx.rest.channels.addMember(room.id, each.id),
        );
      await ctx.reply(`:white_check_mark: ${peopleNames(people)} ${are(people.length)} in ${roomName(room)}.`);
    },
  );
}

export function roomKick(bot: PluginScope): void {
  bot.command(
    "room kick",
    {
      slash: false,
      adminOnly: true,
      about: "Take people out of a channel",
      args,
      examples: ["here @ann", "~ops @ann @ben"],
    },
    async (ctx, { room, people }) => {
      for (const each of people)
        await onServer(`take ${peopleNames([each])} out of ${roomName(room)}`, () =>
          ctx.rest.channels.removeMember(room.id, each.id),
        );
      await ctx.reply(
        `:white_check_mark: ${peopleNames(people)} ${are(people.length)} no longer in ${roomName(room)}.`,
      );
    },
  );
}

export function roomOccupants(bot: PluginScope): void {
  bot.command(
    "room occupants",
    {
      slash: false,
      adminOnly: true,
      about: "List who is in a channel",
      aliases: ["room members"],
      args: { room: channel().optional().describe("this one by default") },
      examples: ["", "~ops"],
    },
    async (ctx, { room: named }) => {
      const room = named ?? (await ctx.channel());
      const { member_count: count } = await onServer(`look into ${roomName(room)}`, () =>
        ctx.rest.channels.stats(room.id),
      );
      const roles = new Map<string, string>();
      for await (const { user_id: id, roles: has } of ctx.rest.channels.allMembers(room.id)) {
        if (roles.size === LISTED_MAX) break;
        roles.set(id, has.includes("channel_admin") ? "administers it" : "");
      }
      await ctx.people.meet([...roles.keys()]);
      const people = await Promise.all([...roles.keys()].map((id) => ctx.people.user(id)));
      const rows = people
        .toSorted((a, b) => (a.username < b.username ? -1 : 1))
        .map((each) => {
          const name = `${each.first_name ?? ""} ${each.last_name ?? ""}`.trim();
          return [peopleNames([each]), name, roles.get(each.id) ?? ""];
        });
      const more = count > rows.length ? `\n\n… and ${count - rows.length} others.` : "";
      await ctx.reply(`${roomName(room)} has ${count} in it.\n\n${table(["Who", "Name", ""], rows)}${more}`);
    },
  );
}

function are(count: number): string {
  return count === 1 ? "is" : "are";
}
