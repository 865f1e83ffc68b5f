/** `/api/v4/channels/{channel_id}/members`: who is in a channel. */
import type { Channel } from "@matterwright/protocol";
import { AppError, refuse } from "../errors.ts";
import { joinChannel, othersMember, removeFromChannel } from "../world/places/members.ts";
import type { StoredMember } from "../world/world.ts";
import { type Call, OK, text } from "./call.ts";
import type { Answer, Router } from "./router.ts";

export function channelMemberRoutes(router: Router): void {
  router.add("GET /api/v4/channels/{channel_id}/members", members);
  router.add("POST /api/v4/channels/{channel_id}/members", add);
  router.add("POST /api/v4/channels/{channel_id}/members/ids", membersByIds);
  router.add("GET /api/v4/channels/{channel_id}/members/{user_id}", member);
  router.add("DELETE /api/v4/channels/{channel_id}/members/{user_id}", remove);
  router.add("PUT /api/v4/channels/{channel_id}/members/{user_id}/notify_props", notifyProps);
  router.add("PUT /api/v4/channels/{channel_id}/members/{user_id}/schemeRoles", schemeRoles);
  router.add("PUT /api/v4/channels/{channel_id}/members/{user_id}/roles", roles);
}

/** Members only, even of an open channel. */
function membersOnly(call: Call): Channel {
  const id = call.id("channel_id");
  const channel = call.world.channels.get(id);
  if (channel === undefined) throw refuse.permission();
  call.require(call.isChannelMember(channel) || call.isAdmin);
  return channel;
}

function seen(call: Call, each: StoredMember): StoredMember {
  return each.user_id === call.me.id ? each : othersMember(each);
}

function members(call: Call): Answer {
  const channel = membersOnly(call);
  const { from, rows } = call.page();
  const all = [...(call.world.channelMembers.get(channel.id)?.values() ?? [])];
  // Here, unlike elsewhere, no rows mean all.
  return { json: (rows === 0 ? all : all.slice(from, from + rows)).map((each) => seen(call, each)) };
}

function membersByIds(call: Call): Answer {
  const channel = membersOnly(call);
  const ids = call.texts("user_ids");
  if (ids.length === 0) throw refuse.bodyParam("user_ids");
  return {
    json: ids.flatMap((id) => call.world.channelMembers.get(channel.id)?.get(id) ?? []).map((each) => seen(call, each)),
  };
}

function member(call: Call): Answer {
  const channel = membersOnly(call);
  const found = call.world.channelMembers.get(channel.id)?.get(call.id("user_id"));
  if (found === undefined)
    throw new AppError(
      "app.channel.get_member.missing.app_error",
      "No channel member found for that user ID and channel ID.",
      404,
    );
  return { json: seen(call, found) };
}

function add(call: Call): Answer {
  const channel = call.channel(call.id("channel_id"));
  const body = call.body("member");
  const many = body["user_ids"];
  const ids = Array.isArray(many) ? many.map(String) : [text(body, "user_id") ?? ""];
  if (ids.some((id) => id === "")) throw refuse.bodyParam("user_id or user_ids");
  const isSelfJoin =
    ids.length === 1 &&
    ids[0] === call.me.id &&
    channel.type === "O" &&
    call.world.isInTeam(channel.team_id, call.me.id);
  call.require(isSelfJoin || call.isChannelMember(channel) || call.isTeamAdmin(channel.team_id));
  const added = ids.map((id) => {
    if (!call.world.isInTeam(channel.team_id, id)) {
      throw new AppError(
        "app.team.get_member.missing.app_error",
        "No team member found for that user ID and team ID.",
        404,
      );
    }
    return seen(call, joinChannel(call.act, channel, call.user(id), call.me));
  });
  return { status: 201, json: Array.isArray(many) ? (added.length === 0 ? null : added) : added[0] };
}

function remove(call: Call): Answer {
  const channel = call.channel(call.id("channel_id"));
  const userId = call.id("user_id");
  call.require(userId === call.me.id || call.isChannelMember(channel) || call.isAdmin);
  if (channel.name === "town-square") {
    throw new AppError(
      "api.channel.remove.default.app_error",
      "Unable to remove user from the default channel town-square.",
      400,
    );
  }
  removeFromChannel(call.act, channel, userId, { by: call.me });
  return OK;
}

function notifyProps(call: Call): Answer {
  const id = call.id("user_id");
  call.mineOrAdmin(id);
  const found = call.world.channelMembers.get(call.id("channel_id"))?.get(id);
  if (found === undefined) throw refuse.permission();
  const { user_id: _user, channel_id: _channel, ...change } = call.body("notify_props") as Record<string, string>;
  Object.assign(found.notify_props, change);
  found.last_update_at = call.act.now;
  call.act.emit({
    event: "channel_member_updated",
    data: { channelMember: JSON.stringify(found) },
    to: { user_id: id },
  });
  return OK;
}

function schemeRoles(call: Call): Answer {
  return becomes(call, call.body("scheme_roles")["scheme_admin"] === true);
}

function roles(call: Call): Answer {
  const wanted = (text(call.body("roles"), "roles") ?? "").split(" ");
  if (!wanted.every((role) => /^channel_(?:user|admin|guest)$/.test(role))) throw refuse.bodyParam("roles");
  return becomes(call, wanted.includes("channel_admin"));
}

function becomes(call: Call, isAdmin: boolean): Answer {
  const channel = call.channel(call.id("channel_id"));
  call.require(call.isChannelAdmin(channel));
  const found = call.world.channelMembers.get(channel.id)?.get(call.id("user_id"));
  if (found === undefined) throw refuse.permission();
  Object.assign(found, {
    scheme_admin: isAdmin,
    roles: isAdmin ? "channel_user channel_admin" : "channel_user",
    last_update_at: call.act.now,
  });
  call.act.emit({
    event: "channel_member_updated",
    data: { channelMember: JSON.stringify(found) },
    to: { user_id: found.user_id },
  });
  return OK;
}
