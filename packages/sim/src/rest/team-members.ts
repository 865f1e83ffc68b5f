/** `/api/v4/teams/{team_id}/members`: several at once, and what they may do there. One at a time is in `teams.ts`. */
import type { TeamMember } from "@matterwright/protocol";
import { AppError, refuse } from "../errors.ts";
import { goJson } from "../json.ts";
import { addTeamMember } from "../world/places/teams.ts";
import { type Call, OK, text } from "./call.ts";
import type { Answer, Router } from "./router.ts";

/** As many as the server takes at once. */
const ADDED_MOST = 256;

export function teamMemberRoutes(router: Router): void {
  router.add("POST /api/v4/teams/{team_id}/members/batch", addSeveral);
  router.add("PUT /api/v4/teams/{team_id}/members/{user_id}/schemeRoles", schemeRoles);
  router.add("PUT /api/v4/teams/{team_id}/members/{user_id}/roles", roles);
}

/** `graceful`: whoever cannot be added is told by himself, and the others are added. */
function addSeveral(call: Call): Answer {
  const team = call.team(call.id("team_id"));
  call.require(call.world.isInTeam(team.id, call.me.id) || call.isAdmin);
  const rows: unknown = call.json("members");
  if (!Array.isArray(rows) || rows.length === 0 || rows.length > ADDED_MOST) throw refuse.bodyParam("members");
  const ids = rows.map((row) => (row as Partial<TeamMember> | null)?.user_id ?? "");
  const isGraceful = call.query.get("graceful") === "true";
  const added = ids.map((id) => {
    const member = addTeamMember(call.act, team, call.user(id), { by: call.me });
    return isGraceful ? { user_id: id, member, error: null } : member;
  });
  return { status: 201, json: added };
}

function schemeRoles(call: Call): Answer {
  return becomes(call, call.body("scheme_roles")["scheme_admin"] === true);
}

function roles(call: Call): Answer {
  const wanted = (text(call.body("roles"), "roles") ?? "").split(" ");
  if (!wanted.every((role) => /^team_(?:user|admin|guest)$/.test(role))) throw refuse.bodyParam("roles");
  return becomes(call, wanted.includes("team_admin"));
}

function becomes(call: Call, isAdmin: boolean): Answer {
  const team = call.team(call.id("team_id"));
  call.require(call.isTeamAdmin(team.id));
  const found = call.world.teamMembers.get(team.id)?.get(call.id("user_id"));
  if (found === undefined)
    throw new AppError(
      "app.team.get_member.missing.app_error",
      "No team member found for that user ID and team ID.",
      404,
    );
  Object.assign(found, { scheme_admin: isAdmin, roles: isAdmin ? "team_user team_admin" : "team_user" });
  call.act.emit({ event: "memberrole_updated", data: { member: goJson(found) }, to: { user_id: found.user_id } });
  return OK;
}
