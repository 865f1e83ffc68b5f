/** Reactions. The emoji of the server's own set are known by their names; custom ones must exist. */
import { type Post, isId } from "@matterwright/protocol";
import { AppError, refuse } from "../errors.ts";
import { addReaction, removeReaction } from "../world/posts/reactions.ts";
import { type Call, OK, text } from "./call.ts";
import { isSystemEmoji } from "../world/posts/emoji.ts";
import type { Answer, Router } from "./router.ts";

export function reactionRoutes(router: Router): void {
  router.add("POST /api/v4/reactions", add);
  router.add("GET /api/v4/posts/{post_id}/reactions", of);
  router.add("POST /api/v4/posts/ids/reactions", ofMany);
  router.add("DELETE /api/v4/users/{user_id}/posts/{post_id}/reactions/{emoji_name}", remove);
}

function add(call: Call): Answer {
  const body = call.body("reaction");
  const [userId, postId, emoji] = [
    text(body, "user_id") ?? "",
    text(body, "post_id") ?? "",
    text(body, "emoji_name") ?? "",
  ];
  if (!isId(userId) || !isId(postId) || emoji === "" || emoji.length > 64) {
    throw new AppError("api.reaction.save_reaction.invalid.app_error", "Reaction is not valid.", 400);
  }
  if (userId !== call.me.id)
    throw new AppError(
      "api.reaction.save_reaction.user_id.app_error",
      "You cannot save reaction for the other user.",
      403,
    );
  const post = reactable(call, postId);
  if (!isSystemEmoji(emoji) && !call.world.emoji.has(emoji))
    throw new AppError("app.emoji.get_by_name.no_result", "We couldn’t find the emoji.", 404);
  return { json: addReaction(call.act, post, { userId, emoji }) };
}

function reactable(call: Call, postId: string): Post {
  const post = call.world.posts.get(postId);
  if (post === undefined || post.delete_at !== 0) throw refuse.permission();
  const channel = call.channel(post.channel_id);
  call.require((call.isChannelMember(channel) || call.isAdmin) && channel.delete_at === 0);
  return post;
}

function of(call: Call): Answer {
  const post = call.readablePost(call.id("post_id"));
  const reactions = call.world.reactionsOf.get(post.id) ?? [];
  return { json: reactions.length === 0 ? null : reactions };
}

function ofMany(call: Call): Answer {
  const ids = call.texts("post_ids");
  const entries = ids.map((id) => [call.readablePost(id).id, call.world.reactionsOf.get(id) ?? []] as const);
  return { json: Object.fromEntries(entries) };
}

function remove(call: Call): Answer {
  const userId = call.id("user_id");
  const postId = call.id("post_id");
  call.require(userId === call.me.id || call.isAdmin);
  removeReaction(call.act, reactable(call, postId), { userId, emoji: call.params["emoji_name"] ?? "" });
  return OK;
}
