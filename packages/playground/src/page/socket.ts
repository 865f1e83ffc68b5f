/**
 * The WebSocket: shows its token in the first message, hears events, notices silence and comes back. Made by the chat, which is told
 * of events and of the line's state; it never reads what an event says.
 */
import type { EventFrame } from "@matterwright/protocol";
import type { Link } from "./state.ts";

export interface SocketEvents {
  event(frame: EventFrame): void;
  /** `live` after every hello: whatever happened before it was missed. */
  link(state: Link): void;
}

const PING_EVERY_MS = 20_000;
const RETRY_FIRST_MS = 500;
const RETRY_MAX_MS = 10_000;

export class EventSocket {
  readonly #token: string;
  readonly #events: SocketEvents;
  #socket: WebSocket | undefined;
  #seq = 0;
  #attempts = 0;
  #isOver = false;
  #heardSincePing = true;
  #pings = 0;
  #retry = 0;
  readonly #online = (): void => this.#comeBack();

  constructor(token: string, events: SocketEvents) {
    this.#token = token;
    this.#events = events;
  }

  start(): void {
    addEventListener("online", this.#online);
    this.#connect();
  }

  stop(): void {
    this.#isOver = true;
    removeEventListener("online", this.#online);
    clearInterval(this.#pings);
    clearTimeout(this.#retry);
    this.#socket?.close();
  }

  #connect(): void {
    const url = new URL("/api/v4/websocket", location.origin);
    url.protocol = url.protocol.replace("http", "ws");
    const socket = new WebSocket(url);
    this.#socket = socket;
    this.#events.link("connecting");
    socket.addEventListener("open", () => this.#send("authentication_challenge", { token: this.#token }));
    socket.addEventListener("message", ({ data }) => this.#hear(String(data)));
    socket.addEventListener("close", () => this.#lost(socket));
  }

  #hear(text: string): void {
    this.#heardSincePing = true;
    const frame = parse(text);
    if (frame === undefined) return;
    if (frame.event === "hello") this.#hello();
    else this.#events.event(frame);
  }

  #hello(): void {
    this.#attempts = 0;
    clearInterval(this.#pings);
    this.#pings = setInterval(() => this.#checkLine(), PING_EVERY_MS);
    this.#events.link("live");
  }

  /** A line that did not even answer the last ping is dead, whatever the browser thinks. */
  #checkLine(): void {
    const socket = this.#socket;
    if (!this.#heardSincePing && socket !== undefined) {
      socket.close();
      this.#lost(socket);
      return;
    }
    this.#heardSincePing = false;
    this.#send("ping", {});
  }

  #send(action: string, data: Readonly<Record<string, unknown>>): void {
    if (this.#socket?.readyState !== WebSocket.OPEN) return;
    this.#seq++;
    this.#socket.send(JSON.stringify({ seq: this.#seq, action, data }));
  }

  #lost(socket: WebSocket): void {
    if (this.#isOver || socket !== this.#socket) return;
    this.#socket = undefined;
    this.#heardSincePing = true;
    clearInterval(this.#pings);
    this.#events.link("down");
    const waitMs = Math.min(RETRY_FIRST_MS * 2 ** this.#attempts, RETRY_MAX_MS);
    this.#attempts++;
    this.#retry = setTimeout(() => this.#comeBack(), waitMs);
  }

  #comeBack(): void {
    if (this.#isOver || this.#socket !== undefined) return;
    clearTimeout(this.#retry);
    this.#connect();
  }
}

/** Replies to actions have no event; nothing waits for them. */
function parse(text: string): EventFrame | undefined {
  try {
    const frame = JSON.parse(text) as Partial<EventFrame> | null;
    return typeof frame?.event === "string" ? (frame as EventFrame) : undefined;
  } catch {
    return undefined;
  }
}
