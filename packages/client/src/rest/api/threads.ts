import { type Id, PAGE_MAX_ROWS, type Thread, type ThreadList, type UnixMs, routes } from "@matterwright/protocol";
import { type Calls, callOf, listIn } from "../calls.ts";
import { sameAgain, wholeMoments } from "../pages.ts";

export interface ThreadsQuery {
  /** Only with something unread in it. */
  readonly unread?: boolean;
  /** The threads that come behind this one in the list. */
  readonly before?: Id;
  readonly after?: Id;
  /** 60 by default, 200 at most. */
  readonly perPage?: number;
}

/** Threads that somebody follows: `/api/v4/users/{user_id}/teams/{team_id}/threads`. Their posts are in `posts.thread`. */
export interface ThreadsApi {
  /** `GET /users/{user_id}/teams/{team_id}/threads`. One page, the latest reply first. */
  list(user: Id, team: Id, query?: ThreadsQuery): Promise<ThreadList>;
  /** `GET /users/{user_id}/teams/{team_id}/threads`. All, page by page. */
  all(user: Id, team: Id, query?: Pick<ThreadsQuery, "unread">): AsyncIterable<Thread>;
  /** `GET /users/{user_id}/teams/{team_id}/threads/{thread_id}`. @throws NotFoundError when the user does not follow it. */
  get(user: Id, team: Id, root: Id): Promise<Thread>;
  /** `PUT /users/{user_id}/teams/{team_id}/threads/{thread_id}/following`. */
  follow(user: Id, team: Id, root: Id): Promise<void>;
  /** `DELETE /users/{user_id}/teams/{team_id}/threads/{thread_id}/following`. */
  unfollow(user: Id, team: Id, root: Id): Promise<void>;
  /** `PUT /users/{user_id}/teams/{team_id}/threads/{thread_id}/read/{timestamp}`. Read up to a moment, in Unix milliseconds. */
  markRead(user: Id, team: Id, thread: { readonly root: Id; readonly at: UnixMs }): Promise<Thread>;
  /** `PUT /users/{user_id}/teams/{team_id}/threads/read`. */
  markAllRead(user: Id, team: Id): Promise<void>;
}

export function threadsApi({ one, done }: Calls): ThreadsApi {
  const list: ThreadsApi["list"] = (user, team, { unread, before, after, perPage } = {}) =>
    one("GET", routes.threads(user, team), { query: { unread, before, after, per_page: perPage } });
  return {
    list,
    async *all(user, team, query = {}) {
      const call = callOf("GET", routes.threads(user, team));
      let last: Id | undefined;
      for (let page = 0; ; page++) {
        const before = last === undefined ? {} : { before: last };
        const answer = await list(user, team, { ...query, ...before, perPage: PAGE_MAX_ROWS });
        const threads = wholeMoments(listIn<Thread>(call, answer.threads), (thread) => thread.last_reply_at);
        const ending = threads.at(-1)?.id;
        if (ending === undefined) return;
        if (ending === last) throw sameAgain(call, page);
        yield* threads;
        last = ending;
      }
    },
    get: (user, team, root) => one("GET", routes.thread(user, team, root)),
    follow: (user, team, root) => done("PUT", routes.threadFollowing(user, team, root)),
    unfollow: (user, team, root) => done("DELETE", routes.threadFollowing(user, team, root)),
    markRead: (user, team, { root, at }) => one("PUT", routes.threadRead(user, team, root, at)),
    markAllRead: (user, team) => done("PUT", routes.threadsRead(user, team)),
  };
}
