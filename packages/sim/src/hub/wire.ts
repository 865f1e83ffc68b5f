/** Frames as texts. Events, hello and replies are written in three ways, as the server does. */
import type { Broadcast, ReplyFrame } from "@matterwright/protocol";
import { goJson, sorted } from "../json.ts";

/** An event whose number is still open: the same text serves all who hear it. */
export interface EncodedEvent {
  readonly event: string;
  /** Everything before the number. */
  readonly head: string;
}

/** The server's events have blanks after colons and no newline. */
export function encodeEvent(
  event: string,
  data: Readonly<Record<string, unknown>>,
  to: Partial<Broadcast>,
): EncodedEvent {
  return {
    event,
    head: `{"event": ${goJson(event)}, "data": ${goJson(sorted(data))}, "broadcast": ${goJson(broadcast(to))}, "seq": `,
  };
}

export function withSeq({ head }: EncodedEvent, seq: number): string {
  return `${head}${seq}}`;
}

export function helloFrame(data: Readonly<Record<string, unknown>>, userId: string): string {
  return `${goJson({ event: "hello", data: sorted(data), broadcast: broadcast({ user_id: userId }), seq: 0 })}\n`;
}

export function replyFrame(reply: ReplyFrame): string {
  const { status, data, error, seq_reply: seq } = reply;
  return `${goJson({ status, ...(data === undefined ? {} : { data }), ...(seq === undefined || seq === 0 ? {} : { seq_reply: seq }), ...(error === undefined ? {} : { error }) })}\n`;
}

function broadcast(to: Partial<Broadcast>): Broadcast {
  return {
    omit_users: to.omit_users ?? null,
    user_id: to.user_id ?? "",
    channel_id: to.channel_id ?? "",
    team_id: to.team_id ?? "",
    connection_id: to.connection_id ?? "",
    omit_connection_id: to.omit_connection_id ?? "",
    ...(to.contains_sanitized_data === true ? { contains_sanitized_data: true } : {}),
    ...(to.contains_sensitive_data === true ? { contains_sensitive_data: true } : {}),
  };
}
