import type { Attachment } from "./attachment.ts";
import type { PostProps } from "./post.ts";
import type { Id, UnixMs } from "../ids.ts";

/** A custom slash command, as `POST /api/v4/commands` answers it. Who asks without managing it sees neither `token` nor `url`. */
export interface Command {
  id: Id;
  /** Sent with every call, so that the receiver knows who calls. */
  token: string;
  create_at: UnixMs;
  update_at: UnixMs;
  delete_at: UnixMs;
  creator_id: Id | "";
  team_id: Id | "";
  /** Without the slash. */
  trigger: string;
  /** `"P"` POST, `"G"` GET. */
  method: "P" | "G" | "";
  username: string;
  icon_url: string;
  auto_complete: boolean;
  auto_complete_desc: string;
  auto_complete_hint: string;
  display_name: string;
  description: string;
  url: string;
  plugin_id?: string;
  autocomplete_data?: unknown;
}

/** What `POST /api/v4/commands` reads. */
export type NewCommand = Pick<Command, "team_id" | "trigger" | "url"> &
  Partial<Omit<Command, "id" | "token" | "create_at" | "update_at" | "delete_at" | "creator_id">>;

/** What a command answers, and what `POST /api/v4/commands/execute` shows of it. */
export interface CommandAnswer {
  response_type: "in_channel" | "ephemeral" | "";
  text: string;
  username: string;
  channel_id: Id | "";
  icon_url: string;
  type: string;
  props: PostProps | null;
  goto_location: string;
  /** Opens a dialog. */
  trigger_id: string;
  skip_slack_parsing: boolean;
  attachments: Attachment[] | null;
  extra_responses: CommandAnswer[] | null;
}

/** One line of `GET /api/v4/teams/{team_id}/commands/autocomplete_suggestions`. The only keys of the API with capitals. */
export interface CommandSuggestion {
  Complete: string;
  Suggestion: string;
  Hint: string;
  Description: string;
  IconData: string;
}
