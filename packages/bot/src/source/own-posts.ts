/** REST that tells of every post that is made through it, so that somebody can listen for its echo. It changes nothing of any call. */
import type { Rest } from "@matterwright/client";
import type { Post } from "@matterwright/protocol";

/** Told of a post that the server took. */
export type Made = (post: Post) => void;

/** @param posting called before each post is sent; what it returns is called when the server has taken it. */
export function tellingOfPosts(rest: Rest, posting: () => Made | undefined): Rest {
  return {
    ...rest,
    posts: {
      ...rest.posts,
      create: async (...post) => {
        const made = posting();
        const created = await rest.posts.create(...post);
        made?.(created);
        return created;
      },
    },
    with: (manner) => tellingOfPosts(rest.with(manner), posting),
  };
}
