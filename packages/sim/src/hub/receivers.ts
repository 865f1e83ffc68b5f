/** Who hears an event. Pure; the hub asks it for every socket that might. */
import type { Broadcast, Id } from "@matterwright/protocol";
import type { World } from "../world/world.ts";

export interface Listener {
  readonly connectionId: Id;
  readonly userId: Id;
}

/** Whether an event that is meant for `to` reaches this connection. The first field that says something decides. */
export function hears(world: World, to: Partial<Broadcast>, listener: Listener): boolean {
  if (to.contains_sensitive_data === true && !world.isSystemAdmin(listener.userId)) return false;
  if (to.contains_sanitized_data === true && world.isSystemAdmin(listener.userId)) return false;
  if (is(to.connection_id)) return to.connection_id === listener.connectionId;
  if (is(to.omit_connection_id) && to.omit_connection_id === listener.connectionId) return false;
  if (is(to.user_id)) return to.user_id === listener.userId;
  if (to.omit_users?.[listener.userId] === true) return false;
  if (is(to.channel_id)) return world.isMember(to.channel_id, listener.userId);
  if (is(to.team_id)) return world.isInTeam(to.team_id, listener.userId);
  return true;
}

/** The users to look at for an event, or nothing when it may be anybody. */
export function candidates(world: World, to: Partial<Broadcast>): Iterable<Id> | undefined {
  if (is(to.user_id)) return [to.user_id];
  if (is(to.channel_id)) return world.channelMembers.get(to.channel_id)?.keys() ?? [];
  if (is(to.team_id)) return world.teamMembers.get(to.team_id)?.keys() ?? [];
  return undefined;
}

function is(id: string | undefined): id is string {
  return id !== undefined && id !== "";
}
