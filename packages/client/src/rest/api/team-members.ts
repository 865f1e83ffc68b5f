import { type Id, type TeamMember, type TeamMemberResult, routes } from "@matterwright/protocol";
import type { Calls } from "../calls.ts";
import { type PageQuery, pageIn } from "../pages.ts";

/** Who is in a team: `/api/v4/teams/{team_id}/members`. */
export interface TeamMembersApi {
  /** `GET /teams/{team_id}/members`. One page. */
  members(team: Id, page?: PageQuery): Promise<TeamMember[]>;
  /** `GET /teams/{team_id}/members`. All, page by page. */
  allMembers(team: Id): AsyncIterable<TeamMember>;
  /** `GET /teams/{team_id}/members/{user_id}`. @throws NotFoundError when the user is not in it. */
  member(team: Id, user: Id): Promise<TeamMember>;
  /** `POST /teams/{team_id}/members`. */
  addMember(team: Id, user: Id): Promise<TeamMember>;
  /** `POST /teams/{team_id}/members/batch?graceful=true`. At most 256 at once; each result says whether that one could be added. */
  addMembers(team: Id, users: readonly Id[]): Promise<TeamMemberResult[]>;
  /** `DELETE /teams/{team_id}/members/{user_id}`. */
  removeMember(team: Id, user: Id): Promise<void>;
  /** `PUT /teams/{team_id}/members/{user_id}/roles`. Separated by a space: `"team_user team_admin"`. */
  setMemberRoles(team: Id, user: Id, roles: string): Promise<void>;
}

export function teamMembersApi({ one, list, done, pages }: Calls): TeamMembersApi {
  return {
    members: (team, page) => list("GET", routes.teamMembers(team), { query: pageIn(page) }),
    allMembers: (team) => pages(routes.teamMembers(team)),
    member: (team, user) => one("GET", routes.teamMember(team, user)),
    addMember: (team, user) => one("POST", routes.teamMembers(team), { body: { team_id: team, user_id: user } }),
    addMembers: (team, users) =>
      list("POST", routes.teamMembersBatch(team), {
        query: { graceful: true },
        body: users.map((user) => ({ team_id: team, user_id: user })),
      }),
    removeMember: (team, user) => done("DELETE", routes.teamMember(team, user)),
    setMemberRoles: (team, user, roles) => done("PUT", routes.teamMemberRoles(team, user), { body: { roles } }),
  };
}
