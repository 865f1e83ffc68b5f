/** Asks the server what happened in a channel since a moment, with as few calls as it takes. */
import type { Rest } from "@matterwright/client";
import {
  PAGE_MAX_ROWS,
  POSTS_SINCE_MAX_ROWS,
  type Id,
  type Post,
  type PostList,
  type UnixMs,
} from "@matterwright/protocol";

export interface Since {
  readonly channelId: Id;
  readonly from: UnixMs;
  /** A post that is older than that. */
  readonly anchor: Id | undefined;
}

/**
 * Every row that moved, once: new posts, edits, deletions. One call, where no more than a thousand rows moved; else also one for each
 * two hundred posts.
 *
 * @throws CallError.
 */
export async function rowsSince(rest: Rest, { channelId, from, anchor }: Since): Promise<Post[]> {
  const moved = await rest.posts.inChannel(channelId, { since: Math.max(1, from) });
  const rows = new Map(rowsOf(moved).map((post) => [post.id, post]));
  if (rows.size < POSTS_SINCE_MAX_ROWS) return [...rows.values()];
  const pages = anchor === undefined ? backwards(rest, channelId, from) : forwards(rest, channelId, anchor);
  for await (const page of pages) for (const post of rowsOf(page)) rows.set(post.id, post);
  return [...rows.values()];
}

/** From a post on, the oldest page first. */
async function* forwards(rest: Rest, channelId: Id, anchor: Id): AsyncGenerator<PostList> {
  for (let after = anchor; ;) {
    const page = await rest.posts.inChannel(channelId, { after, perPage: PAGE_MAX_ROWS });
    yield page;
    const posts = rowsOf(page);
    const [newest] = posts;
    if (newest === undefined || posts.length < PAGE_MAX_ROWS) return;
    // The server passes over posts of the cursor's own millisecond: the cursor stays a millisecond behind.
    after = (posts.find(({ create_at: at }) => at < newest.create_at) ?? newest).id;
  }
}

/** From the newest post back to a moment. What is written meanwhile only moves posts to later pages. */
async function* backwards(rest: Rest, channelId: Id, from: UnixMs): AsyncGenerator<PostList> {
  for (let number = 0; ; number++) {
    const page = await rest.posts.inChannel(channelId, { page: number, perPage: PAGE_MAX_ROWS });
    yield page;
    const oldest = page.posts[page.order.at(-1) ?? ""];
    if (oldest === undefined || oldest.create_at <= from || page.order.length < PAGE_MAX_ROWS) return;
  }
}

function rowsOf({ order, posts }: PostList): Post[] {
  return order.flatMap((id) => posts[id] ?? []);
}
