/** What makes an update the same as another, by whatever way it came: over the socket, by a resume, read up after a gap. */
import type { Id, UnixMs } from "@matterwright/protocol";
import type { Update } from "../update/update.ts";

/** The same update has the same key. Nothing for what comes by one way only. */
export function keyOf(update: Update): string | undefined {
  switch (update.kind) {
    case "post":
      return update.answering === undefined ? postKey(update.post.id) : undefined;
    case "edit":
      return `e ${update.post.id} ${stampOf(update)}`;
    case "delete":
      return `d ${update.post.id}`;
    case "reaction": {
      const { user_id: user, post_id: post, emoji_name: emoji, create_at: at } = update.reaction;
      return `r ${update.change} ${user} ${post} ${emoji} ${at}`;
    }
    default:
      return undefined;
  }
}

/** Of the update that a new post is. */
export function postKey(id: Id): string {
  return `p ${id}`;
}

/** When it happened, by the server's clock. */
export function stampOf(update: Update): UnixMs {
  switch (update.kind) {
    case "post":
      return update.post.create_at;
    case "edit":
      return update.post.edit_at > 0 ? update.post.edit_at : update.post.update_at;
    case "delete":
      return update.post.delete_at > 0 ? update.post.delete_at : update.post.update_at;
    case "reaction":
      return update.reaction.create_at;
    default:
      return 0;
  }
}
