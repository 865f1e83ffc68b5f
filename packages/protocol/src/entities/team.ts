import type { ServerError } from "./server-error.ts";
import type { Id, UnixMs } from "../ids.ts";

/** `"O"` open to anybody on the server, `"I"` by invitation. */
export type TeamType = "O" | "I";

export interface Team {
  id: Id;
  create_at: UnixMs;
  update_at: UnixMs;
  delete_at: UnixMs;
  display_name: string;
  /** The team's part of an address: `https://chat.example.com/<name>/channels/town-square`. */
  name: string;
  description: string;
  email: string;
  type: TeamType;
  company_name: string;
  allowed_domains: string;
  invite_id: string;
  allow_open_invite: boolean;
  last_team_icon_update?: UnixMs;
  scheme_id: string | null;
  group_constrained: boolean | null;
  policy_id: string | null;
  cloud_limits_archived?: boolean;
}

export interface TeamMember {
  team_id: Id;
  user_id: Id;
  roles: string;
  delete_at: UnixMs;
  scheme_guest: boolean;
  scheme_user: boolean;
  scheme_admin: boolean;
  explicit_roles: string;
}

/** What `POST /api/v4/teams` reads. */
export type NewTeam = Pick<Team, "name" | "display_name" | "type"> & Partial<Pick<Team, "description">>;

/** What `PUT /api/v4/teams/{team_id}/patch` reads. */
export type TeamPatch = Partial<Pick<Team, "display_name" | "description" | "allow_open_invite" | "company_name">>;

/** `GET /api/v4/teams/{team_id}/stats`. */
export interface TeamStats {
  team_id: Id;
  total_member_count: number;
  active_member_count: number;
}

/** One of several who were added: a member, or why not. */
export interface TeamMemberResult {
  user_id: Id;
  member: TeamMember | null;
  error: ServerError | null;
}
