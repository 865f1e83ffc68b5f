/** A post of the server's as the framework reads it, by whatever way it came. */
import type { Post } from "@matterwright/protocol";
import type { AuthorKind } from "../update/update.ts";

/** Who wrote a post, by its own marks. */
export function authorOf(post: Post): AuthorKind {
  if (post.type.startsWith("system_")) return "system";
  if (post.props.from_webhook === "true") return "webhook";
  // A plugin may write in the name of a person; nobody typed that.
  return post.props.from_bot === "true" || post.props["from_plugin"] === "true" ? "bot" : "person";
}
