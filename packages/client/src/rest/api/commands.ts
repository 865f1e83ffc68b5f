import {
  type Command,
  type CommandAnswer,
  type CommandSuggestion,
  type Id,
  type NewCommand,
  routes,
} from "@matterwright/protocol";
import type { Calls } from "../calls.ts";

export interface CommandCall {
  /** With its slash: `/deploy api`. */
  readonly command: string;
  readonly channel_id: Id;
  /** Where the channel is a direct or group message, the team whose commands are meant. */
  readonly team_id?: Id;
  readonly root_id?: Id;
}

/** Slash commands: `/api/v4/commands`. Team administrators may make them. */
export interface CommandsApi {
  /** `POST /commands`. Its token is in the answer. @throws ConflictError when the trigger is taken. */
  create(command: NewCommand): Promise<Command>;
  /** `GET /commands/{command_id}`. */
  get(command: Id): Promise<Command>;
  /** `GET /commands`. Those that were made for a team, without the built-in ones. */
  list(team: Id): Promise<Command[]>;
  /** `PUT /commands/{command_id}`. Everything that is not given becomes empty. */
  update(command: Id, to: NewCommand): Promise<Command>;
  /** `PUT /commands/{command_id}/move`. To another team. */
  move(command: Id, team: Id): Promise<void>;
  /** `DELETE /commands/{command_id}`. */
  delete(command: Id): Promise<void>;
  /** `PUT /commands/{command_id}/regen_token`. The old token is worth nothing from then on. */
  regenerateToken(command: Id): Promise<string>;
  /** `POST /commands/execute`. As if the account had typed it. */
  execute(call: CommandCall): Promise<CommandAnswer>;
  /** `GET /teams/{team_id}/commands/autocomplete`. What a person is offered, built-in ones too. */
  autocomplete(team: Id): Promise<Command[]>;
  /** `GET /teams/{team_id}/commands/autocomplete_suggestions`. What is offered for the beginning of a command. */
  suggestions(team: Id, input: { readonly user_input: string; readonly channel_id?: Id }): Promise<CommandSuggestion[]>;
}

export function commandsApi({ one, list, done }: Calls): CommandsApi {
  return {
    create: (command) => one("POST", routes.commands(), { body: { method: "P", ...command } }),
    get: (command) => one("GET", routes.command(command)),
    list: (team) => list("GET", routes.commands(), { query: { team_id: team, custom_only: true } }),
    update: (command, to) => one("PUT", routes.command(command), { body: { id: command, method: "P", ...to } }),
    move: (command, team) => done("PUT", routes.commandMove(command), { body: { team_id: team } }),
    delete: (command) => done("DELETE", routes.command(command)),
    regenerateToken: async (command) =>
      (await one<{ readonly token: string }>("PUT", routes.commandToken(command))).token,
    execute: (call) => one("POST", routes.commandExecute(), { body: call }),
    autocomplete: (team) => list("GET", routes.commandsAutocomplete(team)),
    suggestions: (team, input) => list("GET", routes.commandSuggestions(team), { query: { ...input } }),
  };
}
