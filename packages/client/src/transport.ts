/**
 * The seam between this package and the network. `node/` fills it with undici and ws; a test fills it with a simulator in
 * the same process. Nothing in this package reaches the network in any other way.
 */
export interface HttpRequest {
  readonly method: string;
  /** Absolute. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | AsyncIterable<Uint8Array>;
  /** For the headers of the answer to arrive, and again between two pieces of its body. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

export interface HttpResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The whole body as text. Either this or `bytes` may be called, once. */
  text(): Promise<string>;
  bytes(): AsyncIterable<Uint8Array>;
}

/** Sends one request. Rejects when no answer came; an answer of any status resolves. */
export type HttpTransport = (request: HttpRequest) => Promise<HttpResponse>;

/** Why an upgrade did not happen. */
export interface UpgradeFailure {
  readonly message: string;
  /** Node's, such as `ECONNREFUSED`. */
  readonly code?: string;
  /** When the server answered with HTTP. */
  readonly status?: number;
  /** How long the server asks to wait, in milliseconds. */
  readonly retryAfterMs?: number;
}

/** What a socket tells its owner. After `failed` or `closed` nothing more is called. */
export interface SocketEvents {
  opened(): void;
  message(text: string): void;
  ponged(): void;
  /** The upgrade did not happen. */
  failed(failure: UpgradeFailure): void;
  /** 1006: the connection ended without a close frame. */
  closed(code: number): void;
}

export interface WireSocket {
  send(text: string): void;
  ping(): void;
  /** Says goodbye and waits for the other side. */
  close(): void;
  /** Ends the connection at once, without waiting for anybody. */
  terminate(): void;
}

/** Opens one WebSocket. */
export type SocketTransport = (
  url: string,
  headers: Readonly<Record<string, string>>,
  events: SocketEvents,
) => WireSocket;
