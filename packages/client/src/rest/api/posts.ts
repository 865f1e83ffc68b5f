import {
  type Id,
  type NewPost,
  type Post,
  type PostPatch,
  type PostSearchResults,
  routes,
} from "@matterwright/protocol";
import type { Calls } from "../calls.ts";
import { type PostListsApi, postListsApi } from "./post-lists.ts";
import type { PageQuery } from "../pages.ts";

export interface PostSearch extends PageQuery {
  /** As people write it: `deploy from:ann in:ops after:2026-01-31`. */
  readonly terms: string;
  /** Any of the words, instead of all. */
  readonly isOr?: boolean;
}

/** Posts: `/api/v4/posts`. */
export interface PostsApi extends PostListsApi {
  /** `POST /posts`. @throws CallError. @example await rest.posts.create({ channel_id, message: "Hello" }); */
  create(post: NewPost): Promise<Post>;
  /** `GET /posts/{post_id}`. */
  get(post: Id): Promise<Post>;
  /** `POST /posts/ids`. Unknown ids are left out; deleted posts come with an empty message. */
  byIds(posts: readonly Id[]): Promise<Post[]>;
  /** `PUT /posts/{post_id}/patch`. Given `props` replace all of them. */
  patch(post: Id, patch: PostPatch): Promise<Post>;
  /** `PUT /posts/{post_id}`. The message becomes what is given, or empty; props and files that are not given stay. */
  update(post: Id, content: PostPatch): Promise<Post>;
  /** `DELETE /posts/{post_id}`. Deletes a post; of a root post also all replies, for which no event comes. */
  delete(post: Id): Promise<void>;
  /** `GET /posts/{post_id}/edit_history`. What it said before, newest first. For its author only. */
  history(post: Id): Promise<Post[]>;
  /** `POST /posts/{post_id}/pin`. */
  pin(post: Id): Promise<void>;
  /** `POST /posts/{post_id}/unpin`. */
  unpin(post: Id): Promise<void>;
  /** `POST /posts/ephemeral`. A post that only one person sees and nobody keeps. Needs `create_post_ephemeral`, which only system administrators have by default. */
  ephemeral(user: Id, post: NewPost): Promise<Post>;
  /** `POST /teams/{team_id}/posts/search`. Where the account is a member. */
  search(team: Id, search: PostSearch): Promise<PostSearchResults>;
  /** `POST /users/{user_id}/posts/{post_id}/set_unread`. The channel is unread from this post on. */
  markUnread(user: Id, post: Id): Promise<void>;
}

export function postsApi(calls: Calls): PostsApi {
  const { one, list, done } = calls;
  return {
    ...postListsApi(calls),
    create: (post) => one("POST", routes.posts(), { body: post }),
    get: (post) => one("GET", routes.post(post)),
    byIds: (posts) => list("POST", routes.postsByIds(), { body: posts }),
    patch: (post, patch) => one("PUT", routes.postPatch(post), { body: patch }),
    update: (post, content) => one("PUT", routes.post(post), { body: { id: post, ...content } }),
    delete: (post) => done("DELETE", routes.post(post)),
    history: (post) => list("GET", routes.postEditHistory(post)),
    pin: (post) => done("POST", routes.postPin(post)),
    unpin: (post) => done("POST", routes.postUnpin(post)),
    ephemeral: (user, post) => one("POST", routes.postEphemeral(), { body: { user_id: user, post } }),
    search: (team, { terms, isOr = false, page, perPage }) =>
      one("POST", routes.postsSearch(team), { body: { terms, is_or_search: isOr, page, per_page: perPage } }),
    markUnread: (user, post) => done("POST", routes.postSetUnread(user, post), { body: {} }),
  };
}
