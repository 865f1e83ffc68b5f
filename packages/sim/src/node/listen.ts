/** Puts a simulator on a port. Whatever is not Mattermost's may be answered by somebody else: the page of the playground. */
import { type IncomingMessage, type Server, ServerResponse, createServer } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { type RawData, type WebSocket, WebSocketServer } from "ws";
import { SOCKET_FRAME_MAX_BYTES, SOCKET_SEND_QUEUE_MESSAGES } from "@matterwright/protocol";
import type { SimRequest, SimResponse } from "../http.ts";
import type { Visit } from "../hub/door.ts";
import type { Simulator } from "../simulator.ts";

export interface ListenOptions {
  /** 0: any free one. */
  readonly port: number;
  /** By default only this machine can connect. */
  readonly host?: string;
  /** Answers what is not the server's: true when it did. */
  readonly fallback?: (request: IncomingMessage, response: ServerResponse) => boolean;
}

export interface Listening {
  readonly url: string;
  readonly port: number;
  /** Ends all connections and frees the port. */
  close(): Promise<void>;
}

const SERVED = /^\/(?:api\/v\d|hooks\/|api$)/;
const REAP_INTERVAL_MS = 300_000;

/**
 * Listens on a port.
 *
 * @throws Error with the code `EADDRINUSE` when the port is taken.
 * @example
 * const { url, close } = await listen(sim, { port: 8065 });
 */
export async function listen(
  sim: Simulator,
  { port, host = "127.0.0.1", fallback }: ListenOptions,
): Promise<Listening> {
  const server = createServer({ shouldUpgradeCallback: wantsSocket }, (request, response) => {
    if (fallback !== undefined && !SERVED.test(request.url ?? "/") && fallback(request, response)) return;
    void answer(sim, request, response);
  });
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: SOCKET_FRAME_MAX_BYTES });
  server.on("upgrade", (request, socket, head) => upgrade({ sim, sockets }, request, { socket, head }));
  const stopReaping = keepReaping(sim);
  await listening(server, { port, host });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return {
    url: `http://${host}:${address.port}`,
    port: address.port,
    close: () => {
      stopReaping();
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** Some clients offer HTTP/2 with every request. As the server, we go on in HTTP/1 then. */
function wantsSocket({ headers }: IncomingMessage): boolean {
  return headers.upgrade?.toLowerCase() === "websocket";
}

function listening(server: Server, where: { readonly port: number; readonly host: string }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(where.port, where.host, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

function keepReaping(sim: Simulator): () => void {
  let timer = sim.clock.after(REAP_INTERVAL_MS, reap);
  function reap(): void {
    sim.reap();
    timer = sim.clock.after(REAP_INTERVAL_MS, reap);
  }
  return () => timer.cancel();
}

async function answer(sim: Simulator, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const limitBytes = sim.settings["FileSettings.MaxFileSize"] + 1_024;
  const body = await bodyOf(request, limitBytes);
  if (body === undefined) {
    response.destroy();
    return;
  }
  write(response, await sim.handle(toSim(request, body)));
}

/** The whole body, cut behind the limit, or nothing when the client went away. */
async function bodyOf(request: IncomingMessage, limitBytes: number): Promise<Uint8Array | undefined> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const piece of request as AsyncIterable<Uint8Array>) {
      if (size <= limitBytes) pieces.push(piece);
      size += piece.byteLength;
    }
  } catch {
    return undefined;
  }
  return pieces.length === 1 ? pieces[0] : Buffer.concat(pieces);
}

function toSim(request: IncomingMessage, body: Uint8Array): SimRequest {
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : value]),
  );
  return {
    method: request.method ?? "GET",
    target: request.url ?? "/",
    headers,
    body,
    remoteAddress: request.socket.remoteAddress ?? "",
  };
}

function write(response: ServerResponse, { status, headers, body, lost }: SimResponse): void {
  if (lost !== undefined) {
    if (lost !== "never") response.socket?.resetAndDestroy();
    return;
  }
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.statusCode = status;
  response.end(body);
}

interface Doors {
  readonly sim: Simulator;
  readonly sockets: WebSocketServer;
}

/** A bad token is found out behind the upgrade, as the server does. */
function upgrade(
  { sim, sockets }: Doors,
  request: IncomingMessage,
  { socket, head }: { readonly socket: Duplex; readonly head: Buffer },
): void {
  const asked = toSim(request, new Uint8Array());
  const refused = sim.refuseUpgrade(asked);
  if (refused !== undefined) {
    // Who hung up meanwhile need not be refused.
    socket.on("error", () => {});
    const response = new ServerResponse(request);
    response.shouldKeepAlive = false;
    response.assignSocket(socket as Socket);
    response.on("finish", () => socket.end());
    write(response, refused);
    return;
  }
  sockets.handleUpgrade(request, socket, head, (webSocket) => {
    const line = new Line(webSocket, socket as Socket);
    line.listen(sim.welcome(asked, line));
  });
}

/** One WebSocket as the simulator sees it. */
class Line {
  readonly #socket: WebSocket;
  readonly #tcp: Socket;
  #waiting = 0;

  constructor(socket: WebSocket, tcp: Socket) {
    this.#socket = socket;
    this.#tcp = tcp;
  }

  listen(visit: Visit): void {
    this.#socket.on("message", (data: RawData, isBinary) =>
      visit.receive(isBinary ? new Uint8Array(data as Buffer) : (data as Buffer).toString()),
    );
    this.#socket.on("pong", () => visit.pong());
    this.#socket.on("close", () => visit.closed());
    // A broken line closes; what broke it is of no interest to a server.
    this.#socket.on("error", () => {});
  }

  /** A client that does not read is given up, as the server does behind 256 messages. */
  send(text: string): void {
    if (this.#waiting > SOCKET_SEND_QUEUE_MESSAGES && this.#socket.bufferedAmount > 0) return this.close(1005);
    this.#waiting++;
    this.#socket.send(text, () => this.#waiting--);
  }

  ping(): void {
    this.#socket.ping();
  }

  reset(): void {
    this.#tcp.resetAndDestroy();
  }

  close(code?: number): void {
    if (code === undefined || code === 1006) this.#socket.terminate();
    else if (code === 1005) this.#socket.close();
    else this.#socket.close(code);
  }
}
