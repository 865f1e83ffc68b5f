import type { Attachment } from "./attachment.ts";
import type { FileInfo } from "./file.ts";
import type { Emoji, Reaction } from "./reaction.ts";
import type { User } from "./user.ts";
import type { Id, UnixMs } from "../ids.ts";

/** A message. The server calls every message a post; a post with an empty `root_id` may be the root of a thread. */
export interface Post {
  id: Id;
  create_at: UnixMs;
  update_at: UnixMs;
  /** Moves only when message, files or attachments changed. */
  edit_at: UnixMs;
  delete_at: UnixMs;
  is_pinned: boolean;
  user_id: Id | "";
  channel_id: Id;
  /** The root post of the thread, `""` when the post is no reply. */
  root_id: Id | "";
  /** Not empty: this row is history, the text that an edit replaced. */
  original_id: Id | "";
  message: string;
  type: PostType;
  props: PostProps;
  hashtags: string;
  file_ids: Id[] | null;
  pending_post_id: string;
  has_reactions?: boolean;
  remote_id?: string;
  reply_count: number;
  last_reply_at: UnixMs;
  participants: User[] | null;
  is_following?: boolean;
  metadata?: PostMetadata;
}

/**
 * `""` is an ordinary message, `"me"` one of `/me`, `"slack_attachment"` one of a webhook or slash command; the
 * server's own begin with `system_`, a plugin's with `custom_`.
 */
export type PostType = "" | "me" | "slack_attachment" | `system_${string}` | `custom_${string}`;

/** Free-form; these are the keys that the server itself knows. Their booleans are texts. */
export interface PostProps {
  attachments?: Attachment[] | null;
  from_bot?: "true" | (string & {});
  from_webhook?: "true" | (string & {});
  override_username?: string;
  override_icon_url?: string;
  override_icon_emoji?: string;
  [key: string]: unknown;
}

export interface PostMetadata {
  embeds?: PostEmbed[];
  emojis?: Emoji[];
  files?: FileInfo[];
  images?: Record<string, unknown>;
  reactions?: Reaction[];
  priority?: PostPriority;
  acknowledgements?: PostAcknowledgement[];
}

export interface PostEmbed {
  type: string;
  url?: string;
  data?: unknown;
}

export interface PostPriority {
  priority: "" | "important" | "urgent";
  requested_ack?: boolean;
  persistent_notifications?: boolean;
}

export interface PostAcknowledgement {
  user_id: Id;
  post_id: Id;
  acknowledged_at: UnixMs;
}

/** What `POST /api/v4/posts` reads. */
export interface NewPost {
  channel_id: Id;
  message?: string;
  root_id?: Id | "";
  file_ids?: readonly Id[];
  props?: PostProps;
  /** The same text within 30 s is answered with the first post instead of making a second one. Convention: `<user_id>:<ms>`. */
  pending_post_id?: string;
  type?: PostType;
  metadata?: { priority?: PostPriority };
  is_pinned?: boolean;
}

/** What `PUT /api/v4/posts/{post_id}/patch` reads. A given `props` replaces all of them. */
export interface PostPatch {
  message?: string;
  is_pinned?: boolean;
  props?: PostProps;
  file_ids?: readonly Id[];
  has_reactions?: boolean;
}

/** A page of posts. `order` is newest first; `posts` also holds the thread context, which is not in `order`. */
export interface PostList {
  order: Id[];
  posts: Record<Id, Post>;
  next_post_id: Id | "";
  prev_post_id: Id | "";
  has_next?: boolean;
  first_inaccessible_post_time: UnixMs;
}

/** Posts found, and where in each the words stand, where the server's search engine tells. */
export interface PostSearchResults extends PostList {
  matches: Record<Id, string[]> | null;
}
