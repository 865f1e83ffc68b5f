import {
  type Channel,
  ErrorId,
  type Id,
  type NewUser,
  type Team,
  type User,
  type UserPatch,
  routes,
} from "@matterwright/protocol";
import { type Calls, callOf, jsonIn, listIn } from "../calls.ts";
import { type UserLoginApi, userLoginApi } from "./user-login.ts";
import { type UserListsApi, userListsApi } from "./user-lists.ts";
import { type UserStatusApi, userStatusApi } from "./user-status.ts";
import { type UserTokensApi, userTokensApi } from "./user-tokens.ts";
import { type Picture, formWith } from "../form.ts";

/** People and bots: `/api/v4/users`. Where a user is asked for, `"me"` means the account of the token. */
export interface UsersApi extends UserListsApi, UserStatusApi, UserTokensApi, UserLoginApi {
  /** `GET /users/me`. The account of the token. */
  me(): Promise<User>;
  /** `GET /users/{user_id}`. */
  get(user: Id): Promise<User>;
  /** `GET /users/username/{username}`. Without `@`, lower case. */
  byUsername(username: string): Promise<User>;
  /** `GET /users/email/{email}`. */
  byEmail(email: string): Promise<User>;
  /** `POST /users`. */
  create(user: NewUser): Promise<User>;
  /** `PUT /users/{user_id}/patch`. */
  patch(user: Id, patch: UserPatch): Promise<User>;
  /** `PUT /users/{user_id}/roles`. Of the whole system, separated by a space: `"system_user system_admin"`. */
  setRoles(user: Id, roles: string): Promise<void>;
  /** `PUT /users/{user_id}/active`. Deactivated accounts cannot log in, and their tokens fail. */
  setActive(user: Id, isActive: boolean): Promise<void>;
  /** `GET /users/{user_id}/teams`. */
  teams(user: Id): Promise<Team[]>;
  /** `GET /users/{user_id}/channels`. Every channel that the user is in, of all teams, with direct and group messages. */
  channels(user: Id): Promise<Channel[]>;
  /** `POST /users/{user_id}/typing`. Shows the account as typing. */
  typing(user: Id, place: { readonly channel_id: Id; readonly parent_id?: Id }): Promise<void>;
  /** `GET /users/{user_id}/image`. */
  image(user: Id): Promise<AsyncIterable<Uint8Array>>;
  /** `POST /users/{user_id}/image`. */
  setImage(user: Id, image: Picture): Promise<void>;
  /** `DELETE /users/{user_id}/image`. Back to the one that the server draws. */
  resetImage(user: Id): Promise<void>;
}

export function usersApi(calls: Calls): UsersApi {
  const { one, list, done, bytes } = calls;
  return {
    ...userListsApi(calls),
    ...userStatusApi(calls),
    ...userTokensApi(calls),
    ...userLoginApi(calls),
    me: () => one("GET", routes.user("me")),
    get: (user) => one("GET", routes.user(user)),
    byUsername: (username) => one("GET", routes.userByUsername(username)),
    byEmail: (email) => one("GET", routes.userByEmail(email)),
    create: (user) => one("POST", routes.users(), { body: user }),
    patch: (user, patch) => one("PUT", routes.userPatch(user), { body: patch }),
    setRoles: (user, roles) => done("PUT", routes.userRoles(user), { body: { roles } }),
    setActive: (user, isActive) => done("PUT", routes.userActive(user), { body: { active: isActive } }),
    teams: (user) => list("GET", routes.userTeams(user)),
    channels: (user) => channelsOf(user, calls),
    typing: (user, place) => done("POST", routes.userTyping(user), { body: place }),
    image: (user) => bytes(routes.userImage(user)),
    setImage: async (user, image) => done("POST", routes.userImage(user), await formWith(image)),
    resetImage: (user) => done("DELETE", routes.userImage(user)),
  };
}

/** For a user without any channel the server sends a broken text, `[{"id":"…not_found…"`, with status 200. */
async function channelsOf(user: Id, { text }: Calls): Promise<Channel[]> {
  const path = routes.userChannels(user);
  const body = await text("GET", path);
  // Half of an error, in a list that is not closed.
  if (body.startsWith("[{") && !body.trimEnd().endsWith("]") && body.includes(ErrorId.channelsNone)) return [];
  const call = callOf("GET", path);
  return listIn(call, jsonIn(call, body));
}
