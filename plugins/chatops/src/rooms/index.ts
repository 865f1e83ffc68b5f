/** The `!room` commands, together, and the rooms that are joined at the start. */
import type { PluginScope } from "matterwright";
import { roomJoin, roomLeave } from "./come-and-go.ts";
import { roomCreate } from "./create.ts";
import { roomDestroy } from "./destroy.ts";
import { JoinList } from "./join-list.ts";
import { roomList } from "./list.ts";
import { roomInvite, roomKick, roomOccupants } from "./members.ts";
import { roomTopic } from "./topic.ts";

/** @param channels to be joined at the start */
export function rooms(bot: PluginScope, channels: readonly string[]): void {
  const joining = new JoinList(channels);
  bot.use(joining);
  roomList(bot, joining);
  for (const add of [roomCreate, roomJoin, roomLeave, roomInvite, roomKick, roomOccupants, roomTopic, roomDestroy])
    add(bot);
}
