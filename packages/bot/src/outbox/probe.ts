/**
 * Looks whether a post of which nobody knows was made after all. The server remembers a `pending_post_id` for 30 seconds; later only
 * the channel itself can tell, by a mark in the post's props.
 */
import type { Rest } from "@matterwright/client";
import {
  PAGE_MAX_ROWS,
  POSTS_SINCE_MAX_ROWS,
  type Id,
  type Post,
  type PostList,
  type UnixMs,
} from "@matterwright/protocol";

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
  const changed = await rest.posts.inChannel(channelId, { since: fromMs });
  const found = marked(changed, mark);
  if (found !== undefined || changed.order.length < POSTS_SINCE_MAX_ROWS) return found;
  return pageThrough(rest, { channelId, mark, fromMs });
}

async function pageThrough(
  rest: Rest,
  { channelId, mark, fromMs }: { readonly channelId: Id; readonly mark: string; readonly fromMs: UnixMs },
): Promise<Post | undefined> {
  // By number and not by `before`, which passes over posts of the same millisecond. What is new only moves posts to later pages.
  for (let page = 0; ; page++) {
    const posts = await rest.posts.inChannel(channelId, { perPage: PAGE_MAX_ROWS, page });
    const found = marked(posts, mark);
    const oldest = posts.posts[posts.order.at(-1) ?? ""];
    if (found !== undefined || oldest === undefined || oldest.create_at < fromMs) return found;
  }
}

function marked({ order, posts }: PostList, mark: string): Post | undefined {
  return order.map((id) => posts[id]).find((post) => post?.props?.[MARK] === mark);
}
