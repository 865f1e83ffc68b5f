/** What a client says about a new post; everything else is the server's. */
import type { Id, Post, PostProps } from "@matterwright/protocol";

export interface Draft {
  readonly message: string;
  readonly root_id?: string;
  readonly props?: PostProps;
  readonly file_ids?: readonly Id[];
  readonly pending_post_id?: string;
  readonly type?: string;
  readonly is_pinned?: boolean;
  readonly has_reactions?: boolean;
  readonly edit_at?: number;
  readonly reply_count?: number;
  readonly create_at?: number;
  readonly metadata?: Post["metadata"];
  readonly setOnline?: boolean;
  /** Of webhooks and slash commands: no `remote_id`, nobody is marked as having looked. */
  readonly byServer?: boolean;
  /** Of webhooks: no outgoing webhook hears of it, so that they cannot answer each other for ever. */
  readonly fromHook?: boolean;
}

/** What the server adds to a post for clients. */
export function metadataOf({ props, metadata }: Draft): NonNullable<Post["metadata"]> {
  const hasAttachments = props !== undefined && "attachments" in props;
  return {
    ...(hasAttachments ? { embeds: [{ type: "message_attachment" }] } : {}),
    ...(metadata?.priority === undefined ? {} : { priority: metadata.priority }),
  };
}
