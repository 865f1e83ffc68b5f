import type { ServerError } from "../entities/server-error.ts";
import type { Id } from "../ids.ts";

/** Whom the server meant an event for. Empty fields do not narrow. */
export interface Broadcast {
  omit_users: Record<Id, boolean> | null;
  user_id: Id | "";
  channel_id: Id | "";
  team_id: Id | "";
  connection_id: Id | "";
  omit_connection_id: Id | "";
  contains_sanitized_data?: boolean;
  contains_sensitive_data?: boolean;
}

/** An event as it travels over the WebSocket. `seq` counts the events of one connection, from 0 (`hello`). */
export interface EventFrame<Name extends string = string, Data = Record<string, unknown>> {
  event: Name;
  data: Data;
  broadcast: Broadcast;
  seq: number;
}

/** The answer to a client's action. It has no `event` and takes no `seq`. */
export interface ReplyFrame {
  status: "OK" | "FAIL";
  /** The `seq` of the action; absent when that was 0 or missing. */
  seq_reply?: number;
  data?: Record<string, unknown>;
  error?: ServerError;
}

/** What a client sends: `seq` is its own counter, from 1, kept over reconnects. */
export interface ActionFrame {
  seq: number;
  action: ClientAction | (string & {});
  data?: Record<string, unknown>;
}

/** The actions that the server knows; those of plugins begin with `custom_<plugin>_`. */
export type ClientAction =
  | "authentication_challenge"
  | "ping"
  | "user_typing"
  | "user_update_active_status"
  | "get_statuses"
  | "get_statuses_by_ids"
  | "presence"
  | "posted_notify_ack";

/** Path of the WebSocket below the server's address. */
export const SOCKET_PATH = "/api/v4/websocket";
