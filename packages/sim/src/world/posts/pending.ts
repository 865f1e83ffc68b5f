/** `pending_post_id`: the same text within 30 seconds makes no second post. Global, whoever sends it. */
import { ErrorId, PENDING_POST_ID_CACHE_ENTRIES, PENDING_POST_ID_TTL_MS, type Post } from "@matterwright/protocol";
import { AppError } from "../../errors.ts";
import type { Act } from "../act.ts";

/**
 * The post that was made under this id already, or nothing: then it is now being made.
 *
 * @throws AppError 500 while another request makes it.
 */
export function beginPending({ world, now }: Act, id: string, isReadable: (post: Post) => boolean): Post | undefined {
  const entry = world.pendingPosts.get(id);
  if (entry !== undefined && now - entry.savedAt < PENDING_POST_ID_TTL_MS) {
    if (entry.postId === undefined)
      throw new AppError(ErrorId.postPending, "Rejected post since another client is making the same request.", 500);
    const post = world.posts.get(entry.postId);
    if (post !== undefined && isReadable(post)) return post;
  }
  world.pendingPosts.delete(id);
  world.pendingPosts.set(id, { postId: undefined, savedAt: now });
  if (world.pendingPosts.size > PENDING_POST_ID_CACHE_ENTRIES)
    world.pendingPosts.delete(world.pendingPosts.keys().next().value as string);
  return undefined;
}

export function finishPending({ world, now }: Act, id: string, post: Post): void {
  world.pendingPosts.set(id, { postId: post.id, savedAt: now });
}

/** A post that was refused may be tried again. */
export function failPending({ world }: Act, id: string): void {
  world.pendingPosts.delete(id);
}
