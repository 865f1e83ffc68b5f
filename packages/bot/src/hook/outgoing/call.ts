/**
 * Reads what a server says of a post to an outgoing webhook: as a form, with the time in seconds, or as JSON, with the time in
 * milliseconds. Called for a request whose token is not known yet; it believes nothing, and says what is wrong in a word.
 */
import { type Id, type UnixMs, isId } from "@matterwright/protocol";
import { readBody } from "../body.ts";

export interface OutgoingCall {
  readonly token: string;
  readonly teamId: Id;
  readonly channelId: Id;
  readonly channelName: string;
  readonly userId: Id;
  readonly username: string;
  readonly postId: Id;
  readonly text: string;
  /** What the webhook heard; empty where it hears its whole channel. */
  readonly triggerWord: string;
  readonly fileIds: readonly Id[];
  /** When the post was made, by the server's clock. */
  readonly at: UnixMs;
}

export interface Wrong {
  readonly status: 400 | 415;
  readonly wrong: string;
}

/** Unix seconds have ten digits for the next 260 years, milliseconds had thirteen since 2001. */
const SECONDS_BELOW = 100_000_000_000;

/** The call, or what is wrong with it. */
export function readOutgoingCall(content: Parameters<typeof readBody>[0]): OutgoingCall | Wrong {
  const read = readBody(content, undefined);
  if (!read.ok) return { status: read.status, wrong: read.message };
  if (typeof read.value !== "object" || read.value === null) return { status: 400, wrong: "this is no object" };
  const fields = read.value as Readonly<Record<string, unknown>>;
  const said = (name: string): string => (typeof fields[name] === "string" ? fields[name] : "");
  const missing = ["team_id", "channel_id", "user_id", "post_id"].find((name) => !isId(said(name)));
  if (missing !== undefined) return { status: 400, wrong: `${missing} is no id` };
  const time = Number(fields["timestamp"]);
  if (!Number.isSafeInteger(time) || time <= 0) return { status: 400, wrong: "timestamp is no time" };
  return {
    token: said("token"),
    teamId: said("team_id"),
    channelId: said("channel_id"),
    channelName: said("channel_name"),
    userId: said("user_id"),
    username: said("user_name"),
    postId: said("post_id"),
    text: said("text"),
    triggerWord: said("trigger_word"),
    fileIds: said("file_ids").split(",").filter(isId),
    at: time < SECONDS_BELOW ? time * 1_000 : time,
  };
}
