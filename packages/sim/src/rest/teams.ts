/** `/api/v4/teams`: teams, their members and channels. */
import type { Team } from "@matterwright/protocol";
import { AppError, refuse } from "../errors.ts";
import {
  addTeamMember,
  changeTeam,
  channelNamed,
  createTeam,
  removeTeamMember,
  setTeamArchived,
} from "../world/places/teams.ts";
import { type Call, OK, text } from "./call.ts";
import type { Answer, Router } from "./router.ts";

export function teamRoutes(router: Router): void {
  router.add("POST /api/v4/teams", create);
  router.add("GET /api/v4/teams", list);
  router.add("GET /api/v4/teams/name/{team_name}", byName);
  router.add("GET /api/v4/teams/{team_id}", get);
  router.add("PUT /api/v4/teams/{team_id}/patch", patch);
  router.add("DELETE /api/v4/teams/{team_id}", (call) => archive(call, true));
  router.add("POST /api/v4/teams/{team_id}/restore", (call) => archive(call, false));
  router.add("GET /api/v4/teams/{team_id}/stats", stats);
  router.add("GET /api/v4/teams/{team_id}/members", members);
  router.add("POST /api/v4/teams/{team_id}/members", add);
  router.add("GET /api/v4/teams/{team_id}/members/{user_id}", member);
  router.add("DELETE /api/v4/teams/{team_id}/members/{user_id}", remove);
  router.add("POST /api/v4/teams/search", search);
  router.add("GET /api/v4/teams/{team_id}/channels", channels);
  router.add("GET /api/v4/teams/{team_id}/channels/private", privateChannels);
  router.add("GET /api/v4/teams/{team_id}/channels/deleted", deletedChannels);
  router.add("POST /api/v4/teams/{team_id}/channels/search", searchChannels);
  router.add("POST /api/v4/teams/{team_id}/channels/ids", channelsByIds);
  router.add("GET /api/v4/teams/{team_id}/channels/autocomplete", autocompleteChannels);
  router.add("GET /api/v4/teams/{team_id}/channels/name/{channel_name}", channelByName);
  router.add("GET /api/v4/teams/name/{team_name}/channels/name/{channel_name}", channelByNames);
}

function create(call: Call): Answer {
  const body = call.body("team");
  call.require(call.me.is_bot !== true || call.isAdmin);
  const team = createTeam(
    call.act,
    {
      name: text(body, "name") ?? "",
      display_name: text(body, "display_name") ?? "",
      type: text(body, "type") === "I" ? "I" : "O",
    },
    call.me,
  );
  return { status: 201, json: team };
}

/** Only administrators see who founded a team and how one is invited. */
export function teamView(call: Call, team: Team): Team {
  return call.isTeamAdmin(team.id) ? team : { ...team, email: "", invite_id: "" };
}

function list(call: Call): Answer {
  const { from, rows } = call.page();
  const teams = [...call.world.teams.values()].filter(
    (team) => call.isAdmin || team.allow_open_invite || call.world.isInTeam(team.id, call.me.id),
  );
  return { json: teams.slice(from, from + rows).map((team) => teamView(call, team)) };
}

function visible(call: Call, team: Team): Team {
  call.require(
    call.isAdmin || call.world.isInTeam(team.id, call.me.id) || (team.type === "O" && team.allow_open_invite),
  );
  return team;
}

function get(call: Call): Answer {
  return { json: teamView(call, visible(call, call.team(call.id("team_id")))) };
}

function byName(call: Call): Answer {
  return { json: teamView(call, visible(call, teamNamed(call))) };
}

function teamNamed(call: Call): Team {
  const id = call.world.teamIdByName.get((call.params["team_name"] ?? "").toLowerCase());
  if (id === undefined)
    throw new AppError("app.team.get_by_name.missing.app_error", "Unable to find the existing team.", 404);
  return call.team(id);
}

function patch(call: Call): Answer {
  const team = call.team(call.id("team_id"));
  call.require(call.isTeamAdmin(team.id));
  const body = call.body("team");
  const names = ["display_name", "description", "company_name", "allowed_domains"] as const;
  const change = Object.fromEntries(
    names.flatMap((name) => (text(body, name) === undefined ? [] : [[name, text(body, name)]])),
  );
  const open = body["allow_open_invite"];
  return {
    json: teamView(
      call,
      changeTeam(call.act, team, { ...change, ...(typeof open === "boolean" ? { allow_open_invite: open } : {}) }),
    ),
  };
}

function archive(call: Call, archived: boolean): Answer {
  const team = call.team(call.id("team_id"));
  call.require(call.isTeamAdmin(team.id));
  setTeamArchived(call.act, team, archived);
  return archived ? OK : { json: teamView(call, team) };
}

function members(call: Call): Answer {
  const team = call.team(call.id("team_id"));
  call.require(call.world.isInTeam(team.id, call.me.id) || call.isAdmin);
  const { from, rows } = call.page();
  const all = [...(call.world.teamMembers.get(team.id)?.values() ?? [])].filter((each) => each.delete_at === 0);
  return { json: all.slice(from, from + rows) };
}

function member(call: Call): Answer {
  const team = call.team(call.id("team_id"));
  call.require(call.world.isInTeam(team.id, call.me.id) || call.isAdmin);
  const found = call.world.teamMembers.get(team.id)?.get(call.id("user_id"));
  if (found === undefined)
    throw new AppError(
      "app.team.get_member.missing.app_error",
      "No team member found for that user ID and team ID.",
      404,
    );
  return { json: found };
}

function add(call: Call): Answer {
  const body = call.body("team_id");
  if (text(body, "team_id") !== call.id("team_id")) throw refuse.bodyParam("team_id");
  const userId = text(body, "user_id") ?? "";
  if (userId === "") throw refuse.bodyParam("user_id");
  const team = call.team(call.id("team_id"));
  const isSelf = userId === call.me.id;
  call.require(
    isSelf
      ? (team.type === "O" && team.allow_open_invite) || call.isTeamAdmin(team.id)
      : call.world.isInTeam(team.id, call.me.id) || call.isAdmin,
  );
  return { status: 201, json: addTeamMember(call.act, team, call.user(userId), { by: call.me }) };
}

function remove(call: Call): Answer {
  const team = call.team(call.id("team_id"));
  const userId = call.id("user_id");
  call.require(userId === call.me.id || call.isTeamAdmin(team.id));
  removeTeamMember(call.act, team, call.user(userId), call.me);
  return OK;
}

/** By the beginning of a word of their names. */
function search(call: Call): Answer {
  const term = (text(call.body("team_search"), "term") ?? "").toLowerCase();
  const found = [...call.world.teams.values()]
    .filter(({ name, display_name: display }) => [name, display].some((each) => each.toLowerCase().includes(term)))
    .filter((team) => call.isAdmin || team.allow_open_invite || call.world.isInTeam(team.id, call.me.id));
  return { json: found.map((team) => teamView(call, team)) };
}

function channelsWhere(
  call: Call,
  keep: (channel: ReturnType<Call["channel"]>) => boolean,
): ReturnType<Call["channel"]>[] {
  return [...(call.world.channelsOfTeam.get(call.id("team_id")) ?? [])]
    .flatMap((id) => call.world.channels.get(id) ?? [])
    .filter(keep)
    .toSorted((a, b) => (a.display_name.toLowerCase() < b.display_name.toLowerCase() ? -1 : 1));
}

function requireMember(call: Call): void {
  call.require(call.world.isInTeam(call.id("team_id"), call.me.id) || call.isAdmin);
}

function channels(call: Call): Answer {
  requireMember(call);
  const { from, rows } = call.page();
  return {
    json: channelsWhere(call, (channel) => channel.type === "O" && channel.delete_at === 0).slice(from, from + rows),
  };
}

function privateChannels(call: Call): Answer {
  call.require(call.isAdmin);
  const { from, rows } = call.page();
  return {
    json: channelsWhere(call, (channel) => channel.type === "P" && channel.delete_at === 0).slice(from, from + rows),
  };
}

function deletedChannels(call: Call): Answer {
  requireMember(call);
  const { from, rows } = call.page();
  const mine = (id: string): boolean => call.world.isMember(id, call.me.id) || call.isAdmin;
  return {
    json: channelsWhere(call, (channel) => channel.delete_at !== 0 && (channel.type === "O" || mine(channel.id))).slice(
      from,
      from + rows,
    ),
  };
}

function searchChannels(call: Call): Answer {
  requireMember(call);
  const body = call.body("channel_search");
  return { json: matching(call, text(body, "term") ?? "") };
}

function autocompleteChannels(call: Call): Answer {
  requireMember(call);
  return { json: matching(call, call.query.get("name") ?? "") };
}

/** Open channels with the text anywhere in their names or purpose. */
function matching(call: Call, term: string): ReturnType<Call["channel"]>[] {
  const wanted = term.toLowerCase();
  return channelsWhere(
    call,
    ({ type, delete_at: deletedAt, name, display_name: display, purpose }) =>
      type === "O" && deletedAt === 0 && [name, display, purpose].some((text) => text.toLowerCase().includes(wanted)),
  );
}

function channelsByIds(call: Call): Answer {
  requireMember(call);
  const ids = new Set(call.texts("channel_ids"));
  if (ids.size === 0) throw refuse.bodyParam("channel_ids");
  return { json: channelsWhere(call, (channel) => ids.has(channel.id) && channel.type === "O") };
}

function channelByName(call: Call): Answer {
  return named(call, call.id("team_id"));
}

function channelByNames(call: Call): Answer {
  return named(call, teamNamed(call).id);
}

/** A private channel does not exist for those who are not in it. */
function named(call: Call, teamId: string): Answer {
  const channel = channelNamed(call, teamId, (call.params["channel_name"] ?? "").toLowerCase());
  const missing = new AppError("app.channel.get_by_name.missing.app_error", "Channel does not exist.", 404);
  if (channel === undefined || (channel.delete_at !== 0 && call.query.get("include_deleted") !== "true")) throw missing;
  if (channel.type === "P" && !call.isChannelMember(channel)) throw missing;
  call.mayRead(channel);
  return { json: channel };
}

function stats(call: Call): Answer {
  const teamId = call.id("team_id");
  call.require(call.world.isInTeam(teamId, call.me.id) || call.isAdmin);
  const members = [...(call.world.teamMembers.get(teamId)?.values() ?? [])].filter((each) => each.delete_at === 0);
  const active = members.filter((each) => call.world.user(each.user_id)?.delete_at === 0);
  return { json: { team_id: teamId, total_member_count: members.length, active_member_count: active.length } };
}
