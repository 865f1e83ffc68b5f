/** Posts as clients see them: without the secrets of buttons, in the server's order of fields. */
import type { Attachment, AttachmentAction, Post } from "@matterwright/protocol";
import { sortedDeep } from "../../json.ts";

/** A post as REST and events write it. */
export function jsonView(post: Post): Post {
  return ordered({ ...post, props: visibleProps(post) });
}

/** For the copies that only administrators hear: with the addresses of integrations. */
export function sensitiveView(post: Post): Post {
  return ordered(post);
}

function ordered(post: Post): Post {
  return {
    id: post.id,
    create_at: post.create_at,
    update_at: post.update_at,
    edit_at: post.edit_at,
    delete_at: post.delete_at,
    is_pinned: post.is_pinned,
    user_id: post.user_id,
    channel_id: post.channel_id,
    root_id: post.root_id,
    original_id: post.original_id,
    message: post.message,
    type: post.type,
    props: withAttachmentsInOrder(post.props),
    hashtags: post.hashtags,
    file_ids: post.file_ids,
    pending_post_id: post.pending_post_id,
    ...(post.has_reactions === true ? { has_reactions: true } : {}),
    ...(post.remote_id === undefined ? {} : { remote_id: post.remote_id }),
    reply_count: post.reply_count,
    last_reply_at: post.last_reply_at,
    participants: post.participants,
    ...(post.is_following === undefined ? {} : { is_following: post.is_following }),
    ...(post.metadata === undefined ? {} : { metadata: post.metadata }),
  };
}

/** Maps are written with sorted keys, but an attachment is a struct with an order of its own. */
function withAttachmentsInOrder(props: Post["props"]): Post["props"] {
  const { attachments } = props;
  const others = sortedDeep(props) as Post["props"];
  return attachments === undefined ? others : { ...others, attachments };
}

function visibleProps({ props }: Post): Post["props"] {
  if (!Array.isArray(props.attachments)) return props;
  return { ...props, attachments: props.attachments.map(withoutIntegrations) };
}

function withoutIntegrations(attachment: Attachment): Attachment {
  if (attachment.actions === undefined || attachment.actions === null) return attachment;
  return { ...attachment, actions: attachment.actions.map(withoutIntegration) };
}

function withoutIntegration({ integration: _secret, ...visible }: AttachmentAction): AttachmentAction {
  return visible;
}
