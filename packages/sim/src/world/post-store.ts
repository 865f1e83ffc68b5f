/** Where posts lie: by id, by channel in order of time, by thread. The one place that adds and moves them. */
import type { Channel, Post, UnixMs } from "@matterwright/protocol";
import type { Act } from "./act.ts";
import { type World, under } from "./world.ts";

/** Posts that count as no message. */
const COMINGS_AND_GOINGS = /^system_(?:join|leave|add|remove)_/;

/** Puts a new post in its place and moves the channel's counters. Comings and goings are no messages. */
export function storePost({ world }: Pick<Act, "world">, channel: Channel, post: Post): void {
  world.posts.set(post.id, post);
  const posts = under(world.postsOfChannel, channel.id, () => []);
  posts.splice(after(posts, post.create_at), 0, post);
  channel.last_post_at = Math.max(channel.last_post_at, post.create_at);
  if (post.root_id === "") channel.last_root_post_at = Math.max(channel.last_root_post_at, post.create_at);
  else under(world.repliesOf, post.root_id, () => []).push(post);
  if (COMINGS_AND_GOINGS.test(post.type)) return;
  channel.total_msg_count++;
  if (post.root_id === "") channel.total_msg_count_root++;
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
  under(act.world.historyOfChannel, post.channel_id, () => []).push(row);
}

/** Replies that are still there, oldest first. */
export function repliesOf(world: World, rootId: string): Post[] {
  return (world.repliesOf.get(rootId) ?? []).filter((reply) => reply.delete_at === 0);
}
