/**
 * Reads the server's call of a slash command. Called by the door for a request whose token is known; what does not look like such a
 * call is refused with one word about why, and nothing of it goes further.
 */
import { type Id, isId } from "@matterwright/protocol";

/** What a server says when somebody runs a slash command. */
export interface SlashCall {
  readonly token: string;
  readonly teamId: Id;
  /** The team's name, as in its links. */
  readonly teamName: string;
  readonly channelId: Id;
  readonly channelName: string;
  readonly userId: Id;
  readonly username: string;
  /** Without its slash, in lower case. */
  readonly trigger: string;
  /** What stood behind it and one blank. */
  readonly text: string;
  /** Opens a dialog, for a short time. */
  readonly triggerId: string;
  /** The thread in which it was run, or `""`. */
  readonly rootId: Id | "";
  /** Of the address for later answers: the part that says which; empty when there is none. */
  readonly responseKey: string;
}

/** The call, or what is wrong with it. */
export function readSlashCall(form: URLSearchParams): SlashCall | { readonly wrong: string } {
  const said = (name: string): string => form.get(name) ?? "";
  const missing = ["team_id", "channel_id", "user_id"].find((name) => !isId(said(name)));
  if (missing !== undefined) return { wrong: `${missing} is no id` };
  if (!isId(said("root_id")) && said("root_id") !== "") return { wrong: "root_id is no id" };
  const command = said("command");
  if (!/^\/\S+$/.test(command)) return { wrong: "command is no slash command" };
  if (!form.has("text")) return { wrong: "text is missing" };
  return {
    token: said("token"),
    teamId: said("team_id"),
    teamName: said("team_domain"),
    channelId: said("channel_id"),
    channelName: said("channel_name"),
    userId: said("user_id"),
    username: said("user_name"),
    trigger: command.slice(1).toLowerCase(),
    text: said("text"),
    triggerId: said("trigger_id"),
    rootId: said("root_id"),
    responseKey: /\/hooks\/commands\/([a-z0-9]{26})$/.exec(said("response_url"))?.[1] ?? "",
  };
}
