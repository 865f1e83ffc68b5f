/** `/api/v4/channels`: channels of all kinds and their members. */
import { createHash } from "node:crypto";
import {
  type Channel,
  type ChannelMember,
  ErrorId,
  GROUP_MESSAGE_MAX_USERS,
  GROUP_MESSAGE_MIN_USERS,
  type User,
} from "@matterwright/protocol";
import { AppError, refuse } from "../errors.ts";
import { goJson } from "../json.ts";
import {
  type ChannelChange,
  archiveChannel,
  changeChannel,
  convertChannel,
  createChannel,
  directChannel,
  groupChannel,
  restoreChannel,
} from "../world/places/channels.ts";
import { markViewed } from "../world/posts/posts.ts";
import { aliveIn } from "../world/posts/post-store.ts";
import { type Call, OK, text } from "./call.ts";
import type { Answer, Router } from "./router.ts";

export function channelRoutes(router: Router): void {
  router.add("POST /api/v4/channels", create);
  router.add("POST /api/v4/channels/direct", direct);
  router.add("POST /api/v4/channels/group", group);
  router.add("POST /api/v4/channels/members/{user_id}/view", view);
  router.add("GET /api/v4/channels/{channel_id}", get);
  router.add("PUT /api/v4/channels/{channel_id}", replace);
  router.add("PUT /api/v4/channels/{channel_id}/patch", patch);
  router.add("PUT /api/v4/channels/{channel_id}/privacy", privacy);
  router.add("DELETE /api/v4/channels/{channel_id}", archive);
  router.add("POST /api/v4/channels/{channel_id}/restore", restore);
  router.add("GET /api/v4/channels/{channel_id}/stats", stats);
  router.add("POST /api/v4/channels/stats/member_count", memberCounts);
  router.add("GET /api/v4/users/{user_id}/channels", mine);
  router.add("GET /api/v4/users/{user_id}/channel_members", memberships);
  router.add("GET /api/v4/users/{user_id}/teams/{team_id}/channels", mineInTeam);
  router.add("GET /api/v4/users/{user_id}/teams/{team_id}/channels/members", membershipsInTeam);
  router.add("GET /api/v4/users/{user_id}/channels/{channel_id}/unread", unread);
}

function create(call: Call): Answer {
  const body = call.body("channel");
  const type = text(body, "type") ?? "";
  const teamId = text(body, "team_id") ?? "";
  if (type === "D") {
    const message = "Must use createDirectChannel API service for direct message channel creation.";
    throw new AppError("api.channel.create_channel.direct_channel.app_error", message, 400);
  }
  const displayName = text(body, "display_name") ?? "";
  if (teamId === "") throw refuse.bodyParam("team_id");
  call.require(call.world.isInTeam(teamId, call.me.id) || call.isAdmin);
  if (displayName === "") throw refuse.bodyParam("display_name");
  const [header, purpose] = [text(body, "header"), text(body, "purpose")];
  const wanted = {
    team_id: teamId,
    name: text(body, "name") ?? "",
    display_name: displayName,
    type: type as Channel["type"],
  };
  const channel = createChannel(
    call.act,
    { ...wanted, ...(header === undefined ? {} : { header }), ...(purpose === undefined ? {} : { purpose }) },
    call.me,
  );
  // Its first post, that somebody joined, comes behind the answer.
  return { status: 201, json: { ...channel, last_post_at: 0, last_root_post_at: 0 } };
}

function direct(call: Call): Answer {
  const ids = call.texts("user_ids");
  const [first, second = first] = ids;
  if (first === undefined || second === undefined || ids.length > 2) throw refuse.bodyParam("user_ids");
  call.require(ids.includes(call.me.id) || call.isAdmin);
  const [one, other] = [call.world.user(first), call.world.user(second)];
  if (one === undefined || other === undefined) {
    throw new AppError(
      "api.channel.create_direct_channel.invalid_user.app_error",
      "Invalid user ID for direct channel creation.",
      400,
    );
  }
  return { status: 201, json: directChannel(call.act, one, other) };
}

function group(call: Call): Answer {
  const ids = call.texts("user_ids");
  if (ids.length === 0) throw refuse.bodyParam("user_ids");
  const all = [...new Set([...ids, call.me.id])];
  if (all.length < GROUP_MESSAGE_MIN_USERS || all.length > GROUP_MESSAGE_MAX_USERS) {
    const message = "Group message channels must contain at least 3 and no more than 8 users.";
    throw new AppError("api.channel.create_group.bad_size.app_error", message, 400);
  }
  const users = all.map((id) => call.world.user(id)).filter((user): user is User => user !== undefined);
  if (users.length < all.length)
    throw new AppError("api.channel.create_group.bad_user.app_error", "One of the provided users does not exist.", 400);
  const hash = createHash("sha1").update(all.toSorted().join("")).digest("hex");
  return { status: 201, json: groupChannel(call.act, call.me, { users, hash }) };
}

function get(call: Call): Answer {
  const channel = call.channel(call.id("channel_id"));
  call.mayRead(channel);
  return { json: channel };
}

function patch(call: Call): Answer {
  const channel = call.channel(call.id("channel_id"));
  const body = call.body("channel");
  call.require(call.isChannelMember(channel) || call.isAdmin);
  return { json: changeChannel(call.act, channel, { change: changeOf(body), by: call.me, says: "everything" }) };
}

/** What is given as a whole is changed as a patch is, but of that the system says only a new display name. */
function replace(call: Call): Answer {
  const channel = call.channel(call.id("channel_id"));
  const body = call.body("channel");
  call.require(call.isChannelMember(channel) || call.isAdmin);
  return { json: changeChannel(call.act, channel, { change: changeOf(body), by: call.me, says: "the display name" }) };
}

function changeOf(body: Readonly<Record<string, unknown>>): ChannelChange {
  const names = ["name", "display_name", "header", "purpose"] as const;
  return Object.fromEntries(
    names.flatMap((name) => (text(body, name) === undefined ? [] : [[name, text(body, name)]])),
  );
}

function privacy(call: Call): Answer {
  const channel = call.channel(call.id("channel_id"));
  const to = text(call.body("privacy"), "privacy");
  if (to !== "O" && to !== "P") throw refuse.bodyParam("privacy");
  call.require(call.isChannelAdmin(channel));
  return { json: convertChannel(call.act, channel, { to, by: call.me }) };
}

function archive(call: Call): Answer {
  const channel = call.channel(call.id("channel_id"));
  call.require(call.isChannelMember(channel) || call.isAdmin);
  archiveChannel(call.act, channel, call.me);
  return OK;
}

function restore(call: Call): Answer {
  const channel = call.channel(call.id("channel_id"));
  call.require(call.isTeamAdmin(channel.team_id));
  return { json: restoreChannel(call.act, channel, call.me) };
}

function stats(call: Call): Answer {
  const channel = call.channel(call.id("channel_id"));
  call.mayRead(channel);
  const posts = aliveIn(call.world, channel.id);
  const members = countedIn(call, channel);
  return {
    json: {
      channel_id: channel.id,
      member_count: members.length,
      guest_count: members.filter((member) => member.scheme_guest).length,
      pinnedpost_count: posts.filter((post) => post.is_pinned).length,
      files_count: posts.reduce((sum, post) => sum + (post.file_ids?.length ?? 0), 0),
    },
  };
}

/** Nothing is counted where one of them is unknown, or may not be read. */
function memberCounts(call: Call): Answer {
  const ids = [...new Set(call.textsOrNone())].toSorted();
  if (ids.some((id) => !call.world.channels.has(id))) throw refuse.channelMissing(`[${ids.join(" ")}]`);
  const channels = ids.map((id) => call.channel(id));
  for (const channel of channels) call.mayRead(channel);
  return { json: Object.fromEntries(channels.map((channel) => [channel.id, countedIn(call, channel).length])) };
}

/** Whoever is deactivated stays a member, and is not counted. */
function countedIn({ world }: Call, { id }: Channel): ChannelMember[] {
  return [...(world.channelMembers.get(id)?.values() ?? [])].filter(
    ({ user_id: user }) => world.user(user)?.delete_at === 0,
  );
}

function channelsOf(call: Call, userId: string): Channel[] {
  const withDeleted = call.query.get("include_deleted") === "true";
  return [...(call.world.channelsOfUser.get(userId) ?? [])]
    .flatMap((id) => call.world.channels.get(id) ?? [])
    .filter((channel) => withDeleted || channel.delete_at === 0)
    .toSorted((a, b) => (a.display_name.toLowerCase() < b.display_name.toLowerCase() ? -1 : 1));
}

/** For somebody without any channel the server breaks off in the middle of a list. */
function mine(call: Call): Answer {
  const id = call.id("user_id");
  call.mineOrAdmin(id);
  const channels = channelsOf(call, id);
  const headers = { "Content-Type": "application/json" };
  // It is written one by one, each with its end of line.
  if (channels.length > 0)
    return { status: 200, headers, body: `[${channels.map((channel) => `${goJson(channel)}\n`).join(",")}]` };
  const error = {
    id: ErrorId.channelsNone,
    message: "No channels were found.",
    detailed_error: "",
    request_id: call.act.newId(),
    status_code: 404,
  };
  return { status: 200, headers, body: `[${JSON.stringify(error)}` };
}

function moved(channel: Channel): number {
  return Math.max(channel.last_post_at, channel.update_at);
}

function mineInTeam(call: Call): Answer {
  const id = call.id("user_id");
  call.mineOrAdmin(id);
  const teamId = call.id("team_id");
  call.require(call.world.isInTeam(teamId, call.me.id) || call.isAdmin);
  const channels = channelsOf(call, id).filter((channel) => channel.team_id === teamId || channel.team_id === "");
  const newest = channels.toSorted((a, b) => moved(b) - moved(a))[0];
  const updated = Math.max(0, ...channels.map(moved));
  return { json: channels, headers: { Etag: `11.6.0.${newest?.id ?? "0"}.${updated}.0.${channels.length}` } };
}

function memberships(call: Call): Answer {
  const id = call.id("user_id");
  call.mineOrAdmin(id);
  const { from, rows } = call.page();
  const ids = [...(call.world.channelsOfUser.get(id) ?? [])];
  return {
    json: ids.slice(from, from + rows).flatMap((channelId) => {
      const found = call.world.channelMembers.get(channelId)?.get(id);
      const team = call.world.teams.get(call.world.channels.get(channelId)?.team_id ?? "");
      const about = {
        team_display_name: team?.display_name ?? "",
        team_name: team?.name ?? "",
        team_update_at: team?.update_at ?? 0,
      };
      return found === undefined ? [] : [{ ...found, ...about }];
    }),
  };
}

function membershipsInTeam(call: Call): Answer {
  const id = call.id("user_id");
  call.mineOrAdmin(id);
  const teamId = call.id("team_id");
  call.require(call.world.isInTeam(teamId, call.me.id) || call.isAdmin);
  const channels = channelsOf(call, id).filter((channel) => channel.team_id === teamId || channel.team_id === "");
  return { json: channels.flatMap((channel) => call.world.channelMembers.get(channel.id)?.get(id) ?? []) };
}

function unread(call: Call): Answer {
  const id = call.id("user_id");
  call.mineOrAdmin(id);
  const channel = call.channel(call.id("channel_id"));
  const found = call.world.channelMembers.get(channel.id)?.get(id);
  if (found === undefined) throw refuse.permission();
  return {
    json: {
      team_id: channel.team_id,
      channel_id: channel.id,
      msg_count: channel.total_msg_count - found.msg_count,
      mention_count: found.mention_count,
      mention_count_root: found.mention_count_root,
      urgent_mention_count: found.urgent_mention_count,
      msg_count_root: channel.total_msg_count_root - found.msg_count_root,
    },
  };
}

/** Looks at a channel, and leaves another. What was unread in them is read now, threads too. */
function view(call: Call): Answer {
  const id = call.id("user_id");
  call.mineOrAdmin(id);
  const body = call.body("channel_view");
  const times: Record<string, number> = {};
  const looked: Channel[] = [];
  let isUnread = false;
  for (const name of ["channel_id", "prev_channel_id"]) {
    const channel = call.world.channels.get(text(body, name) ?? "");
    const found = channel === undefined ? undefined : call.world.channelMembers.get(channel.id)?.get(id);
    if (channel === undefined || found === undefined) continue;
    isUnread ||= found.msg_count < channel.total_msg_count || found.mention_count > 0;
    looked.push(channel);
    times[channel.id] = Math.max(found.last_viewed_at, channel.last_post_at);
  }
  if (isUnread) {
    markViewed(call.act, looked, id);
    for (const channel of looked) {
      call.act.emit({
        event: "thread_read_changed",
        data: { timestamp: call.act.now },
        to: { user_id: id, channel_id: channel.id },
      });
    }
  }
  return { json: { status: "OK", last_viewed_at_times: times } };
}
