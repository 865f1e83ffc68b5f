/** Reading posts in lists: pages of a channel, what came since, threads, pins. */
import { POSTS_SINCE_MAX_ROWS, type Channel, type Post, type PostList } from "@matterwright/protocol";
import { refuse } from "../errors.ts";
import { sorted } from "../json.ts";
import { lastMove, movedAfter } from "../world/posts/moves.ts";
import { after, aliveIn, repliesOf } from "../world/posts/post-store.ts";
import type { Call } from "./call.ts";
import { hidden } from "./posts.ts";
import type { Answer, Router } from "./router.ts";

export function postListRoutes(router: Router): void {
  router.add("GET /api/v4/channels/{channel_id}/posts", inChannel);
  router.add("GET /api/v4/channels/{channel_id}/pinned", pinned);
  router.add("GET /api/v4/posts/{post_id}/thread", thread);
  router.add("GET /api/v4/users/{user_id}/channels/{channel_id}/posts/unread", aroundUnread);
}

interface Found {
  /** Newest first. */
  readonly order: readonly Post[];
  readonly next?: string;
  readonly prev?: string;
  readonly hasNext?: boolean;
}

/** Threads of the posts are added to `posts`, not to `order`. */
function listOf(call: Call, { order, next = "", prev = "", hasNext }: Found, withContext = true): PostList {
  const posts: Record<string, Post> = {};
  for (const post of order) posts[post.id] = withCounts(call, post);
  if (withContext)
    for (const post of order) for (const other of threadOf(call, post)) posts[other.id] ??= withCounts(call, other);
  return {
    order: order.map((post) => post.id),
    posts: sorted(posts),
    next_post_id: next,
    prev_post_id: prev,
    ...(hasNext === undefined ? {} : { has_next: hasNext }),
    first_inaccessible_post_time: 0,
  };
}

function threadOf(call: Call, post: Post): readonly Post[] {
  const rootId = post.root_id === "" ? post.id : post.root_id;
  const root = call.world.posts.get(rootId);
  const replies = repliesOf(call.world, rootId);
  return root === undefined || root.delete_at !== 0 ? replies : [root, ...replies];
}

function withCounts(call: Call, post: Post): Post {
  const rootId = post.root_id === "" ? post.id : post.root_id;
  return { ...hidden(call, post), reply_count: repliesOf(call.world, rootId).length };
}

function inChannel(call: Call): Answer {
  const channel = call.channel(call.id("channel_id"));
  call.mayRead(channel);
  const { query } = call;
  if (query.get("include_deleted") === "true") call.require(call.isAdmin);
  const sinceText = query.get("since");
  if (sinceText !== null && sinceText !== "" && !/^-?\d+$/.test(sinceText)) throw refuse.bodyParam("since");
  const since = Number(sinceText ?? 0);
  if (since > 0) return { json: changedSince(call, channel, since) };
  const afterId = query.get("after") ?? "";
  const beforeId = query.get("before") ?? "";
  if (afterId !== "") return { json: following(call, channel, afterId) };
  if (beforeId !== "") return { json: preceding(call, channel, beforeId) };
  return page(call, channel);
}

/** Every row that moved after a moment: new, edited, deleted, touched by a reply, reaction or pin, and history rows. */
function changedSince(call: Call, channel: Channel, since: number): PostList {
  const collapsed = call.query.get("collapsedThreads") === "true";
  const order = movedAfter(call.world, channel.id, since)
    .filter((post) => !collapsed || post.root_id === "")
    .slice(0, POSTS_SINCE_MAX_ROWS)
    .toSorted((a, b) => b.create_at - a.create_at);
  // Replies are not counted here, and roots come along.
  const shown = Object.fromEntries(order.map((post) => [post.id, uncounted(call, post)]));
  for (const { root_id: rootId } of order) {
    const root = call.world.posts.get(rootId);
    if (root !== undefined && root.delete_at === 0) shown[root.id] ??= uncounted(call, root);
  }
  return { ...listOf(call, { order }, false), posts: sorted(shown) };
}

function uncounted(call: Call, post: Post): Post {
  return { ...hidden(call, post), reply_count: 0 };
}

function page(call: Call, channel: Channel): Answer {
  const { from, rows } = call.page();
  const posts = aliveIn(call.world, channel.id);
  const end = Math.max(0, posts.length - from);
  const order = posts.slice(Math.max(0, end - rows), end).toReversed();
  const next = from > 0 && from <= posts.length ? (posts[end]?.id ?? "") : "";
  const prev = rows > 0 ? (posts[end - rows - 1]?.id ?? "") : "";
  const updated = lastMove(call.world, channel.id);
  return { json: listOf(call, { order, next, prev }), headers: { Etag: `11.6.0.${updated}` } };
}

/** The oldest posts that are younger than the cursor; those of the same millisecond are passed over. */
function following(call: Call, channel: Channel, cursorId: string): PostList {
  const { from, rows } = call.page();
  const cursor = call.world.posts.get(cursorId);
  if (cursor === undefined) return listOf(call, { order: [], prev: cursorId });
  const posts = aliveIn(call.world, channel.id);
  const start = after(posts, cursor.create_at) + from;
  const slice = posts.slice(start, start + rows);
  const next = posts[start + rows]?.id ?? "";
  return listOf(call, { order: slice.toReversed(), next, prev: from === 0 ? cursorId : (posts[start - 1]?.id ?? "") });
}

function preceding(call: Call, channel: Channel, cursorId: string): PostList {
  const { from, rows } = call.page();
  const cursor = call.world.posts.get(cursorId);
  if (cursor === undefined) return listOf(call, { order: [], next: cursorId });
  const posts = aliveIn(call.world, channel.id).filter((post) => post.create_at < cursor.create_at);
  const end = Math.max(0, posts.length - from);
  const slice = posts.slice(Math.max(0, end - rows), end);
  return listOf(call, { order: slice.toReversed(), next: cursorId, prev: posts[end - rows - 1]?.id ?? "" });
}

function pinned(call: Call): Answer {
  const channel = call.channel(call.id("channel_id"));
  call.mayRead(channel);
  const order = aliveIn(call.world, channel.id)
    .filter((post) => post.is_pinned)
    .toReversed();
  const [newest] = order;
  const etag =
    newest === undefined ? {} : { headers: { Etag: `11.6.0.${newest.id}.${newest.id}.${newest.update_at}` } };
  return { json: listOf(call, { order }, false), ...etag };
}

/** The root first, then the replies in order. */
function thread(call: Call): Answer {
  const post = call.readablePost(call.id("post_id"));
  const perPage = call.query.get("perPage");
  if (perPage !== null && perPage !== "" && (!/^\d+$/.test(perPage) || Number(perPage) > 200))
    throw refuse.urlParam("perPage");
  const rootId = post.root_id === "" ? post.id : post.root_id;
  const root = call.world.posts.get(rootId);
  const limit = Number(perPage ?? 0);
  const replies = repliesBehind(call, rootId);
  const shown = limit > 0 ? replies.slice(0, limit) : replies;
  const order = [...(root === undefined ? [] : [root]), ...shown];
  return {
    json: listOf(call, { order, hasNext: shown.length < replies.length }, false),
    headers: { Etag: `11.6.0.${rootId}.${rootId}.${Math.max(...order.map((each) => each.update_at))}` },
  };
}

/** The replies that follow a moment, and a post of that moment, going down; without one, all. */
function repliesBehind({ world, query }: Call, rootId: string): readonly Post[] {
  const replies = repliesOf(world, rootId);
  const [fromPost, fromAt] = [query.get("fromPost") ?? "", Number(query.get("fromCreateAt") ?? 0)];
  if (fromAt === 0 || query.get("direction") !== "down") return replies;
  return replies
    .filter(({ create_at: at, id }) => at > fromAt || (at === fromAt && fromPost !== "" && id > fromPost))
    .toSorted((one, other) => one.create_at - other.create_at || (one.id < other.id ? -1 : 1));
}

function aroundUnread(call: Call): Answer {
  const userId = call.id("user_id");
  call.mineOrAdmin(userId);
  const channel = call.channel(call.id("channel_id"));
  call.mayRead(channel);
  const limit = (name: string): number => {
    const text = call.query.get(name) ?? "";
    return /^\d+$/.test(text) ? Math.min(Number(text), 200) : 60;
  };
  const [before, later] = [limit("limit_before"), limit("limit_after")];
  if (later === 0) throw refuse.urlParam("limit_after");
  const posts = aliveIn(call.world, channel.id);
  const member = call.world.channelMembers.get(channel.id)?.get(userId);
  const firstUnread = after(posts, member?.last_viewed_at ?? 0);
  if (firstUnread >= posts.length) {
    const order = posts.slice(Math.max(0, posts.length - before)).toReversed();
    return { json: listOf(call, { order, prev: posts[posts.length - before - 1]?.id ?? "" }) };
  }
  const start = Math.max(0, firstUnread - before);
  const order = posts.slice(start, firstUnread + later).toReversed();
  return {
    json: listOf(call, { order, next: posts[firstUnread + later]?.id ?? "", prev: posts[start - 1]?.id ?? "" }),
  };
}
