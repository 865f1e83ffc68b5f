import { type Channel, type Id, type Team, type TeamMember, type TeamType, routes } from "@matterwright/protocol";
import type { Requester } from "../request.ts";
import type { PageQuery } from "./channels.ts";

/** Teams and their members: `/api/v4/teams`. */
export interface TeamsApi {
  get(team: Id): Promise<Team>;
  byName(name: string): Promise<Team>;
  create(team: { readonly name: string; readonly display_name: string; readonly type: TeamType }): Promise<Team>;
  members(team: Id, page?: PageQuery): Promise<TeamMember[]>;
  addMember(team: Id, user: Id): Promise<TeamMember>;
  removeMember(team: Id, user: Id): Promise<void>;
  /** Open channels that are not archived. */
  channels(team: Id, page?: PageQuery): Promise<Channel[]>;
}

export function teamsApi({ json }: Requester): TeamsApi {
  return {
    get: (team) => json("GET", routes.team(team)),
    byName: (name) => json("GET", routes.teamByName(name)),
    create: (team) => json("POST", routes.teams(), { body: team }),
    members: (team, { page, perPage } = {}) =>
      json("GET", routes.teamMembers(team), { query: { page, per_page: perPage } }),
    addMember: (team, user) => json("POST", routes.teamMembers(team), { body: { team_id: team, user_id: user } }),
    removeMember: async (team, user) => void (await json("DELETE", routes.teamMember(team, user))),
    channels: (team, { page, perPage } = {}) =>
      json("GET", routes.teamChannels(team), { query: { page, per_page: perPage } }),
  };
}
