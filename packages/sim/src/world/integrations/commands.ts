/** Slash commands of teams: made, changed, found. Running them begins in `rest/command-run.ts`. */
import { type Command, ErrorId, type Id, type Team, isId } from "@matterwright/protocol";
import { AppError } from "../../errors.ts";
import type { Act } from "../act.ts";
import { BUILT_IN_TRIGGERS } from "../built-in/list.ts";
import { type Owned, newlyOwned, ownedPart } from "./owned.ts";
import type { World } from "../world.ts";

/** What a client says about a command. The rest is the server's. */
export type CommandDraft = Omit<
  Command,
  "id" | "token" | "create_at" | "update_at" | "delete_at" | "creator_id" | "plugin_id" | "autocomplete_data"
>;

/** @throws AppError 400 when the trigger is taken, or something does not fit. */
export function createCommand(act: Act, draft: CommandDraft, creatorId: Id): Command {
  const command: Command = withDraft(draft, newlyOwned(act, creatorId));
  checkTrigger(act.world, command);
  checkCommand(command);
  act.world.commands.set(command.id, command);
  return command;
}

/** Replaces everything that is the client's: what it leaves out becomes empty. The team stays. @throws AppError 400. */
export function updateCommand(act: Act, command: Command, draft: CommandDraft): Command {
  const changed = withDraft({ ...draft, team_id: command.team_id }, { ...command, update_at: act.now });
  checkTrigger(act.world, changed);
  checkCommand(changed);
  return Object.assign(command, changed);
}

/** @throws AppError 400 when the other team has such a trigger. */
export function moveCommand(act: Act, command: Command, { id: team_id }: Team): void {
  checkTrigger(act.world, { ...command, team_id });
  Object.assign(command, { team_id, update_at: act.now });
}

export function renewCommandToken(act: Act, command: Command): Command {
  return Object.assign(command, { token: act.newId(), update_at: act.now });
}

/** Those that are not deleted, oldest first. */
export function commandsOf(world: World, teamId: Id): Command[] {
  return [...world.commands.values()].filter((command) => command.team_id === teamId && command.delete_at === 0);
}

/** As everybody sees it: without what would allow to play the server or its integration. */
export function publicView(command: Command): Command {
  return { ...command, token: "", creator_id: "", method: "", username: "", icon_url: "", url: "" };
}

/** In the server's order of fields. */
function withDraft(draft: CommandDraft, own: Owned): Command {
  return {
    ...ownedPart(own),
    team_id: draft.team_id,
    trigger: draft.trigger.toLowerCase(),
    method: draft.method,
    username: draft.username,
    icon_url: draft.icon_url,
    auto_complete: draft.auto_complete,
    auto_complete_desc: draft.auto_complete_desc,
    auto_complete_hint: draft.auto_complete_hint,
    display_name: draft.display_name,
    description: draft.description,
    url: draft.url,
    plugin_id: "",
  };
}

function checkTrigger(world: World, { id, team_id: teamId, trigger }: Command): void {
  const isTaken =
    BUILT_IN_TRIGGERS.has(trigger) ||
    commandsOf(world, teamId).some((other) => other.id !== id && other.trigger === trigger);
  if (!isTaken) return;
  const message = "This trigger word is already in use. Please choose another word.";
  throw new AppError(ErrorId.commandDuplicateTrigger, message, 400);
}

function checkCommand(command: Command): void {
  const { trigger, url, method } = command;
  if (!isId(command.team_id)) throw invalid("team_id", "Invalid team ID.");
  if (!/^[A-Za-z0-9_.-][A-Za-z0-9_./-]{0,127}$/.test(trigger)) throw invalid("trigger", "Invalid trigger.");
  if (url === "" || bytes(url) > 1_024) throw invalid("url", "Invalid URL.");
  if (!/^https?:\/\//.test(url) || !URL.canParse(url))
    throw invalid("url_http", "Invalid URL. Must be a valid URL and start with http:// or https://.");
  if (method !== "P" && method !== "G") throw invalid("method", "Invalid Method.");
  if (bytes(command.display_name) > 64) throw invalid("display_name", "Invalid title.");
  if (bytes(command.description) > 128) throw invalid("description", "Invalid description.");
}

function bytes(text: string): number {
  return Buffer.byteLength(text);
}

function invalid(what: string, message: string): AppError {
  return new AppError(`model.command.is_valid.${what}.app_error`, message, 400);
}
