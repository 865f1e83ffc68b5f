import { type Id, PAGE_MAX_ROWS, type Post, type PostList, type UnixMs, routes } from "@matterwright/protocol";
import { type Calls, callOf, otherThan } from "../calls.ts";
import { sameAgain, wholeMoments } from "../pages.ts";

/** Which posts of a channel. Of several, the server takes the first of `since`, `after`, `before`, `page`. */
export interface PostsQuery {
  /** Changed after this moment, in Unix milliseconds: at most 1,000, in no promised selection. */
  readonly since?: UnixMs;
  /** The posts that follow this one, oldest page first. */
  readonly after?: Id;
  readonly before?: Id;
  /** From 0. */
  readonly page?: number;
  /** 60 by default, 200 at most. */
  readonly perPage?: number;
}

/** Posts in lists: of a channel, of a thread. */
export interface PostListsApi {
  /** `GET /channels/{channel_id}/posts`. One page, newest first. */
  inChannel(channel: Id, query?: PostsQuery): Promise<PostList>;
  /** `GET /channels/{channel_id}/posts`. All that follow a post, oldest first, page by page. @example for await (const post of rest.posts.allAfter(channel, lastSeen)) */
  allAfter(channel: Id, post: Id): AsyncIterable<Post>;
  /** `GET /channels/{channel_id}/posts`. All of a channel, or all before a post, newest first, page by page. */
  allBefore(channel: Id, post?: Id): AsyncIterable<Post>;
  /** `GET /users/{user_id}/channels/{channel_id}/posts/unread`. Around the first post that the user has not read. */
  aroundUnread(
    user: Id,
    channel: Id,
    around?: { readonly before?: number; readonly after?: number },
  ): Promise<PostList>;
  /** `GET /posts/{post_id}/thread`. The whole thread that a post belongs to, at once. */
  thread(post: Id): Promise<PostList>;
  /** `GET /posts/{post_id}/thread`. The posts of a thread, its root first, page by page. */
  allInThread(root: Id): AsyncIterable<Post>;
  /** `GET /channels/{channel_id}/pinned`. */
  pinned(channel: Id): Promise<PostList>;
}

export function postListsApi({ one }: Calls): PostListsApi {
  const page = async (path: string, query: Readonly<Record<string, string | number | undefined>>): Promise<Post[]> => {
    const { order, posts } = await one<PostList>("GET", path, { query });
    if (!Array.isArray(order) || typeof posts !== "object" || posts === null)
      throw otherThan("a list of posts", callOf("GET", path));
    return order.flatMap((id) => posts[id] ?? []);
  };

  /** Goes from page to page by the last post of each, in the order in which `turn` puts them. */
  async function* walk(path: string, next: (last: Post | undefined) => PageOfPosts): AsyncGenerator<Post> {
    let last: Post | undefined;
    for (let number = 0; ; number++) {
      const { query, turn } = next(last);
      const posts = turn(await page(path, query));
      const ending = posts.at(-1);
      if (ending !== undefined && ending.id === last?.id) throw sameAgain(callOf("GET", path), number);
      yield* posts;
      // Posts that were deleted meanwhile make a page shorter: only an empty one is the end.
      if (ending === undefined) return;
      last = ending;
    }
  }

  return {
    inChannel: (channel, { since, after, before, page: number, perPage } = {}) =>
      one("GET", routes.channelPosts(channel), { query: { since, after, before, page: number, per_page: perPage } }),
    allAfter: (channel, post) =>
      walk(routes.channelPosts(channel), (last) => ({
        query: { after: last?.id ?? post, per_page: PAGE_MAX_ROWS },
        turn: (posts) => wholeMoments(posts.toReversed(), createdAt),
      })),
    allBefore: (channel, post) =>
      walk(routes.channelPosts(channel), (last) => ({
        query: { before: last?.id ?? post, per_page: PAGE_MAX_ROWS },
        turn: (posts) => wholeMoments(posts, createdAt),
      })),
    aroundUnread: (user, channel, { before, after } = {}) =>
      one("GET", routes.channelPostsUnread(user, channel), { query: { limit_before: before, limit_after: after } }),
    thread: (post) => one("GET", routes.postThread(post)),
    allInThread: (root) =>
      walk(routes.postThread(root), (last) => ({
        query: {
          perPage: PAGE_MAX_ROWS,
          direction: "down",
          ...(last === undefined ? {} : { fromPost: last.id, fromCreateAt: last.create_at }),
        },
        // The root comes with every page, though it belongs to the first.
        turn: (posts) => inTime(last === undefined ? posts : posts.filter(({ id }) => id !== root)),
      })),
    pinned: (channel) => one("GET", routes.channelPinned(channel)),
  };
}

interface PageOfPosts {
  readonly query: Readonly<Record<string, string | number | undefined>>;
  readonly turn: (posts: readonly Post[]) => Post[];
}

function createdAt(post: Post): UnixMs {
  return post.create_at;
}

function inTime(posts: readonly Post[]): Post[] {
  return posts.toSorted((a, b) => a.create_at - b.create_at || (a.id < b.id ? -1 : 1));
}
