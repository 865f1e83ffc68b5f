import { type Id, type Reaction, routes } from "@matterwright/protocol";
import type { Calls } from "../calls.ts";

/** Reactions: `/api/v4/reactions`. Emoji names are written without colons. */
export interface ReactionsApi {
  /** `POST /reactions`. Adding one that is there already changes nothing. */
  add(reaction: { readonly user: Id; readonly post: Id; readonly emoji: string }): Promise<Reaction>;
  /** `DELETE /users/{user_id}/posts/{post_id}/reactions/{emoji_name}`. */
  remove(reaction: { readonly user: Id; readonly post: Id; readonly emoji: string }): Promise<void>;
  /** `GET /posts/{post_id}/reactions`. */
  of(post: Id): Promise<Reaction[]>;
  /** `POST /posts/ids/reactions`. By post; the list of a post without any is empty. */
  ofPosts(posts: readonly Id[]): Promise<Record<Id, Reaction[]>>;
}

export function reactionsApi({ one, list, done }: Calls): ReactionsApi {
  return {
    add: ({ user, post, emoji }) =>
      one("POST", routes.reactions(), { body: { user_id: user, post_id: post, emoji_name: emoji } }),
    remove: ({ user, post, emoji }) => done("DELETE", routes.reaction(user, post, emoji)),
    of: (post) => list("GET", routes.postReactions(post)),
    ofPosts: (posts) => one("POST", routes.postsReactions(), { body: posts }),
  };
}
