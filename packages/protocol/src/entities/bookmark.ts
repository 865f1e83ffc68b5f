import type { FileInfo } from "./file.ts";
import type { Id, UnixMs } from "../ids.ts";

/** A link or file above a channel. Needs a licence. */
export interface ChannelBookmark {
  id: Id;
  create_at: UnixMs;
  update_at: UnixMs;
  delete_at: UnixMs;
  channel_id: Id;
  owner_id: Id;
  file_id: Id | "";
  display_name: string;
  sort_order: number;
  link_url?: string;
  image_url?: string;
  emoji?: string;
  type: "link" | "file";
  original_id?: Id;
  parent_id?: Id;
  file?: FileInfo;
}

/** What `POST /api/v4/channels/{channel_id}/bookmarks` reads. */
export type NewBookmark = Pick<ChannelBookmark, "display_name" | "type"> &
  Partial<Pick<ChannelBookmark, "link_url" | "file_id" | "image_url" | "emoji">>;

/** What changing one answers: the bookmark as it is now, and the one that it replaced where its owner is another. */
export interface BookmarkUpdate {
  updated?: ChannelBookmark;
  deleted?: ChannelBookmark;
}
