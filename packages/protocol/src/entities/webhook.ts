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
