/**
 * The door of the WebSocket: upgrades, authentication both ways, resume, pings and deadlines. For every socket it keeps one
 * `Visit`, from the upgrade to the end of the line.
 */
import type { Clock, Timer } from "@matterwright/clock";
import {
  SOCKET_AUTH_DEADLINE_MS,
  SOCKET_FRAME_MAX_BYTES,
  SOCKET_PING_INTERVAL_MS,
  SOCKET_READ_DEADLINE_MS,
  isId,
} from "@matterwright/protocol";
import type { SimRequest } from "../http.ts";
import type { Act } from "../world/act.ts";
import { type Session } from "../world/world.ts";
import { comeOnline, goOffline } from "../world/people/statuses.ts";
import { answerAction } from "./actions.ts";
import { Connection, type Wire } from "./connection.ts";
import type { Hub } from "./hub.ts";
import { helloFrame, replyFrame } from "./wire.ts";

/** What the other end of a socket tells the server. */
export interface Visit {
  receive(frame: string | Uint8Array): void;
  pong(): void;
  /** The line ended. */
  closed(): void;
}

export interface DoorParts {
  readonly hub: Hub;
  readonly clock: Clock;
  readonly act: () => Act;
  /** The session that a request's header or cookie proves. */
  readonly sessionOf: (request: SimRequest) => Session | undefined;
  readonly sessionOfToken: (token: string) => Session | undefined;
  readonly version: string;
  readonly hostname: string;
  /** The line is gone; the visit needs nothing more. */
  readonly over: (visit: Visit) => void;
}

/** Lets a socket in. Whoever shows no token has five seconds to send one. */
export function openDoor(parts: DoorParts, request: SimRequest, wire: Wire): Visit {
  return new SocketVisit(parts, request, wire);
}

class SocketVisit implements Visit {
  readonly #parts: DoorParts;
  readonly #wire: Wire;
  readonly #query: URLSearchParams;
  #connection: Connection | undefined;
  #deadline: Timer;
  #pings: Timer;
  /** Every line is looked at once: who has shown no token by then, or one that was found to be no longer good, is cut. */
  readonly #look: Timer;
  #isOver = false;

  constructor(parts: DoorParts, request: SimRequest, wire: Wire) {
    this.#parts = parts;
    this.#wire = wire;
    this.#query = new URLSearchParams(request.target.split("?")[1] ?? "");
    this.#deadline = parts.clock.after(SOCKET_READ_DEADLINE_MS, () => this.#end(1006));
    this.#pings = this.#nextPing();
    this.#look = parts.clock.after(SOCKET_AUTH_DEADLINE_MS, () => this.#lookWho());
    const session = parts.sessionOf(request);
    if (session !== undefined) this.#welcome(session, { mayResume: true });
  }

  receive(frame: string | Uint8Array): void {
    if (this.#isOver) return;
    const size = typeof frame === "string" ? new TextEncoder().encode(frame).byteLength : frame.byteLength;
    if (size > SOCKET_FRAME_MAX_BYTES) return this.#end(1009);
    const action = typeof frame === "string" ? parse(frame) : undefined;
    if (action === undefined) return this.#end(1006);
    if (action["action"] === "authentication_challenge") return this.#challenged(action);
    // Nobody hears a reply before it is known who asks.
    if (this.#connection === undefined) return;
    const { act, hub, hostname } = this.#parts;
    const reply = answerAction(action, { act: act(), session: hub.sessionOf(this.#connection), hub, hostname });
    if (reply !== undefined) this.#connection.reply(reply);
  }

  pong(): void {
    if (this.#isOver) return;
    this.#deadline.cancel();
    this.#deadline = this.#parts.clock.after(SOCKET_READ_DEADLINE_MS, () => this.#end(1006));
  }

  closed(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#parts.over(this);
    this.#look.cancel();
    this.#deadline.cancel();
    this.#pings.cancel();
    const connection = this.#connection;
    if (connection === undefined) return;
    connection.wire = undefined;
    const { hub, act } = this.#parts;
    if (hub.openOf(connection.userId).length === 0) goOffline(act(), connection.userId);
  }

  #lookWho(): void {
    if ((this.#connection?.token ?? "") === "") this.#end(1006);
  }

  #challenged(action: Record<string, unknown>): void {
    if (this.#connection !== undefined) return;
    const token = (action["data"] as { token?: unknown } | undefined)?.token;
    const session = typeof token === "string" ? this.#parts.sessionOfToken(token) : undefined;
    if (session === undefined) return this.#end(1006);
    const seq = typeof action["seq"] === "number" ? action["seq"] : 0;
    this.#welcome(session, { mayResume: false, greeted: () => this.#connection?.reply(okReply(seq)) });
  }

  #welcome(
    session: Session,
    { mayResume, greeted }: { readonly mayResume: boolean; readonly greeted?: () => void },
  ): void {
    const { hub, act } = this.#parts;
    const wanted = this.#query.get("connection_id") ?? "";
    const number = this.#query.get("sequence_number") ?? "";
    if (mayResume && wanted !== "" && (!isId(wanted) || !/^-?\d+$/.test(number))) return this.#end(1006);
    const left = mayResume && wanted !== "" ? hub.abandoned(wanted, session.userId) : undefined;
    const isFirst = hub.openOf(session.userId).length === 0;
    if (left !== undefined && left.token === session.token) this.#resume(left, Number(number));
    else {
      const connection = new Connection({
        connectionId: act().newId(),
        userId: session.userId,
        token: session.token,
        now: act().now,
        postedAck: this.#query.get("posted_ack") === "true",
      });
      connection.wire = this.#wire;
      this.#connection = connection;
      hub.add(connection);
      this.#hello(connection);
    }
    greeted?.();
    if (isFirst) comeOnline(act(), session.userId);
  }

  #resume(connection: Connection, seq: number): void {
    const { hub, act } = this.#parts;
    this.#connection = connection;
    connection.lastActivityAt = act().now;
    connection.wire = this.#wire;
    if (seq === 0) return connection.restart();
    if (connection.canResumeFrom(seq)) return connection.resumeFrom(seq);
    hub.forget(connection);
    connection.connectionId = act().newId();
    hub.add(connection);
    this.#hello(connection);
    connection.flush();
  }

  #hello(connection: Connection): void {
    const { version, hostname } = this.#parts;
    connection.hello(
      helloFrame(
        { connection_id: connection.connectionId, server_hostname: hostname, server_version: version },
        connection.userId,
      ),
    );
  }

  #nextPing(): Timer {
    return this.#parts.clock.after(SOCKET_PING_INTERVAL_MS, () => {
      this.#wire.ping();
      this.#pings = this.#nextPing();
    });
  }

  #end(code: number): void {
    if (this.#isOver) return;
    this.closed();
    this.#wire.close(code);
  }
}

function okReply(seq: number): string {
  return replyFrame({ status: "OK", seq_reply: seq });
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
