import { type Id, type Reaction, routes } from "@matterwright/protocol";
import type { Requester } from "../request.ts";

/** Reactions: `/api/v4/reactions`. Emoji names are written without colons. */
export interface ReactionsApi {
  /** Adding one that is there already changes nothing. */
  add(reaction: { readonly user: Id; readonly post: Id; readonly emoji: string }): Promise<Reaction>;
  remove(reaction: { readonly user: Id; readonly post: Id; readonly emoji: string }): Promise<void>;
  of(post: Id): Promise<Reaction[]>;
}

export function reactionsApi({ json }: Requester): ReactionsApi {
  return {
    add: ({ user, post, emoji }) =>
      json("POST", routes.reactions(), { body: { user_id: user, post_id: post, emoji_name: emoji } }),
    remove: async ({ user, post, emoji }) => void (await json("DELETE", routes.reaction(user, post, emoji))),
    // The server says `null` for a post without any.
    of: async (post) => (await json<Reaction[] | null>("GET", routes.postReactions(post))) ?? [],
  };
}
