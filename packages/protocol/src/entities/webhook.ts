import type { Attachment } from "./attachment.ts";
import type { PostPriority, PostProps } from "./post.ts";
import type { Id, UnixMs } from "../ids.ts";

/** An incoming webhook, as `POST /api/v4/hooks/incoming` answers it. Whoever knows the id can post. */
export interface IncomingWebhook {
  id: Id;
  create_at: UnixMs;
  update_at: UnixMs;
  delete_at: UnixMs;
  user_id: Id;
  channel_id: Id;
  team_id: Id;
  display_name: string;
  description: string;
  username: string;
  icon_url: string;
  channel_locked: boolean;
}

/** What `POST /hooks/{hook_id}` reads. `text` or `attachments` must be there. */
export interface WebhookMessage {
  text?: string;
  username?: string;
  icon_url?: string;
  icon_emoji?: string;
  /** A channel's name, or `@user` for a direct message; by default the webhook's own channel. */
  channel?: string;
  props?: PostProps;
  attachments?: Attachment[];
  type?: string;
  priority?: PostPriority;
}

/** What `POST /api/v4/hooks/incoming` reads. */
export type NewIncomingWebhook = Pick<IncomingWebhook, "channel_id"> &
  Partial<Pick<IncomingWebhook, "display_name" | "description" | "username" | "icon_url" | "channel_locked">>;

/** An outgoing webhook: the server calls `callback_urls` for posts in one open channel, or that begin with a word. */
export interface OutgoingWebhook {
  id: Id;
  /** Sent with every call, so that the receiver knows who calls. */
  token: string;
  create_at: UnixMs;
  update_at: UnixMs;
  delete_at: UnixMs;
  creator_id: Id;
  /** Empty: every open channel of the team. */
  channel_id: Id | "";
  team_id: Id;
  trigger_words: string[] | null;
  /** 0: the first word is one of them; 1: it begins with one. */
  trigger_when: 0 | 1;
  callback_urls: string[];
  display_name: string;
  description: string;
  content_type: "application/x-www-form-urlencoded" | "application/json" | "";
  username: string;
  icon_url: string;
}

/** What `POST /api/v4/hooks/outgoing` reads. */
export type NewOutgoingWebhook = Pick<OutgoingWebhook, "team_id" | "callback_urls"> &
  Partial<Omit<OutgoingWebhook, "id" | "token" | "create_at" | "update_at" | "delete_at" | "creator_id">>;
