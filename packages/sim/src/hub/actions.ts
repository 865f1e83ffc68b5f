/** What a client may do over the WebSocket, and what it is answered. */
import { ErrorId, isId } from "@matterwright/protocol";
import type { Act } from "../world/act.ts";
import { setStatus } from "../world/people/statuses.ts";
import type { Session } from "../world/world.ts";
import type { Hub } from "./hub.ts";
import { replyFrame } from "./wire.ts";

export interface ActionParts {
  readonly act: Act;
  readonly session: Session | undefined;
  readonly hub: Hub;
  readonly hostname: string;
}

/** The text of the reply, or nothing: plugins' actions are not answered. */
export function answerAction(frame: Record<string, unknown>, parts: ActionParts): string | undefined {
  const seq = typeof frame["seq"] === "number" ? frame["seq"] : 0;
  const { action } = frame;
  if (typeof action !== "string" || action === "")
    return fail(seq, [ErrorId.socketNoAction, "No websocket action.", 400]);
  if (seq <= 0) return fail(seq, [ErrorId.socketBadSeq, "Invalid sequence for WebSocket message.", 400]);
  if (action === "presence") return replyFrame({ status: "OK", seq_reply: seq });
  if (parts.session === undefined) {
    return fail(seq, [
      ErrorId.socketNotAuthenticated,
      "WebSocket connection is not authenticated. Please log in and try again.",
      401,
    ]);
  }
  if (action.startsWith("custom_")) return undefined;
  const data = isRecord(frame["data"]) ? frame["data"] : {};
  return answer(action, { seq, data }, { ...parts, session: parts.session });
}

interface Asked {
  readonly seq: number;
  readonly data: Record<string, unknown>;
}

function answer(
  action: string,
  { seq, data }: Asked,
  { act, session }: ActionParts & { readonly session: Session },
): string {
  const ok = (reply?: Record<string, unknown>): string =>
    replyFrame({ status: "OK", seq_reply: seq, ...(reply === undefined ? {} : { data: reply }) });
  switch (action) {
    case "ping":
      return ok({ node_id: "", server_time: act.now, text: "pong", version: "11.6.0" });
    case "user_typing": {
      const channelId = data["channel_id"];
      if (typeof channelId !== "string" || !isId(channelId) || !act.world.isMember(channelId, session.userId))
        return invalid(seq, "channel_id");
      const parentId = typeof data["parent_id"] === "string" ? data["parent_id"] : "";
      act.emit({
        event: "typing",
        data: { parent_id: parentId, user_id: session.userId },
        to: { channel_id: channelId, omit_users: { [session.userId]: true } },
      });
      return ok();
    }
    case "posted_notify_ack":
      return ok();
    case "user_update_active_status":
      setStatus(act, session.userId, { status: "online" });
      return ok();
    case "get_statuses":
      return ok(
        Object.fromEntries(
          [...act.world.statuses.values()].flatMap(({ user_id: id, status }) =>
            status === "offline" ? [] : [[id, status]],
          ),
        ),
      );
    case "get_statuses_by_ids": {
      const ids = data["user_ids"];
      if (!Array.isArray(ids)) return invalid(seq, "user_ids");
      return ok(Object.fromEntries(ids.map(String).map((id) => [id, act.world.statuses.get(id)?.status ?? "offline"])));
    }
    default:
      return fail(seq, [ErrorId.socketBadAction, "Unknown WebSocket action.", 500]);
  }
}

function invalid(seq: number, name: string): string {
  return fail(seq, ["api.websocket_handler.invalid_param.app_error", `Invalid ${name} parameter.`, 400]);
}

function fail(seq: number, [id, message, status]: readonly [string, string, number]): string {
  return replyFrame({
    status: "FAIL",
    seq_reply: seq,
    error: { id, message, detailed_error: "", status_code: status },
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
