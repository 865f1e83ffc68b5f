/**
 * A server under test, as replay and the conformance cases see it: requests, sockets, time, and a receiver for what the server sends
 * to integrations. Two exist, the simulator (`simulated.ts`) and a real server by its address (`../node/real.ts`).
 */
import type { Reply } from "./scenario.ts";

export interface ServerRequest {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

export interface ServerAnswer {
  readonly status: number;
  /** Names in lower case. A header that came twice is a list. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Uint8Array;
}

/** What a socket hears. */
export interface Ears {
  /** Answers no pings, as a client behind a broken network. */
  readonly ignoresPings?: boolean;
  frame(text: string): void;
  /** The server ended the line. 1006: without a close frame, 1005: with an empty one. */
  closed(code: number): void;
}

export interface OpenSocket {
  send(text: string): void;
  close(): void;
  /** Cuts the line as a broken network would. */
  reset(): void;
}

/** A request that the server sent to an integration. */
export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Stands where integrations stand, keeps what the server sends and answers as told. */
export interface Receiver {
  /** Without a final slash. */
  readonly base: string;
  readonly requests: readonly ReceivedRequest[];
  /** From now on this path gives these replies in turn, the last one again and again. */
  replies(path: string, replies: readonly Reply[]): void;
}

export interface ServerUnderTest {
  /** Without a final slash. */
  readonly base: string;
  readonly admin: { readonly name: string; readonly password: string };
  /** Appended to every name, so that scenarios on one server do not meet. */
  readonly suffix: string;
  readonly receiver: Receiver;
  /** The server's present, in Unix milliseconds. */
  now(): number;
  request(request: ServerRequest): Promise<ServerAnswer>;
  /** A socket, or the answer that refused the upgrade. */
  open(target: string, headers: Readonly<Record<string, string>>, ears: Ears): Promise<OpenSocket | ServerAnswer>;
  /** Lets time pass. */
  wait(ms: number): Promise<void>;
  /** Resolves when nothing has happened for so long. `activity` grows with each frame that came. */
  settle(quietMs: number, activity: () => number): Promise<void>;
  close(): Promise<void>;
}
