import type { Id, UnixMs } from "../ids.ts";

export interface Reaction {
  user_id: Id;
  post_id: Id;
  /** Without the colons: `"thumbsup"`. */
  emoji_name: string;
  create_at: UnixMs;
  update_at: UnixMs;
  delete_at: UnixMs;
  remote_id?: string | null;
  channel_id: Id | "";
}

export interface Emoji {
  id: Id;
  create_at: UnixMs;
  update_at: UnixMs;
  delete_at: UnixMs;
  creator_id: Id;
  name: string;
}
