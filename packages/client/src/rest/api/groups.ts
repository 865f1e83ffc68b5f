import { type Group, type GroupPatch, type Id, type NewGroup, type User, routes } from "@matterwright/protocol";
import { type Calls, callOf, listIn } from "../calls.ts";
import { type PageQuery, pageIn } from "../pages.ts";

/** Groups of users: `/api/v4/groups`. They need a licence; without one every call is a ServerFailure with status 501. */
export interface GroupsApi {
  /** `GET /groups`. One page; `q` is a part of the name. */
  list(query?: PageQuery & { readonly q?: string }): Promise<Group[]>;
  /** `GET /groups`. All, page by page. */
  all(): AsyncIterable<Group>;
  /** `GET /groups/{group_id}`. */
  get(group: Id): Promise<Group>;
  /** `GET /users/{user_id}/groups`. */
  ofUser(user: Id): Promise<Group[]>;
  /** `GET /channels/{channel_id}/groups`. Those that a channel is bound to. */
  ofChannel(channel: Id, page?: PageQuery): Promise<Group[]>;
  /** `GET /teams/{team_id}/groups`. Those that a team is bound to. */
  ofTeam(team: Id, page?: PageQuery): Promise<Group[]>;
  /** `POST /groups`. A custom one. */
  create(group: NewGroup): Promise<Group>;
  /** `PUT /groups/{group_id}/patch`. */
  patch(group: Id, patch: GroupPatch): Promise<Group>;
  /** `DELETE /groups/{group_id}`. */
  delete(group: Id): Promise<void>;
  /** `GET /groups/{group_id}/members`. One page. */
  members(group: Id, page?: PageQuery): Promise<User[]>;
  /** `POST /groups/{group_id}/members`. */
  addMembers(group: Id, users: readonly Id[]): Promise<void>;
  /** `DELETE /groups/{group_id}/members`. */
  removeMembers(group: Id, users: readonly Id[]): Promise<void>;
}

export function groupsApi({ one, list, done, pages }: Calls): GroupsApi {
  const within = async <Item>(path: string, key: "groups" | "members", page?: PageQuery): Promise<Item[]> => {
    const answer = await one<Record<string, unknown>>("GET", path, { query: pageIn(page) });
    return listIn(callOf("GET", path), answer[key] ?? null);
  };
  return {
    list: ({ q, ...page } = {}) => list("GET", routes.groups(), { query: { q, ...pageIn(page) } }),
    all: () => pages(routes.groups()),
    get: (group) => one("GET", routes.group(group)),
    ofUser: (user) => list("GET", routes.userGroups(user)),
    ofChannel: (channel, page) => within(routes.channelGroups(channel), "groups", page),
    ofTeam: (team, page) => within(routes.teamGroups(team), "groups", page),
    create: (group) => one("POST", routes.groups(), { body: group }),
    patch: (group, patch) => one("PUT", routes.groupPatch(group), { body: patch }),
    delete: (group) => done("DELETE", routes.group(group)),
    members: (group, page) => within(routes.groupMembers(group), "members", page),
    addMembers: (group, users) => done("POST", routes.groupMembers(group), { body: { user_ids: users } }),
    removeMembers: (group, users) => done("DELETE", routes.groupMembers(group), { body: { user_ids: users } }),
  };
}
