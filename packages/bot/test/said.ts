/** A post as an update, for tests of what keeps account of updates. */
import type { Post } from "@matterwright/protocol";
import type { PostUpdate } from "../src/update/update.ts";

export function said(id: string, message = "hello"): PostUpdate {
  return {
    kind: "post",
    at: 0,
    channelId: "c",
    channelType: "O",
    channelName: "ops",
    teamId: "t",
    author: "person",
    user: { id: "u", username: "ben" },
    post: { id, message, user_id: "u", channel_id: "c" } as Post,
  };
}
