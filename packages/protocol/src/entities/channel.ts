import type { Id, UnixMs } from "../ids.ts";

/** `"O"` open, `"P"` private, `"D"` direct (two people), `"G"` group message (three to eight). */
export type ChannelType = "O" | "P" | "D" | "G";

export interface Channel {
  id: Id;
  create_at: UnixMs;
  update_at: UnixMs;
  /** Not 0: archived. */
  delete_at: UnixMs;
  /** Empty for direct and group messages. */
  team_id: Id | "";
  type: ChannelType;
  display_name: string;
  /** Lower case; of a direct message both user ids, sorted and joined by `__`. */
  name: string;
  header: string;
  purpose: string;
  /** Moved by new posts and edits, not by deletes or reactions. */
  last_post_at: UnixMs;
  total_msg_count: number;
  extra_update_at: UnixMs;
  creator_id: Id | "";
  scheme_id: string | null;
  props: Record<string, unknown> | null;
  group_constrained: boolean | null;
  autotranslation?: boolean;
  shared: boolean | null;
  total_msg_count_root: number;
  policy_id: string | null;
  last_root_post_at: UnixMs;
  banner_info?: unknown;
  policy_enforced?: boolean;
  policy_is_active?: boolean;
  default_category_name?: string;
}

export interface ChannelMember {
  channel_id: Id;
  user_id: Id;
  roles: string;
  /** -1 in what others see. */
  last_viewed_at: UnixMs;
  msg_count: number;
  mention_count: number;
  mention_count_root: number;
  urgent_mention_count: number;
  msg_count_root: number;
  notify_props: Record<string, string>;
  /** -1 in what others see. */
  last_update_at: UnixMs;
  scheme_guest: boolean;
  scheme_user: boolean;
  scheme_admin: boolean;
  explicit_roles: string;
  autotranslation_disabled?: boolean;
}

/** `GET /api/v4/channels/{channel_id}/stats`. */
export interface ChannelStats {
  channel_id: Id;
  member_count: number;
  guest_count: number;
  pinnedpost_count: number;
  files_count: number;
}

/** What `POST /api/v4/channels` reads. */
export interface NewChannel {
  readonly team_id: Id;
  readonly name: string;
  readonly display_name: string;
  readonly type: Extract<ChannelType, "O" | "P">;
  readonly header?: string;
  readonly purpose?: string;
}

/** What `PUT /api/v4/channels/{channel_id}/patch` reads. */
export type ChannelPatch = Partial<Pick<Channel, "name" | "display_name" | "header" | "purpose">>;

/** What one member has not read, as `GET /api/v4/users/{user_id}/channels/{channel_id}/unread` answers. */
export interface ChannelUnread {
  team_id: Id | "";
  channel_id: Id;
  msg_count: number;
  mention_count: number;
  mention_count_root: number;
  urgent_mention_count: number;
  msg_count_root: number;
}
