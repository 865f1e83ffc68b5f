/** Where posts lie: by id, by channel in order of time, by thread. The one place that adds and removes them. */
import type { Channel, Id, Post, UnixMs } from "@matterwright/protocol";
import type { Act } from "../act.ts";
import { move } from "./moves.ts";
import { type World, under } from "../world.ts";

/** Posts that count as no message. */
const COMINGS_AND_GOINGS = /^system_(?:join|leave|add|remove)_/;

/** Puts a new post in its place and moves the channel's counters. Comings and goings are no messages. */
export function storePost({ world }: Pick<Act, "world">, channel: Channel, post: Post): void {
  world.posts.set(post.id, post);
  insert(
    under(world.postsOfChannel, channel.id, () => []),
    post,
  );
  insert(
    under(world.aliveInChannel, channel.id, () => []),
    post,
  );
  move(world, post, post.update_at);
  channel.last_post_at = Math.max(channel.last_post_at, post.create_at);
  if (post.root_id === "") channel.last_root_post_at = Math.max(channel.last_root_post_at, post.create_at);
  else addReply(world, post);
  if (!isMessage(post)) return;
  channel.total_msg_count++;
  if (post.root_id === "") channel.total_msg_count_root++;
}

/** Whether the channel's counters count it. */
export function isMessage(post: Post): boolean {
  return !COMINGS_AND_GOINGS.test(post.type);
}

/** Takes a deleted post out of what is read: it stays in `posts` and among the rows of its channel. */
export function buryPost(world: World, post: Post): void {
  remove(world.aliveInChannel.get(post.channel_id), post);
  const replies = world.repliesOf.get(post.root_id);
  if (replies === undefined) return;
  remove(replies, post);
  world.repliersOf.set(post.root_id, inOrderOfLatest(replies));
}

/** Posts of a channel that are still there, oldest first. */
export function aliveIn(world: World, channelId: Id): readonly Post[] {
  return world.aliveInChannel.get(channelId) ?? [];
}

/** The index of the first post of the sorted list that is younger than `atMs`. */
export function after(posts: readonly Post[], atMs: UnixMs): number {
  let low = 0;
  let high = posts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((posts[middle] as Post).create_at <= atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Keeps the text that an edit replaces, as the server does: a row with an id of its own. */
export function keepHistory(act: Act, post: Post): void {
  const row: Post = { ...post, id: act.newId(), original_id: post.id, delete_at: act.now, update_at: act.now };
  under(act.world.history, post.id, () => []).push(row);
  act.world.historyOfChannel.set(post.channel_id, (act.world.historyOfChannel.get(post.channel_id) ?? 0) + 1);
  move(act.world, row, act.now);
}

/** Replies that are still there, oldest first. */
export function repliesOf(world: World, rootId: Id): readonly Post[] {
  return world.repliesOf.get(rootId) ?? [];
}

/** Who replied to a root post, in the order of their latest reply. */
export function repliersOf(world: World, rootId: Id): Iterable<Id> {
  return world.repliersOf.get(rootId) ?? [];
}

function addReply(world: World, reply: Post): void {
  insert(
    under(world.repliesOf, reply.root_id, () => []),
    reply,
  );
  const repliers = under(world.repliersOf, reply.root_id, () => new Set<Id>());
  repliers.delete(reply.user_id);
  repliers.add(reply.user_id);
}

function inOrderOfLatest(replies: readonly Post[]): Set<Id> {
  const ids = new Set<Id>();
  for (const { user_id: id } of replies) {
    ids.delete(id);
    ids.add(id);
  }
  return ids;
}

function insert(posts: Post[], post: Post): void {
  posts.splice(after(posts, post.create_at), 0, post);
}

function remove(posts: Post[] | undefined, post: Post): void {
  const index = posts?.lastIndexOf(post) ?? -1;
  if (index >= 0) posts?.splice(index, 1);
}
