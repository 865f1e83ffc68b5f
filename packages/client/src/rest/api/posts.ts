import {
  type Id,
  type NewPost,
  type Post,
  type PostList,
  type PostPatch,
  type UnixMs,
  routes,
} from "@matterwright/protocol";
import type { Requester } from "../request.ts";

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

/** Posts and threads: `/api/v4/posts`. */
export interface PostsApi {
  /** `POST /posts`. @throws CallError. @example await rest.posts.create({ channel_id, message: "Hello" }); */
  create(post: NewPost): Promise<Post>;
  get(post: Id): Promise<Post>;
  /** Unknown ids are left out; deleted posts come with an empty message. */
  byIds(posts: readonly Id[]): Promise<Post[]>;
  /** `PUT /posts/{id}/patch`. Given `props` replace all of them. */
  patch(post: Id, patch: PostPatch): Promise<Post>;
  /** Deletes a post; of a root post also all replies, for which no event comes. */
  delete(post: Id): Promise<void>;
  /** The whole thread that a post belongs to. */
  thread(post: Id): Promise<PostList>;
  inChannel(channel: Id, query?: PostsQuery): Promise<PostList>;
  pin(post: Id): Promise<void>;
  unpin(post: Id): Promise<void>;
  pinned(channel: Id): Promise<PostList>;
  /** A post that only one person sees and nobody keeps. Needs the permission `create_post_ephemeral`, which only system administrators have by default. */
  ephemeral(user: Id, post: NewPost): Promise<Post>;
}

export function postsApi({ json }: Requester): PostsApi {
  return {
    create: (post) => json("POST", routes.posts(), { body: post }),
    get: (post) => json("GET", routes.post(post)),
    byIds: (posts) => json("POST", routes.postsByIds(), { body: posts }),
    patch: (post, patch) => json("PUT", routes.postPatch(post), { body: patch }),
    delete: async (post) => void (await json("DELETE", routes.post(post))),
    thread: (post) => json("GET", routes.postThread(post)),
    inChannel: (channel, { since, after, before, page, perPage } = {}) =>
      json("GET", routes.channelPosts(channel), { query: { since, after, before, page, per_page: perPage } }),
    pin: async (post) => void (await json("POST", routes.postPin(post))),
    unpin: async (post) => void (await json("POST", routes.postUnpin(post))),
    pinned: (channel) => json("GET", routes.channelPinned(channel)),
    ephemeral: (user, post) => json("POST", routes.postEphemeral(), { body: { user_id: user, post } }),
  };
}
