/** Posts that are told to one person and not kept. */
import type { Id, Post } from "@matterwright/protocol";
import { goJson } from "../json.ts";
import type { Act } from "./act.ts";
import { withDecodedAttachments } from "./attachments.ts";
import { type Draft, metadataOf } from "./draft.ts";
import { jsonView } from "./post-views.ts";

/** A post that one person sees and nobody keeps. */
export function ephemeralPost(
  act: Act,
  channelId: Id,
  { to, from, draft }: { readonly to: Id; readonly from: Id | ""; readonly draft: Draft },
): Post {
  const props = withDecodedAttachments(draft.props ?? {}, act.newId);
  const post: Post = {
    id: act.newId(),
    create_at: act.now,
    update_at: 0,
    edit_at: 0,
    delete_at: 0,
    is_pinned: false,
    user_id: from,
    channel_id: channelId,
    root_id: draft.root_id ?? "",
    original_id: "",
    message: draft.message,
    type: "system_ephemeral",
    props,
    hashtags: "",
    file_ids: null,
    pending_post_id: "",
    reply_count: 0,
    last_reply_at: 0,
    participants: null,
    metadata: metadataOf(draft),
  };
  act.emit({
    event: "ephemeral_message",
    data: { post: goJson(jsonView(post)) },
    to: { user_id: to, channel_id: channelId },
  });
  return post;
}
