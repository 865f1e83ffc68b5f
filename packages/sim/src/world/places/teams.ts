/** Teams and who is in them. Joining a team means joining its two default channels, leaving it means leaving all. */
import type { Channel, Id, Team, TeamMember, User } from "@matterwright/protocol";
import { AppError } from "../../errors.ts";
import { goJson } from "../../json.ts";
import type { Act } from "../act.ts";
import { isGuest } from "../people/guests.ts";
import { createChannel } from "./channels.ts";
import { addMember, removeFromChannel } from "./members.ts";
import { systemPost } from "../posts/system-posts.ts";
import { under } from "../world.ts";

const NAME = /^[a-z0-9]+(?:[a-z\-0-9]+|(?:__)?)[a-z0-9]+$/;
const RESERVED = [
  "signup",
  "login",
  "admin",
  "channel",
  "post",
  "api",
  "oauth",
  "error",
  "help",
  "plugins",
  "playbooks",
  "boards",
];

export interface NewTeam {
  readonly name: string;
  readonly display_name: string;
  readonly type: Team["type"];
  readonly description?: string;
  readonly allow_open_invite?: boolean;
}

/** Makes a team with `town-square` and `off-topic`, and its creator its first member and administrator. */
export function createTeam(act: Act, wanted: NewTeam, creator: User): Team {
  const { world, now } = act;
  if (!NAME.test(wanted.name) || wanted.name.length < 2 || wanted.name.length > 64) {
    throw new AppError(
      "model.team.is_valid.characters.app_error",
      "Name must be 2 or more lowercase alphanumeric characters.",
      400,
    );
  }
  if (RESERVED.some((word) => wanted.name.startsWith(word))) {
    throw new AppError("model.team.is_valid.reserved.app_error", "This URL is unavailable. Please try another.", 400);
  }
  if (world.teamIdByName.has(wanted.name)) {
    throw new AppError("store.sql_team.save_team.existing.app_error", "A team with this URL already exists.", 400);
  }
  const team: Team = {
    id: act.newId(),
    create_at: now,
    update_at: now,
    delete_at: 0,
    display_name: wanted.display_name,
    name: wanted.name,
    description: wanted.description ?? "",
    email: creator.email,
    type: wanted.type,
    company_name: "",
    allowed_domains: "",
    invite_id: act.newId(),
    allow_open_invite: wanted.allow_open_invite ?? false,
    scheme_id: null,
    group_constrained: null,
    policy_id: null,
    cloud_limits_archived: false,
  };
  world.teams.set(team.id, team);
  world.teamIdByName.set(team.name, team.id);
  createChannel(act, { team_id: team.id, name: "town-square", display_name: "Town Square", type: "O" });
  createChannel(act, { team_id: team.id, name: "off-topic", display_name: "Off-Topic", type: "O" });
  addTeamMember(act, team, creator, { admin: true });
  return team;
}

/** Adds somebody to a team; adding a member again only says so again. */
export function addTeamMember(
  act: Act,
  team: Team,
  user: User,
  how: { readonly by?: User; readonly admin?: boolean } = {},
): TeamMember {
  const { world } = act;
  const members = under(world.teamMembers, team.id, () => new Map<Id, TeamMember>());
  const existing = members.get(user.id);
  const joined = { event: "added_to_team", data: { team_id: team.id, user_id: user.id }, to: { user_id: user.id } };
  if (existing !== undefined && existing.delete_at === 0) {
    act.emit(joined);
    return existing;
  }
  const isAdmin = how.admin === true;
  const guest = isGuest(user);
  const member: TeamMember = {
    team_id: team.id,
    user_id: user.id,
    roles: guest ? "team_guest" : isAdmin ? "team_user team_admin" : "team_user",
    delete_at: 0,
    scheme_guest: guest,
    scheme_user: !guest,
    scheme_admin: isAdmin,
    explicit_roles: "",
  };
  members.set(user.id, member);
  under(world.teamsOfUser, user.id, () => new Set()).add(team.id);
  for (const name of ["town-square", "off-topic"]) {
    const channel = channelNamed(act, team.id, name);
    if (channel !== undefined) joinDefault(act, channel, { user, admin: isAdmin });
  }
  act.emit(joined);
  if (how.by !== undefined) act.emit(joined);
  return member;
}

function joinDefault(
  act: Act,
  channel: Channel,
  { user, admin }: { readonly user: User; readonly admin: boolean },
): void {
  addMember(act, channel, user, { admin });
  const where = channel.name === "town-square" ? "team" : "channel";
  const message = `${user.username} joined the ${where}.`;
  systemPost(act, channel, user, { type: `system_join_${where}`, message, props: { username: user.username } });
  act.emit({
    event: "user_added",
    data: { team_id: channel.team_id, user_id: user.id },
    to: { channel_id: channel.id },
  });
}

export function removeTeamMember(act: Act, team: Team, user: User, by: User): void {
  const { world } = act;
  const member = world.teamMembers.get(team.id)?.get(user.id);
  if (member === undefined) {
    throw new AppError(
      "app.team.get_member.missing.app_error",
      "No team member found for that user ID and team ID.",
      404,
    );
  }
  const town = channelNamed(act, team.id, "town-square");
  for (const channelId of world.channelsOfTeam.get(team.id) ?? []) {
    const channel = world.channels.get(channelId);
    if (channel !== undefined && world.isMember(channelId, user.id))
      removeFromChannel(act, channel, user.id, { silent: true });
  }
  if (town !== undefined) {
    const left = by.id === user.id;
    systemPost(act, town, user, {
      type: left ? "system_leave_team" : "system_remove_from_team",
      message: left ? `${user.username} left the team.` : `${user.username} removed from the team.`,
      props: { username: user.username },
    });
  }
  act.emit({
    event: "leave_team",
    data: { team_id: team.id, user_id: user.id },
    to: { team_id: team.id, omit_users: { [user.id]: true } },
  });
  act.emit({ event: "leave_team", data: { team_id: team.id, user_id: user.id }, to: { user_id: user.id } });
  member.delete_at = act.now;
  world.teamsOfUser.get(user.id)?.delete(team.id);
}

export type TeamChange = Partial<
  Pick<Team, "display_name" | "description" | "company_name" | "allowed_domains" | "allow_open_invite">
>;

export function changeTeam(act: Act, team: Team, change: TeamChange): Team {
  Object.assign(team, change, { update_at: act.now });
  tellTeam(act, "update_team", team);
  return team;
}

export function setTeamArchived(act: Act, team: Team, archived: boolean): Team {
  Object.assign(team, { update_at: act.now, delete_at: archived ? act.now : 0 });
  tellTeam(act, archived ? "delete_team" : "restore_team", team);
  return team;
}

function tellTeam(act: Act, event: string, team: Team): void {
  act.emit({ event, data: { team: goJson({ ...team, email: "", invite_id: "" }) }, to: { team_id: team.id } });
}

export function channelNamed(act: Pick<Act, "world">, teamId: Id, name: string): Channel | undefined {
  const id = act.world.channelIdByName.get(`${teamId}/${name}`);
  return id === undefined ? undefined : act.world.channels.get(id);
}
