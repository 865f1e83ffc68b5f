/** What each event of the server changes in what the page knows. Called by the chat for every frame; it asks the server nothing. */
import type { EventFrame, Post, PostList, Reaction, User } from "@matterwright/protocol";
import type { State, Typist } from "./state.ts";

/** Of a frame, what is read here. */
export type Heard = Pick<EventFrame, "event" | "data" | "broadcast">;

const TYPING_SHOWN_MS = 5_000;

/** @param nowMs when the frame arrived @returns false for events that mean nothing here */
export function applyEvent(state: State, { event, data, broadcast }: Heard, nowMs: number): boolean {
  const post = (): Post => JSON.parse(textOf(data["post"])) as Post;
  switch (event) {
    case "posted":
      posted(state, post());
      return true;
    case "ephemeral_message":
    case "post_edited":
      keepPost(state, post());
      return true;
    case "post_deleted":
      dropPost(state, post());
      return true;
    case "reaction_added":
    case "reaction_removed":
      reacted(state, JSON.parse(textOf(data["reaction"])) as Reaction, event === "reaction_added");
      return true;
    case "typing":
      typed(state, {
        userId: textOf(data["user_id"]),
        rootId: textOf(data["parent_id"]),
        channelId: broadcast.channel_id,
        untilMs: nowMs + TYPING_SHOWN_MS,
      });
      return true;
    case "user_updated":
      return keepUser(state, data["user"]);
    default:
      return false;
  }
}

/** Takes in a page of posts, as the server sends it: newest first, and before them what belongs to their threads. */
export function keepPosts(state: State, { posts, order }: Pick<PostList, "posts" | "order">): void {
  const context = Object.values(posts).filter(({ id }) => !order.includes(id));
  const ordered = order.flatMap((id) => posts[id] ?? []).toReversed();
  for (const post of [...context, ...ordered]) if (post.delete_at === 0) keepPost(state, post);
}

/** Takes in a post that was written: by somebody else, or here. Twice does no harm. */
export function posted(state: State, post: Post): void {
  if (!state.posts.has(post.id)) {
    countReply(state, post, 1);
    if (post.user_id !== state.me?.id && post.channel_id !== state.channelId) state.unread.add(post.channel_id);
  }
  keepPost(state, post);
  state.typists = state.typists.filter(
    ({ userId, channelId }) => userId !== post.user_id || channelId !== post.channel_id,
  );
}

/** With a root go its replies. */
export function dropPost(state: State, post: Pick<Post, "id" | "root_id">): void {
  for (const reply of state.repliesTo(post.id)) state.posts.delete(reply.id);
  if (state.threadId === post.id) state.threadId = undefined;
  if (state.posts.delete(post.id)) countReply(state, post, -1);
}

/** An event about a post may come without its reactions and its count of replies: those that are known stay. */
function keepPost(state: State, post: Post): void {
  const old = state.posts.get(post.id);
  const reactions = post.metadata?.reactions ?? old?.metadata?.reactions;
  state.posts.set(post.id, {
    ...post,
    reply_count: Math.max(post.reply_count, old?.reply_count ?? 0),
    metadata: { ...post.metadata, ...(reactions === undefined ? {} : { reactions }) },
  });
}

function countReply(state: State, { root_id: rootId }: Pick<Post, "root_id">, step: 1 | -1): void {
  const root = state.posts.get(rootId);
  if (root !== undefined) state.posts.set(root.id, { ...root, reply_count: Math.max(0, root.reply_count + step) });
}

function reacted(state: State, reaction: Reaction, isAdded: boolean): void {
  const post = state.posts.get(reaction.post_id);
  if (post === undefined) return;
  const others = (post.metadata?.reactions ?? []).filter(
    ({ user_id, emoji_name }) => user_id !== reaction.user_id || emoji_name !== reaction.emoji_name,
  );
  const reactions = isAdded ? [...others, reaction] : others;
  state.posts.set(post.id, { ...post, metadata: { ...post.metadata, reactions } });
}

function typed(state: State, typist: Typist): void {
  state.typists = [...state.typists.filter(({ userId }) => userId !== typist.userId), typist];
}

function keepUser(state: State, user: unknown): boolean {
  if (typeof user !== "object" || user === null || !("id" in user) || typeof user.id !== "string") return false;
  state.users.set(user.id, { ...state.users.get(user.id), ...(user as User) });
  return true;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
