/** Reactions under posts. */
import { ErrorId, type Post, REACTIONS_MAX_DISTINCT_PER_POST, type Reaction } from "@matterwright/protocol";
import { AppError } from "../../errors.ts";
import { goJson } from "../../json.ts";
import type { Act } from "../act.ts";
import { move } from "./moves.ts";
import { under } from "../world.ts";

/** Adds one; adding it again changes nothing but is told again. */
export function addReaction(
  act: Act,
  post: Post,
  { userId, emoji }: { readonly userId: string; readonly emoji: string },
): Reaction {
  const reactions = under(act.world.reactionsOf, post.id, () => []);
  const existing = reactions.find((reaction) => reaction.user_id === userId && reaction.emoji_name === emoji);
  const names = new Set(reactions.map((reaction) => reaction.emoji_name));
  if (existing === undefined && !names.has(emoji) && names.size >= REACTIONS_MAX_DISTINCT_PER_POST) {
    throw new AppError(ErrorId.reactionsTooMany, "Reaction limit has been reached for this post.", 400);
  }
  const reaction: Reaction = existing ?? {
    user_id: userId,
    post_id: post.id,
    emoji_name: emoji,
    create_at: act.now,
    update_at: act.now,
    delete_at: 0,
    remote_id: "",
    channel_id: post.channel_id,
  };
  if (existing === undefined) reactions.push(reaction);
  touch(act, post, reactions);
  act.emit({ event: "reaction_added", data: { reaction: goJson(reaction) }, to: { channel_id: post.channel_id } });
  return reaction;
}

/** Removes one; removing what is not there is told all the same. */
export function removeReaction(
  act: Act,
  post: Post,
  { userId, emoji }: { readonly userId: string; readonly emoji: string },
): void {
  const reactions = under(act.world.reactionsOf, post.id, () => []);
  const index = reactions.findIndex((reaction) => reaction.user_id === userId && reaction.emoji_name === emoji);
  if (index >= 0) reactions.splice(index, 1);
  touch(act, post, reactions);
  const reaction = {
    user_id: userId,
    post_id: post.id,
    emoji_name: emoji,
    create_at: 0,
    update_at: act.now,
    delete_at: 0,
    remote_id: "",
    channel_id: "",
  };
  act.emit({ event: "reaction_removed", data: { reaction: goJson(reaction) }, to: { channel_id: post.channel_id } });
}

/** Both move the post's `update_at`. */
function touch(act: Act, post: Post, reactions: readonly Reaction[]): void {
  move(act.world, post, act.now);
  const { reactions: _old, ...metadata } = post.metadata ?? {};
  if (reactions.length > 0) {
    post.has_reactions = true;
    post.metadata = { ...metadata, reactions: [...reactions] };
  } else {
    delete post.has_reactions;
    post.metadata = metadata;
  }
}
