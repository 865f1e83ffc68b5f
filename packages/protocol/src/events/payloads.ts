import type { ChannelType } from "../entities/channel.ts";
import type { User } from "../entities/user.ts";
import type { Id, UnixMs } from "../ids.ts";

/** A JSON text inside a JSON string: parse it once more. The type argument says what is in it. */
export type JsonText<Shape> = string & { readonly __json?: Shape };

/**
 * The `data` of each event that this project knows, by event name. Mattermost documents the names, not the shapes; these were
 * recorded from a server 11.6.
 */
export interface EventPayloads {
  hello: { server_version: string; connection_id: Id; server_hostname?: string };
  posted: PostedData;
  post_edited: { post: JsonText<"Post"> };
  /** The post as it was before; deleting a root deletes its replies without any further event. */
  post_deleted: { post: JsonText<"Post">; delete_by?: Id };
  ephemeral_message: { post: JsonText<"Post"> };
  reaction_added: { reaction: JsonText<"Reaction"> };
  reaction_removed: { reaction: JsonText<"Reaction"> };
  typing: { parent_id: Id | ""; user_id: Id };
  /** Heard only by the user itself. */
  status_change: { status: string; user_id: Id };
  /** The channel is in `broadcast.channel_id` only. */
  user_added: { user_id: Id; team_id: Id | "" };
  /** Two shapes: to the others `user_id`, to the removed user `channel_id`. */
  user_removed: { user_id?: Id; remover_id?: Id; channel_id?: Id };
  /** Heard only by the creator. */
  channel_created: { channel_id: Id; team_id: Id };
  channel_updated: { channel: JsonText<"Channel"> };
  channel_converted: { channel_id: Id };
  channel_deleted: { channel_id: Id; delete_at: UnixMs };
  channel_restored: { channel_id: Id };
  channel_member_updated: { channelMember: JsonText<"ChannelMember"> };
  direct_added: { creator_id: Id; teammate_id: Id };
  group_added: { teammate_ids: JsonText<"Id[]"> };
  new_user: { user_id: Id };
  /** The user itself, not a text. */
  user_updated: { user: User };
  user_role_updated: { user_id: Id; roles: string };
  memberrole_updated: { member: JsonText<"TeamMember"> };
  added_to_team: { team_id: Id; user_id: Id };
  leave_team: { team_id: Id; user_id: Id };
  update_team: { team: JsonText<"Team"> };
  delete_team: { team: JsonText<"Team"> };
  restore_team: { team: JsonText<"Team"> };
  thread_updated: { thread: JsonText<"Thread">; previous_unread_mentions: number; previous_unread_replies: number };
  thread_follow_changed: { thread_id: Id; state: boolean; reply_count: number };
  thread_read_changed: Record<string, unknown>;
  multiple_channels_viewed: { channel_times: Record<Id, UnixMs> };
  preferences_changed: { preferences: JsonText<"Preference[]"> };
  preferences_deleted: { preferences: JsonText<"Preference[]"> };
  sidebar_category_updated: Record<string, unknown>;
  post_unread: Record<string, unknown>;
  emoji_added: { emoji: JsonText<"Emoji"> };
  open_dialog: { dialog: JsonText<"Dialog"> };
  user_activation_status_change: Record<string, unknown>;
  config_changed: { config: Record<string, string> };
  license_changed: { license: Record<string, string> };
}

export interface PostedData {
  post: JsonText<"Post">;
  channel_type: ChannelType;
  channel_display_name: string;
  channel_name: string;
  /** `@username`; of a system post `System`; of a webhook with an overridden name that name without `@`. */
  sender_name: string;
  /** Empty in direct and group messages. */
  team_id: Id | "";
  set_online: boolean;
  /** The text `"true"`, when a file is attached. */
  otherFile?: "true";
  /** The text `"true"`, when an image is attached. */
  image?: "true";
  /** At most the receiver's own id, never the list of all who are mentioned. */
  mentions?: JsonText<"Id[]">;
  followers?: JsonText<"Id[]">;
  should_ack?: boolean;
}

/** An event name whose payload is known here; a server may send others. */
export type EventName = keyof EventPayloads;
