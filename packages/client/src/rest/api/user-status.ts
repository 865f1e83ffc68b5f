import { type CustomStatus, type Id, type Presence, type Status, routes } from "@matterwright/protocol";
import type { Calls } from "../calls.ts";

/** Who is there: `/api/v4/users/{user_id}/status`. */
export interface UserStatusApi {
  /** `GET /users/{user_id}/status`. Of an unknown user: offline. */
  status(user: Id): Promise<Status>;
  /** `POST /users/status/ids`. */
  statuses(users: readonly Id[]): Promise<Status[]>;
  /** `PUT /users/{user_id}/status`. `until`, in Unix seconds and cut to the minute, ends `dnd`. */
  setStatus(user: Id, status: Exclude<Presence, "ooo">, until?: number): Promise<Status>;
  /** `PUT /users/{user_id}/status/custom`. An emoji, a text, or both. */
  setCustomStatus(user: Id, status: CustomStatus): Promise<void>;
  /** `DELETE /users/{user_id}/status/custom`. */
  clearCustomStatus(user: Id): Promise<void>;
}

export function userStatusApi({ one, list, done }: Calls): UserStatusApi {
  return {
    status: (user) => one("GET", routes.userStatus(user)),
    statuses: (users) => list("POST", routes.userStatuses(), { body: users }),
    async setStatus(user, status, until) {
      // The body wants the id itself, never `me`.
      const id = user === "me" ? (await one<{ readonly id: Id }>("GET", routes.user("me"))).id : user;
      const body = { user_id: id, status, ...(until === undefined ? {} : { dnd_end_time: until }) };
      return one("PUT", routes.userStatus(user), { body });
    },
    setCustomStatus: (user, status) => done("PUT", routes.userCustomStatus(user), { body: status }),
    clearCustomStatus: (user) => done("DELETE", routes.userCustomStatus(user)),
  };
}
