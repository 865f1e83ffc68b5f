/** `/api/v4/users/{user_id}/teams/{team_id}/threads`, and marking posts as unread. */
import type { Id, Post } from "@matterwright/protocol";
import { AppError, refuse } from "../errors.ts";
import {
  type Followed,
  followedThreads,
  isUnread,
  membershipOf,
  readAllThreads,
  readThread,
  setFollowing,
} from "../world/posts/followed.ts";
import { onlyId, sharedView, threadView, unreadReplies, wholeUser } from "../world/posts/threads.ts";
import { markUnread } from "../world/posts/unread.ts";
import type { ThreadFollower } from "../world/world.ts";
import { type Call, OK } from "./call.ts";
import type { Answer, Router } from "./router.ts";

const THREADS = "/api/v4/users/{user_id}/teams/{team_id}/threads";

export function threadRoutes(router: Router): void {
  router.add(`GET ${THREADS}`, list);
  router.add(`PUT ${THREADS}/read`, readAll);
  router.add(`GET ${THREADS}/{thread_id}`, one);
  router.add(`PUT ${THREADS}/{thread_id}/following`, (call) => follow(call, true));
  router.add(`DELETE ${THREADS}/{thread_id}/following`, (call) => follow(call, false));
  router.add(`PUT ${THREADS}/{thread_id}/read/{timestamp}`, read);
  router.add(`POST ${THREADS}/{thread_id}/set_unread/{post_id}`, unreadFrom);
  router.add("POST /api/v4/users/{user_id}/posts/{post_id}/set_unread", setUnread);
}

/** Who reads, in which team. */
function reader(call: Call): { readonly userId: Id; readonly teamId: Id } {
  const userId = call.id("user_id");
  const teamId = call.id("team_id");
  call.mineOrAdmin(userId);
  return { userId, teamId };
}

function list(call: Call): Answer {
  const { userId, teamId } = reader(call);
  call.require(call.world.isInTeam(teamId, call.me.id) || call.isAdmin);
  const flag = (name: string): boolean => /^(?:1|t|true)$/i.test(call.query.get(name) ?? "");
  const asked = (name: string): string => call.query.get(name) ?? "";
  if (asked("since") !== "" && !/^\d+$/.test(asked("since"))) throw refuse.bodyParam("since");
  if (asked("before") !== "" && asked("after") !== "")
    throw onlyOne("bad_params", "Before and After parameters to getThreadsForUser are mutually exclusive");
  if (flag("totalsOnly") && flag("threadsOnly"))
    throw onlyOne(
      "bad_only_params",
      "OnlyThreads and OnlyTotals parameters to getThreadsForUser are mutually exclusive",
    );
  const all = followedThreads(call.act, userId, teamId).filter(
    ({ root }) => !flag("excludeDirect") || call.world.channels.get(root.channel_id)?.team_id === teamId,
  );
  const unread = all.filter(isUnread);
  const urgent = all.filter(({ root }) => root.metadata?.priority?.priority === "urgent");
  const totals = flag("threadsOnly")
    ? { total: 0, total_unread_threads: 0, total_unread_mentions: 0, total_unread_urgent_mentions: 0 }
    : {
        total: flag("unread") ? unread.length : all.length,
        total_unread_threads: unread.length,
        total_unread_mentions: mentions(all),
        total_unread_urgent_mentions: mentions(urgent),
      };
  const shown = flag("totalsOnly") ? undefined : page(call, flag("unread") ? unread : all);
  const view = flag("extended") ? wholeUser : onlyId;
  const threads = shown?.map(({ root, follower }) => viewOf(call, root, { follower, view })) ?? null;
  return { json: { ...totals, threads } };
}

function mentions(of: readonly Followed[]): number {
  return of.reduce((sum, { follower }) => sum + follower.unreadMentions, 0);
}

function page(call: Call, all: readonly Followed[]): Followed[] {
  const since = Number(call.query.get("since") ?? 0);
  const at = (name: string): number | undefined =>
    all.find(({ root }) => root.id === call.query.get(name))?.lastReplyAt;
  const [before, after] = [at("before"), at("after")];
  const rows = all.filter(
    ({ follower, lastReplyAt }) =>
      (since === 0 || follower.updatedAt >= since || lastReplyAt >= since) &&
      (!call.query.has("before") || (before !== undefined && lastReplyAt < before)) &&
      (!call.query.has("after") || (after !== undefined && lastReplyAt > after)),
  );
  const { rows: most } = call.page();
  return (call.query.has("after") ? rows.toReversed() : rows).slice(0, most === 0 ? 30 : most);
}

function onlyOne(name: string, message: string): AppError {
  return new AppError(`api.getThreadsForUser.${name}`, message, 400);
}

interface Shown {
  readonly follower: ThreadFollower;
  readonly view: typeof wholeUser;
}

function viewOf(call: Call, root: Post, { follower, view }: Shown): Record<string, unknown> {
  const unread = { replies: unreadReplies(call.world, root.id, follower), mentions: follower.unreadMentions };
  return threadView(sharedView(call.act, root, view), follower, unread);
}

/** The root post of the path, if who asks may read it. */
function rootOf(call: Call): Post {
  const post = call.world.posts.get(call.id("thread_id"));
  if (post === undefined || post.delete_at !== 0) throw refuse.permission();
  call.mayRead(call.channel(post.channel_id));
  return post;
}

function one(call: Call): Answer {
  const { userId } = reader(call);
  const root = rootOf(call);
  const follower = membershipOf(call.act, root.id, userId);
  if (!follower.following) {
    const id = "app.user.get_threads_for_user.not_found";
    throw new AppError(id, "User thread doesn't exist or is not followed", 404);
  }
  const view = call.query.get("extended") === "true" ? wholeUser : onlyId;
  return { json: viewOf(call, root, { follower, view }) };
}

function follow(call: Call, following: boolean): Answer {
  const place = reader(call);
  setFollowing(call.act, { ...place, rootId: rootOf(call).id }, following);
  return OK;
}

function read(call: Call): Answer {
  const place = reader(call);
  const root = rootOf(call);
  const text = call.params["timestamp"] ?? "";
  if (!/^\d+$/.test(text)) throw refuse.urlParam("timestamp");
  const follower = readThread(call.act, { ...place, rootId: root.id }, Number(text));
  return { json: viewOf(call, root, { follower, view: onlyId }) };
}

/** What is marked as unread is followed. */
function unreadFrom(call: Call): Answer {
  const place = reader(call);
  const root = rootOf(call);
  const post = call.world.posts.get(call.id("post_id"));
  if (post === undefined) throw refuse.postMissing();
  setFollowing(call.act, { ...place, rootId: root.id }, true);
  if (post.root_id !== root.id && post.id !== root.id)
    throw new AppError("app.user.update_thread_read_for_user_by_post.app_error", "Invalid post_id", 400);
  const follower = readThread(call.act, { ...place, rootId: root.id }, post.create_at - 1);
  return { json: viewOf(call, root, { follower, view: onlyId }) };
}

function readAll(call: Call): Answer {
  const { userId, teamId } = reader(call);
  call.require(call.world.isInTeam(teamId, call.me.id) || call.isAdmin);
  readAllThreads(call.act, userId, teamId);
  return OK;
}

function setUnread(call: Call): Answer {
  const userId = call.id("user_id");
  call.mineOrAdmin(userId);
  const post = call.world.posts.get(call.id("post_id"));
  if (post === undefined || post.delete_at !== 0) throw refuse.permission();
  const channel = call.channel(post.channel_id);
  call.mayRead(channel);
  const member = call.world.channelMembers.get(channel.id)?.get(userId);
  if (member === undefined) throw refuse.permission();
  const collapsed = /"collapsed_threads_supported"\s*:\s*true/.test(call.text());
  const counters = markUnread(call.act, post, { member, channel, collapsed });
  return { json: { team_id: channel.team_id, user_id: userId, channel_id: channel.id, ...counters } };
}
