/** `/api/v4/posts`: writing, changing, deleting, pinning. Reading lists of posts is in `post-lists.ts`. */
import { type Channel, ErrorId, type Post, type PostProps, isId } from "@matterwright/protocol";
import { AppError, refuse } from "../errors.ts";
import type { Draft } from "../world/posts/draft.ts";
import { ephemeralPost } from "../world/posts/ephemeral.ts";
import { beginPending, failPending, finishPending } from "../world/posts/pending.ts";
import { forReader } from "../world/posts/permalinks.ts";
import { jsonView } from "../world/posts/post-views.ts";
import { type PostChange, changePost, createPost, deletePost, existingPost, markViewed } from "../world/posts/posts.ts";
import { comeOnline } from "../world/people/statuses.ts";
import { type Call, OK, text } from "./call.ts";
import type { Answer, Router } from "./router.ts";

export function postRoutes(router: Router): void {
  router.add("POST /api/v4/posts", create);
  router.add("POST /api/v4/posts/ephemeral", ephemeral);
  router.add("POST /api/v4/posts/ids", byIds);
  router.add("GET /api/v4/posts/{post_id}", get);
  router.add("PUT /api/v4/posts/{post_id}", replace);
  router.add("PUT /api/v4/posts/{post_id}/patch", patch);
  router.add("DELETE /api/v4/posts/{post_id}", remove);
  router.add("POST /api/v4/posts/{post_id}/pin", (call) => pin(call, true));
  router.add("POST /api/v4/posts/{post_id}/unpin", (call) => pin(call, false));
  router.add("GET /api/v4/posts/{post_id}/edit_history", editHistory);
  router.add("GET /api/v4/posts/{post_id}/info", info);
}

function create(call: Call): Answer {
  const body = call.json("post");
  if (typeof body !== "object" || Array.isArray(body)) throw refuse.bodyParam("post");
  const wanted = (body ?? {}) as Record<string, unknown>;
  if (!isRecord(wanted["props"] ?? {})) throw refuse.bodyParam("post");
  const channel = call.world.channels.get(text(wanted, "channel_id") ?? "");
  if (channel === undefined) throw refuse.permission();
  call.require(mayPost(call, channel));
  const pendingId = text(wanted, "pending_post_id") ?? "";
  const earlier = pendingId === "" ? undefined : beginPending(call.act, pendingId, (post) => mayRead(call, post));
  if (earlier !== undefined) {
    if (earlier.root_id === "" && call.me.is_bot !== true) markViewed(call.act, [channel], call.me.id);
    const { metadata: _none, ...post } = jsonView({ ...earlier, pending_post_id: "" });
    return { status: 201, json: post };
  }
  try {
    const post = createChecked(call, channel, wanted);
    if (pendingId !== "") finishPending(call.act, pendingId, post);
    if (call.query.get("set_online") !== "false") comeOnline(call.act, call.me.id);
    return { status: 201, json: jsonView(post) };
  } catch (error) {
    if (pendingId !== "") failPending(call.act, pendingId);
    throw error;
  }
}

function createChecked(call: Call, channel: Channel, wanted: Record<string, unknown>): Post {
  const type = text(wanted, "type") ?? "";
  if (type.startsWith("system_")) throw refuse.param("post.type");
  if (channel.delete_at !== 0) {
    throw new AppError(ErrorId.postChannelArchived, "Can not post to deleted channel.", 400);
  }
  if (text(wanted, "id") !== undefined && wanted["id"] !== "")
    throw new AppError(ErrorId.postIdGiven, "You cannot update an existing Post.", 400);
  const draft: Draft = {
    message: text(wanted, "message") ?? "",
    root_id: text(wanted, "root_id") ?? "",
    props: isRecord(wanted["props"]) ? wanted["props"] : {},
    file_ids: textsOf(wanted["file_ids"]),
    pending_post_id: text(wanted, "pending_post_id") ?? "",
    type,
    is_pinned: wanted["is_pinned"] === true,
    has_reactions: wanted["has_reactions"] === true,
    edit_at: numberOf(wanted["edit_at"]),
    reply_count: numberOf(wanted["reply_count"]),
    create_at: call.isAdmin ? numberOf(wanted["create_at"]) : 0,
    setOnline: call.query.get("set_online") !== "false",
    ...(isRecord(wanted["metadata"]) ? { metadata: wanted["metadata"] } : {}),
  };
  checkPriority(draft);
  return createPost(call.act, channel, { author: call.me, draft });
}

function checkPriority({ metadata, root_id: rootId }: Draft): void {
  const priority = metadata?.priority;
  if (priority === undefined) return;
  if (rootId !== "") {
    const message = "Only root posts can have priority.";
    throw new AppError("api.post.post_priority.priority_post_only_allowed_for_root_post.request_error", message, 400);
  }
  if (priority.requested_ack === true || priority.persistent_notifications === true) {
    throw new AppError("license_error.feature_unavailable", "Feature is not available in the current license.", 501);
  }
}

/** Members, and whoever has a role that may post anywhere. */
export function mayPost(call: Call, channel: Channel): boolean {
  if (call.isChannelMember(channel)) return true;
  const roles = call.me.roles.split(" ");
  return (
    roles.includes("system_post_all") ||
    (channel.type === "O" && roles.includes("system_post_all_public")) ||
    (call.isAdmin && channel.team_id !== "")
  );
}

function mayRead(call: Call, post: Post): boolean {
  const channel = call.world.channels.get(post.channel_id);
  return (
    channel !== undefined &&
    (call.isChannelMember(channel) || (channel.type === "O" && call.world.isInTeam(channel.team_id, call.me.id)))
  );
}

function ephemeral(call: Call): Answer {
  const body = call.body("body");
  const userId = text(body, "user_id") ?? "";
  if (userId === "") throw refuse.bodyParam("user_id");
  if (!isRecord(body["post"])) throw refuse.bodyParam("post");
  const wanted = body["post"];
  call.require(call.isAdmin);
  const channel = call.channel(text(wanted, "channel_id") ?? "");
  const props = isRecord(wanted["props"]) ? { props: wanted["props"] as PostProps } : {};
  const draft: Draft = { message: text(wanted, "message") ?? "", root_id: text(wanted, "root_id") ?? "", ...props };
  return { status: 201, json: jsonView(ephemeralPost(call.act, channel.id, { to: userId, from: call.me.id, draft })) };
}

function byIds(call: Call): Answer {
  const ids = call.texts("post_ids");
  if (ids.length === 0) throw refuse.bodyParam("post_ids");
  const posts = ids
    .flatMap((id) => call.world.posts.get(id) ?? [])
    .filter((post) => mayRead(call, post))
    .toSorted((a, b) => b.create_at - a.create_at);
  if (posts.length === 0) throw refuse.postMissing();
  return { json: posts.map((post) => hidden(call, post)) };
}

/** A deleted post says that it was deleted, and by whom, but not what it said. */
export function hidden(call: Call, post: Post): Post {
  if (post.delete_at === 0) return jsonView(forReader(call.world, post, call.me.id));
  return jsonView({
    ...post,
    message: "",
    file_ids: [],
    reply_count: 0,
    metadata: {},
  });
}

function get(call: Call): Answer {
  const id = call.id("post_id");
  const withDeleted = call.query.get("include_deleted") === "true";
  const post = call.world.posts.get(id);
  if (withDeleted) call.require(call.isAdmin);
  if (post === undefined || (post.delete_at !== 0 && !withDeleted)) throw refuse.postMissing();
  call.mayRead(call.channel(post.channel_id));
  return { json: hidden(call, post), headers: { Etag: `11.6.0.${post.id}.${post.update_at}` } };
}

/** The post that somebody may change: one's own, or others' with the right to. @throws AppError 403. */
function editable(call: Call): Post {
  const post = call.world.posts.get(call.id("post_id"));
  if (post === undefined || post.delete_at !== 0) throw refuse.permission();
  const channel = call.channel(post.channel_id);
  call.require(call.isChannelMember(channel) || call.isAdmin);
  call.require(post.user_id === call.me.id || call.isChannelAdmin(channel));
  return post;
}

function changeOf(body: Readonly<Record<string, unknown>>): PostChange {
  const message = text(body, "message");
  return {
    ...(message === undefined ? {} : { message }),
    ...(isRecord(body["props"]) ? { props: body["props"] } : {}),
    ...(typeof body["is_pinned"] === "boolean" ? { is_pinned: body["is_pinned"] } : {}),
    ...(Array.isArray(body["file_ids"]) ? { file_ids: textsOf(body["file_ids"]) } : {}),
  };
}

/** Replaces message and pin whether they were given or not; props and files only when they were. */
function replace(call: Call): Answer {
  const id = call.id("post_id");
  const body = call.body("post");
  if (body["id"] !== id) throw refuse.bodyParam("id");
  const post = editable(call);
  return { json: jsonView(changePost(call.act, post, { message: "", is_pinned: false, ...changeOf(body) })) };
}

function patch(call: Call): Answer {
  call.id("post_id");
  const body = call.body("post");
  return { json: jsonView(changePost(call.act, editable(call), changeOf(body))) };
}

function remove(call: Call): Answer {
  const post = existingPost(call.act, call.id("post_id"));
  const channel = call.channel(post.channel_id);
  call.require(call.isChannelMember(channel) || call.isAdmin);
  call.require(post.user_id === call.me.id || call.isChannelAdmin(channel));
  deletePost(call.act, post, call.me.id);
  return OK;
}

function pin(call: Call, pinned: boolean): Answer {
  const post = existingPost(call.act, call.id("post_id"));
  call.require(call.isChannelMember(call.channel(post.channel_id)));
  if (post.is_pinned !== pinned) changePost(call.act, post, { is_pinned: pinned });
  return OK;
}

/** Where a post stands, for somebody who follows a link to it. */
function info(call: Call): Answer {
  const post = existingPost(call.act, call.id("post_id"));
  const channel = call.channel(post.channel_id);
  const team = call.world.teams.get(channel.team_id);
  const isMember = call.isChannelMember(channel);
  const isInTeam = call.world.isInTeam(channel.team_id, call.me.id);
  if (!isMember && !(channel.type === "O" && isInTeam)) throw refuse.postMissing();
  return {
    json: {
      channel_id: channel.id,
      channel_type: channel.type,
      channel_display_name: channel.display_name,
      has_joined_channel: isMember,
      team_id: channel.team_id,
      team_type: team?.allow_open_invite === true ? "O" : "I",
      team_display_name: team?.display_name ?? "",
      has_joined_team: isInTeam,
    },
  };
}

function editHistory(call: Call): Answer {
  const post = existingPost(call.act, call.id("post_id"));
  call.require(post.user_id === call.me.id);
  const rows = call.world.history.get(post.id) ?? [];
  if (rows.length === 0) throw refuse.postMissing();
  return { json: rows.toReversed().map(jsonView) };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === "string") : [];
}

function numberOf(value: unknown): number {
  return typeof value === "number" ? value : 0;
}

/** Whether an id of a query could be a post's. */
export function isPostId(id: string | null): id is string {
  return id !== null && isId(id);
}
