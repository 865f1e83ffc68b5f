/** `/api/v4/commands`: slash commands, made, listed, changed and removed by who administers the team. Running them is in `command-run.ts`. */
import { type Command, ErrorId } from "@matterwright/protocol";
import { AppError, refuse } from "../errors.ts";
import { BUILT_IN_COMMANDS } from "../world/built-in/list.ts";
import {
  type CommandDraft,
  commandsOf,
  createCommand,
  moveCommand,
  publicView,
  renewCommandToken,
  updateCommand,
} from "../world/integrations/commands.ts";
import { suggestedCommands, suggestionsFor } from "../world/integrations/suggestions.ts";
import { type Call, OK, text } from "./call.ts";
import type { Answer, Router } from "./router.ts";

export function commandRoutes(router: Router): void {
  router.add("POST /api/v4/commands", create);
  router.add("GET /api/v4/commands", list);
  router.add("GET /api/v4/commands/{command_id}", get);
  router.add("PUT /api/v4/commands/{command_id}", update);
  router.add("DELETE /api/v4/commands/{command_id}", remove);
  router.add("PUT /api/v4/commands/{command_id}/move", move);
  router.add("PUT /api/v4/commands/{command_id}/regen_token", renewToken);
  router.add("GET /api/v4/teams/{team_id}/commands/autocomplete", autocomplete);
  router.add("GET /api/v4/teams/{team_id}/commands/autocomplete_suggestions", suggestions);
}

function create(call: Call): Answer {
  const body = call.body("command");
  const draft = draftOf(body);
  call.require(call.isTeamAdmin(draft.team_id));
  const creator = text(body, "creator_id") ?? "";
  if (creator !== "" && creator !== call.me.id) call.user(creator);
  checkEnabled(call);
  return { status: 201, json: createCommand(call.act, draft, creator === "" ? call.me.id : creator) };
}

function list(call: Call): Answer {
  const teamId = call.query.get("team_id") ?? "";
  if (teamId === "") throw refuse.bodyParam("team_id");
  call.require(call.isAdmin || call.world.isInTeam(teamId, call.me.id));
  const isCustomOnly = ["true", "1", "t", "T", "TRUE", "True"].includes(call.query.get("custom_only") ?? "");
  if (isCustomOnly) {
    call.require(call.isTeamAdmin(teamId));
    checkEnabled(call);
    return { json: commandsOf(call.world, teamId) };
  }
  if (!call.isTeamAdmin(teamId)) return { json: suggestedCommands(call.world, teamId, isEnabled(call)) };
  const custom = isEnabled(call) ? commandsOf(call.world, teamId) : [];
  return { json: [...BUILT_IN_COMMANDS, ...custom.map(publicView)] };
}

/** Who may not manage a command does not learn that it exists. */
function managed(call: Call): Command {
  const command = call.world.commands.get(call.id("command_id"));
  if (!isEnabled(call) || command === undefined || command.delete_at !== 0 || !call.isTeamAdmin(command.team_id))
    throw new AppError(ErrorId.commandMissing, "Unable to get the command.", 404);
  return command;
}

function get(call: Call): Answer {
  return { json: managed(call) };
}

function update(call: Call): Answer {
  const body = call.body("command");
  if (text(body, "id") !== call.id("command_id")) throw refuse.bodyParam("command");
  const draft = draftOf(body);
  const command = managed(call);
  if (draft.team_id !== command.team_id)
    throw new AppError("api.command.team_mismatch.app_error", "Unable to update commands across teams.", 400);
  return { json: updateCommand(call.act, command, draft) };
}

function remove(call: Call): Answer {
  Object.assign(managed(call), { delete_at: call.act.now, update_at: call.act.now });
  return OK;
}

function move(call: Call): Answer {
  const team = call.team(text(call.body("team_id"), "team_id") ?? "");
  call.require(call.isTeamAdmin(team.id));
  const command = managed(call);
  const isTheirs =
    call.world.isSystemAdmin(command.creator_id) ||
    call.world.teamMembers.get(team.id)?.get(command.creator_id)?.scheme_admin === true;
  if (!isTheirs)
    throw new AppError(
      "api.command.move_command.creator_no_permission.app_error",
      "No permission to move command",
      400,
    );
  moveCommand(call.act, command, team);
  return OK;
}

function renewToken(call: Call): Answer {
  return { json: { token: renewCommandToken(call.act, managed(call)).token } };
}

function autocomplete(call: Call): Answer {
  return { json: suggestable(call) };
}

function suggestions(call: Call): Answer {
  const commands = suggestable(call);
  const input = call.query.get("user_input") ?? "";
  if (input === "") throw refuse.bodyParam("userInput");
  return { json: suggestionsFor(commands, input) };
}

function suggestable(call: Call): Command[] {
  const teamId = call.id("team_id");
  call.require(call.isAdmin || call.world.isInTeam(teamId, call.me.id));
  return suggestedCommands(call.world, teamId, isEnabled(call));
}

function isEnabled(call: Call): boolean {
  return call.act.settings["ServiceSettings.EnableCommands"];
}

function checkEnabled(call: Call): void {
  if (isEnabled(call)) return;
  throw new AppError(ErrorId.commandsDisabled, "Commands have been disabled by the system admin.", 501);
}

const TEXTS = [
  "team_id",
  "trigger",
  "method",
  "username",
  "icon_url",
  "auto_complete_desc",
  "auto_complete_hint",
  "display_name",
  "description",
  "url",
] as const;

/** What a body says about a command. @throws AppError 400 when a field is of another kind. */
function draftOf(body: Readonly<Record<string, unknown>>): CommandDraft {
  const { auto_complete: suggested = false } = body;
  if (TEXTS.some((name) => typeof (body[name] ?? "") !== "string") || typeof (suggested ?? false) !== "boolean")
    throw refuse.bodyParam("command");
  const texts = Object.fromEntries(TEXTS.map((name) => [name, body[name] ?? ""]));
  return { ...texts, auto_complete: suggested === true } as unknown as CommandDraft;
}
