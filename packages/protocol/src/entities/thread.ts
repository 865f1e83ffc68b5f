import type { Post } from "./post.ts";
import type { User } from "./user.ts";
import type { Id, UnixMs } from "../ids.ts";

/** A thread as one of its followers sees it. Its id is that of its root post. */
export interface Thread {
  id: Id;
  reply_count: number;
  last_reply_at: UnixMs;
  last_viewed_at: UnixMs;
  /** In the order of their latest reply; the root's author only after a reply of its own. */
  participants: User[];
  post: Post;
  unread_replies: number;
  unread_mentions: number;
  is_urgent: boolean;
  delete_at: UnixMs;
}

/** A page of threads, as `GET /api/v4/users/{user_id}/teams/{team_id}/threads` answers it, the latest reply first. */
export interface ThreadList {
  total: number;
  total_unread_threads: number;
  total_unread_mentions: number;
  total_unread_urgent_mentions?: number;
  threads: Thread[];
}
