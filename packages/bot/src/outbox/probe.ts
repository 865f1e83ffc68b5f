/**
 * Looks whether a post of which nobody knows was made after all. The server remembers a `pending_post_id` for 30 seconds; later only
 * the channel itself can tell, by a mark in the post's props.
 */
import type { Rest } from "@matterwright/client";
import { POSTS_SINCE_MAX_ROWS, type Id, type Post, type UnixMs } from "@matterwright/protocol";

/** The prop that says which intent a post came of. */
export const MARK = "matterwright_id";

/** How far the server's clock may be from ours, in milliseconds. */
const CLOCKS_APART_MS = 10 * 60_000;

/**
 * The post with a mark, if there is one in the channel: also one that was deleted since, unless more than a thousand posts have
 * changed in the meantime.
 *
 * @param sinceMs when the earliest try was made, by our clock
 * @throws CallError when the channel cannot be read.
 */
export async function findMarked(
  rest: Rest,
  { channelId, mark, sinceMs }: { readonly channelId: Id; readonly mark: string; readonly sinceMs: UnixMs },
): Promise<Post | undefined> {
  const fromMs = sinceMs - CLOCKS_APART_MS;
  const { order, posts } = await rest.posts.inChannel(channelId, { since: fromMs });
  const isIt = (post: Post | undefined): boolean => post?.props?.[MARK] === mark;
  const found = order.map((id) => posts[id]).find(isIt);
  if (found !== undefined || order.length < POSTS_SINCE_MAX_ROWS) return found;
  for await (const post of rest.posts.allBefore(channelId)) {
    if (isIt(post)) return post;
    if (post.create_at < fromMs) return undefined;
  }
  return undefined;
}
