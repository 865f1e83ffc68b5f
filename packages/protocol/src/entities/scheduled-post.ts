import type { PostMetadata, PostProps, PostType } from "./post.ts";
import type { Id, UnixMs } from "../ids.ts";

/** A post that the server makes later. Needs a licence. */
export interface ScheduledPost {
  id: Id;
  create_at: UnixMs;
  update_at: UnixMs;
  user_id: Id;
  channel_id: Id;
  root_id: Id | "";
  message: string;
  type?: PostType;
  props?: PostProps;
  file_ids?: Id[] | null;
  metadata?: PostMetadata;
  /** When it becomes a post. */
  scheduled_at: UnixMs;
  /** When it was tried; 0 before. */
  processed_at: UnixMs;
  /** Why it did not become one: `"channel_archived"`, `"no_channel_permission"`, … */
  error_code: string;
}

/** What `POST /api/v4/posts/schedule` reads. */
export type NewScheduledPost = Pick<ScheduledPost, "channel_id" | "message" | "scheduled_at"> & {
  root_id?: Id | "";
  file_ids?: readonly Id[];
  props?: PostProps;
};
