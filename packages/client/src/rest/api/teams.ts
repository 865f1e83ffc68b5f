import {
  type Channel,
  type Id,
  type NewTeam,
  type Team,
  type TeamPatch,
  type TeamStats,
  routes,
} from "@matterwright/protocol";
import type { Calls } from "../calls.ts";
import { type Picture, formWith } from "../form.ts";
import { type PageQuery, pageIn } from "../pages.ts";
import { type TeamMembersApi, teamMembersApi } from "./team-members.ts";

/** Teams and their members: `/api/v4/teams`. */
export interface TeamsApi extends TeamMembersApi {
  /** `GET /teams/{team_id}`. */
  get(team: Id): Promise<Team>;
  /** `GET /teams/name/{team_name}`. */
  byName(name: string): Promise<Team>;
  /** `POST /teams`. The caller becomes its administrator. */
  create(team: NewTeam): Promise<Team>;
  /** `PUT /teams/{team_id}/patch`. */
  patch(team: Id, patch: TeamPatch): Promise<Team>;
  /** `DELETE /teams/{team_id}`. It can be restored. */
  archive(team: Id): Promise<void>;
  /** `POST /teams/{team_id}/restore`. */
  restore(team: Id): Promise<Team>;
  /** `GET /teams/{team_id}/stats`. */
  stats(team: Id): Promise<TeamStats>;
  /** `GET /teams`. One page of the teams that the account may see. */
  list(page?: PageQuery): Promise<Team[]>;
  /** `GET /teams`. All teams that the account may see, page by page. */
  all(): AsyncIterable<Team>;
  /** `POST /teams/search`. By a part of the name. */
  search(term: string): Promise<Team[]>;
  /** `GET /teams/{team_id}/channels`. Open channels that are not archived, one page. */
  channels(team: Id, page?: PageQuery): Promise<Channel[]>;
  /** `GET /teams/{team_id}/channels`. All open channels that are not archived, page by page. */
  allChannels(team: Id): AsyncIterable<Channel>;
  /** `GET /teams/{team_id}/image`. @throws NotFoundError when it has none. */
  icon(team: Id): Promise<AsyncIterable<Uint8Array>>;
  /** `POST /teams/{team_id}/image`. */
  setIcon(team: Id, image: Picture): Promise<void>;
  /** `DELETE /teams/{team_id}/image`. */
  removeIcon(team: Id): Promise<void>;
}

export function teamsApi(calls: Calls): TeamsApi {
  const { one, list, done, pages, bytes } = calls;
  return {
    ...teamMembersApi(calls),
    get: (team) => one("GET", routes.team(team)),
    byName: (name) => one("GET", routes.teamByName(name)),
    create: (team) => one("POST", routes.teams(), { body: team }),
    patch: (team, patch) => one("PUT", routes.teamPatch(team), { body: patch }),
    archive: (team) => done("DELETE", routes.team(team)),
    restore: (team) => one("POST", routes.teamRestore(team)),
    stats: (team) => one("GET", routes.teamStats(team)),
    list: (page) => list("GET", routes.teams(), { query: pageIn(page) }),
    all: () => pages(routes.teams()),
    search: (term) => list("POST", routes.teamsSearch(), { body: { term } }),
    channels: (team, page) => list("GET", routes.teamChannels(team), { query: pageIn(page) }),
    allChannels: (team) => pages(routes.teamChannels(team)),
    icon: (team) => bytes(routes.teamImage(team)),
    setIcon: async (team, image) => done("POST", routes.teamImage(team), await formWith(image)),
    removeIcon: (team) => done("DELETE", routes.teamImage(team)),
  };
}
