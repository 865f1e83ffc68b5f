/** Reads what comes over the WebSocket. It never throws: a frame that makes no sense is a refusal, which the socket counts. */
import type { ActionFrame, Broadcast, EventFrame, ReplyFrame } from "@matterwright/protocol";

export type Incoming =
  | { readonly kind: "event"; readonly frame: EventFrame }
  | { readonly kind: "reply"; readonly frame: ReplyFrame }
  | { readonly kind: "refused"; readonly reason: string };

/** What a text frame is. */
export function readFrame(text: string): Incoming {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return { kind: "refused", reason: "a frame that is not JSON" };
  }
  if (!isRecord(parsed)) return { kind: "refused", reason: "a frame that is no object" };
  if (typeof parsed["event"] === "string") return readEvent(parsed, parsed["event"]);
  if (parsed["status"] === "OK" || parsed["status"] === "FAIL") return readReply(parsed);
  return { kind: "refused", reason: "a frame that is neither event nor reply" };
}

/** Writes an action. */
export function writeFrame(frame: ActionFrame): string {
  return JSON.stringify(frame);
}

function readEvent(parsed: Record<string, unknown>, event: string): Incoming {
  const { data, broadcast, seq } = parsed;
  if (typeof seq !== "number" || !Number.isSafeInteger(seq) || seq < 0) {
    return { kind: "refused", reason: `${nameOf(event)} without a sequence number` };
  }
  if (!isRecord(data)) return { kind: "refused", reason: `${nameOf(event)} without data` };
  return {
    kind: "event",
    frame: { event, data, broadcast: isRecord(broadcast) ? { ...NOBODY, ...broadcast } : NOBODY, seq },
  };
}

function readReply(parsed: Record<string, unknown>): Incoming {
  const { status, seq_reply: seq, data, error } = parsed;
  return {
    kind: "reply",
    frame: {
      status: status as ReplyFrame["status"],
      ...(typeof seq === "number" ? { seq_reply: seq } : {}),
      ...(isRecord(data) ? { data } : {}),
      ...(isRecord(error) ? { error: error as unknown as NonNullable<ReplyFrame["error"]> } : {}),
    },
  };
}

const NOBODY: Broadcast = {
  omit_users: null,
  user_id: "",
  channel_id: "",
  team_id: "",
  connection_id: "",
  omit_connection_id: "",
};

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** An event's name, cut short when it is absurd: it goes into a log line. */
function nameOf(event: string): string {
  return event.length > 40 ? `${event.slice(0, 40)}…` : event;
}
