import { type Id, type User, type UnixMs, routes } from "@matterwright/protocol";
import type { Calls } from "../calls.ts";
import { type PageQuery, pageIn } from "../pages.ts";

/** Which users. Without any, all that the account may see. */
export interface UsersQuery {
  readonly in_team?: Id;
  /** Asks for membership in the channel. */
  readonly in_channel?: Id;
  /** Needs `in_team` beside it. */
  readonly not_in_channel?: Id;
  readonly not_in_team?: Id;
  readonly in_group?: Id;
  /** One system role, such as `"system_admin"`. */
  readonly role?: string;
  readonly active?: boolean;
  readonly inactive?: boolean;
  readonly without_team?: boolean;
  readonly sort?: "last_activity_at" | "create_at" | "status" | "admin" | "display_name";
}

export interface UserSearch {
  /** A part of a username, nickname or name. */
  readonly term: string;
  readonly team_id?: Id;
  readonly not_in_team_id?: Id;
  readonly in_channel_id?: Id;
  readonly not_in_channel_id?: Id;
  readonly in_group_id?: Id;
  readonly allow_inactive?: boolean;
  readonly role?: string;
  /** 100 by default, 1,000 at most. */
  readonly limit?: number;
}

/** Users in lists. */
export interface UserListsApi {
  /** `GET /users`. One page. */
  list(query?: UsersQuery & PageQuery): Promise<User[]>;
  /** `GET /users`. All, page by page. @example for await (const user of rest.users.all({ in_team: team.id })) */
  all(query?: UsersQuery): AsyncIterable<User>;
  /** `POST /users/ids`. Unknown ids are left out. With `since`, only those that changed after it. */
  byIds(users: readonly Id[], since?: UnixMs): Promise<User[]>;
  /** `POST /users/usernames`. Unknown names are left out. */
  byUsernames(usernames: readonly string[]): Promise<User[]>;
  /** `POST /users/search`. */
  search(search: UserSearch): Promise<User[]>;
  /** `GET /users/autocomplete`. Those in a channel, and those who are not, by the beginning of a name. */
  autocomplete(query: {
    readonly name: string;
    readonly in_team?: Id;
    readonly in_channel?: Id;
  }): Promise<{ readonly users: User[]; readonly out_of_channel?: User[] }>;
  /** `GET /users/stats`. */
  stats(): Promise<{ readonly total_users_count: number }>;
}

export function userListsApi({ one, list, pages }: Calls): UserListsApi {
  return {
    list: ({ page, perPage, ...query } = {}) =>
      list("GET", routes.users(), { query: { ...query, ...pageIn({ page, perPage }) } }),
    all: (query) => pages(routes.users(), { ...query }),
    byIds: (users, since) => list("POST", routes.usersByIds(), { query: { since }, body: users }),
    byUsernames: (usernames) => list("POST", routes.usersByUsernames(), { body: usernames }),
    search: (search) => list("POST", routes.usersSearch(), { body: search }),
    autocomplete: (query) => one("GET", routes.usersAutocomplete(), { query: { ...query } }),
    stats: () => one("GET", routes.usersStats()),
  };
}
