import {
  type AccessToken,
  type Channel,
  ErrorId,
  type Id,
  type Status,
  type Team,
  type User,
  routes,
} from "@matterwright/protocol";
import { ProtocolError } from "../../errors.ts";
import type { Requester } from "../request.ts";

/** People and bots: `/api/v4/users`. Where a user is asked for, `"me"` means the account of the token. */
export interface UsersApi {
  me(): Promise<User>;
  get(user: Id): Promise<User>;
  /** Without `@`, lower case. */
  byUsername(username: string): Promise<User>;
  /** Unknown ids are left out. */
  byIds(users: readonly Id[]): Promise<User[]>;
  byUsernames(usernames: readonly string[]): Promise<User[]>;
  search(query: {
    readonly term: string;
    readonly team_id?: Id;
    readonly in_channel_id?: Id;
    readonly limit?: number;
  }): Promise<User[]>;
  status(user: Id): Promise<Status>;
  statuses(users: readonly Id[]): Promise<Status[]>;
  teams(user: Id): Promise<Team[]>;
  /** Every channel that the user is in, of all teams, with direct and group messages. */
  channels(user: Id): Promise<Channel[]>;
  /** Shows the account as typing. */
  typing(user: Id, place: { readonly channel_id: Id; readonly parent_id?: Id }): Promise<void>;
  createToken(user: Id, description: string): Promise<AccessToken>;
  revokeToken(token: Id): Promise<void>;
  /** Logs in with a password, which bots cannot. The token is good for 30 days. */
  login(login: string, password: string): Promise<{ readonly user: User; readonly token: string }>;
}

export function usersApi({ json, raw }: Requester): UsersApi {
  return {
    me: () => json("GET", routes.user("me")),
    get: (user) => json("GET", routes.user(user)),
    byUsername: (username) => json("GET", routes.userByUsername(username)),
    byIds: (users) => json("POST", routes.usersByIds(), { body: users }),
    byUsernames: (usernames) => json("POST", routes.usersByUsernames(), { body: usernames }),
    search: (query) => json("POST", routes.usersSearch(), { body: query }),
    status: (user) => json("GET", routes.userStatus(user)),
    statuses: (users) => json("POST", routes.userStatuses(), { body: users }),
    teams: (user) => json("GET", routes.userTeams(user)),
    channels: (user) => channelsOf(user),
    typing: async (user, place) => void (await json("POST", routes.userTyping(user), { body: place })),
    createToken: (user, description) => json("POST", routes.userTokens(user), { body: { description } }),
    revokeToken: async (token) => void (await json("POST", routes.userTokenRevoke(), { body: { token_id: token } })),
    async login(login, password) {
      const response = await raw("POST", routes.login(), { body: { login_id: login, password } });
      const token = response.headers["token"];
      return { user: JSON.parse(await response.text()) as User, token: typeof token === "string" ? token : "" };
    },
  };

  /** For a user without any channel the server sends a broken text, `[{"id":"…not_found…"`, with status 200. */
  async function channelsOf(user: Id): Promise<Channel[]> {
    const path = routes.userChannels(user);
    const response = await raw("GET", path);
    const body = await response.text();
    try {
      return JSON.parse(body) as Channel[];
    } catch {
      if (body.includes(ErrorId.channelsNone)) return [];
      const call = { method: "GET", route: path };
      throw new ProtocolError({ call, status: response.status, reason: "answered with something that is not JSON" });
    }
  }
}
