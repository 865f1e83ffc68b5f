/**
 * Which posts of a channel moved when: the index behind "what came since", so that its cost is what came and not what is there. Every
 * change of a post's `update_at` goes through here.
 */
import type { Id, Post, UnixMs } from "@matterwright/protocol";
import { type Move, type World, under } from "../world.ts";

/** Below this many entries nobody tidies up. */
const TIDY_FROM = 64;

/** Moves a post to a moment. */
export function move(world: World, post: Post, atMs: UnixMs): void {
  post.update_at = atMs;
  const log = under(world.movesIn, post.channel_id, () => []);
  log.splice(firstAfter(log, atMs), 0, { atMs, post });
  const rows =
    (world.postsOfChannel.get(post.channel_id)?.length ?? 0) + (world.historyOfChannel.get(post.channel_id) ?? 0);
  if (log.length >= TIDY_FROM && log.length > 2 * rows) world.movesIn.set(post.channel_id, tidy(log));
}

/** Every post and history row of a channel that moved after a moment, in the order of their moves. */
export function movedAfter(world: World, channelId: Id, sinceMs: UnixMs): Post[] {
  const log = world.movesIn.get(channelId) ?? [];
  const moved = new Set<Post>();
  for (let index = firstAfter(log, sinceMs); index < log.length; index++) moved.add((log[index] as Move).post);
  return [...moved].filter((post) => post.update_at > sinceMs);
}

/** When something last moved in a channel; 0 when nothing ever did. */
export function lastMove(world: World, channelId: Id): UnixMs {
  return world.movesIn.get(channelId)?.at(-1)?.atMs ?? 0;
}

function firstAfter(log: readonly Move[], atMs: UnixMs): number {
  let low = 0;
  let high = log.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((log[middle] as Move).atMs <= atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Keeps the youngest entry of each post. */
function tidy(log: readonly Move[]): Move[] {
  const seen = new Set<Post>();
  return log.filter(({ atMs, post }) => {
    if (post.update_at !== atMs || seen.has(post)) return false;
    seen.add(post);
    return true;
  });
}
