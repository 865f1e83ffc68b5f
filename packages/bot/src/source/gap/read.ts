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

/** Pages that are read again, because posts were deleted meanwhile. */
const JUMPS_MOST = 50;

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
  let isFound = false;
  if (anchor !== undefined)
    for await (const posts of forwards(rest, channelId, anchor)) {
      isFound ||= posts.length > 0;
      for (const post of posts) rows.set(post.id, post);
    }
  // The server says nothing at all of what follows a post that it has erased.
  if (!isFound)
    for await (const posts of backwards(rest, channelId, from)) for (const post of posts) rows.set(post.id, post);
  return [...rows.values()];
}

/** From a post on, the oldest page first. */
async function* forwards(rest: Rest, channelId: Id, anchor: Id): AsyncGenerator<readonly Post[]> {
  for (let after = anchor; ;) {
    const posts = rowsOf(await rest.posts.inChannel(channelId, { after, perPage: PAGE_MAX_ROWS }));
    yield posts;
    const [newest] = posts;
    if (newest === undefined || posts.length < PAGE_MAX_ROWS) return;
    // The server passes over posts of the cursor's own millisecond: the cursor stays a millisecond behind.
    after = (posts.find(({ create_at: at }) => at < newest.create_at) ?? newest).id;
  }
}

/**
 * From the newest post back to a moment. By number and not by `before`, which passes over posts of the same millisecond. What is written
 * meanwhile only moves posts to later pages; what is deleted moves them to earlier ones, which are read again then.
 */
async function* backwards(rest: Rest, channelId: Id, from: UnixMs): AsyncGenerator<readonly Post[]> {
  const seen = new Set<Id>();
  let jumps = 0;
  for (let number = 0; ;) {
    const page = await rest.posts.inChannel(channelId, { page: number, perPage: PAGE_MAX_ROWS });
    const posts = rowsOf(page);
    yield posts;
    for (const { id } of posts) seen.add(id);
    const isBehindGap = number > 0 && page.next_post_id !== "" && !seen.has(page.next_post_id);
    if (isBehindGap && ++jumps < JUMPS_MOST) {
      number--;
      continue;
    }
    const oldest = posts.at(-1);
    if (oldest === undefined || oldest.create_at <= from || posts.length < PAGE_MAX_ROWS) return;
    number++;
  }
}

function rowsOf({ order, posts }: PostList): Post[] {
  return order.flatMap((id) => posts[id] ?? []);
}
