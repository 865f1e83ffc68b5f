import {
  type Id,
  type NewScheduledPost,
  type PostAcknowledgement,
  type ScheduledPost,
  routes,
} from "@matterwright/protocol";
import { type Calls, callOf, listIn } from "../calls.ts";

/** Reminders of posts: the server writes to the user when the time has come. */
export interface RemindersApi {
  /** `POST /users/{user_id}/posts/{post_id}/reminder`. @param at in Unix **seconds**. */
  set(user: Id, post: Id, at: number): Promise<void>;
}

/** That somebody has read what asked for it. They need a licence. */
export interface AcknowledgementsApi {
  /** `POST /users/{user_id}/posts/{post_id}/ack`. */
  add(user: Id, post: Id): Promise<PostAcknowledgement>;
  /** `DELETE /users/{user_id}/posts/{post_id}/ack`. Within five minutes. */
  remove(user: Id, post: Id): Promise<void>;
}

/** Posts that the server makes later. They need a licence; without one every call is refused with `api.scheduled_posts.license_error`. */
export interface ScheduledPostsApi {
  /** `POST /posts/schedule`. */
  create(post: NewScheduledPost): Promise<ScheduledPost>;
  /** `GET /posts/scheduled/team/{team_id}`. The account's own, of a team and of direct and group messages. */
  list(team: Id): Promise<ScheduledPost[]>;
  /** `PUT /posts/schedule/{scheduled_post_id}`. */
  update(post: ScheduledPost): Promise<ScheduledPost>;
  /** `DELETE /posts/schedule/{scheduled_post_id}`. */
  delete(post: Id): Promise<ScheduledPost>;
}

export function remindersApi({ done }: Calls): RemindersApi {
  return { set: (user, post, at) => done("POST", routes.postReminder(user, post), { body: { target_time: at } }) };
}

export function acknowledgementsApi({ one, done }: Calls): AcknowledgementsApi {
  return {
    add: (user, post) => one("POST", routes.postAcknowledgement(user, post)),
    remove: (user, post) => done("DELETE", routes.postAcknowledgement(user, post)),
  };
}

export function scheduledPostsApi({ one }: Calls): ScheduledPostsApi {
  return {
    create: (post) => one("POST", routes.scheduledPosts(), { body: post }),
    async list(team) {
      const path = routes.scheduledPostsOfTeam(team);
      const byPlace = await one<Record<string, unknown>>("GET", path, { query: { includeDirectChannels: true } });
      return Object.values(byPlace).flatMap((posts) => listIn<ScheduledPost>(callOf("GET", path), posts));
    },
    update: (post) => one("PUT", routes.scheduledPost(post.id), { body: post }),
    delete: (post) => one("DELETE", routes.scheduledPost(post)),
  };
}
