/** A WebSocket by `ws`, without compression: the server offers none. */
import type { ClientRequestArgs } from "node:http";
import { isIP } from "node:net";
import type { Duplex } from "node:stream";
import { connect as connectTls } from "node:tls";
import { WebSocket } from "ws";
import type { SocketTransport } from "../transport.ts";
import { type Line, type NetworkOptions, headersOver, lineOf } from "./line.ts";

/** No event of the server comes near. A larger frame ends the connection before it fills the memory. */
const FRAME_MAX_BYTES = 32 * 2 ** 20;

/** The WebSocket transport of Node. Who also speaks REST takes `nodeNetwork`, which makes both. @throws ConfigurationError when an option cannot work. */
export function nodeSocket(options: NetworkOptions = {}): SocketTransport {
  return socketOver(lineOf(options));
}

export function socketOver(line: Line): SocketTransport {
  return (url, headers, events) => {
    const socket = new WebSocket(url, {
      headers: headersOver(line, url, headers),
      perMessageDeflate: false,
      handshakeTimeout: line.connectTimeoutMs,
      maxPayload: FRAME_MAX_BYTES,
      ...line.tls,
      ...throughProxy(line, new URL(url)),
    });
    let isOpen = false;
    let isOver = false;
    const end = (tell: () => void): void => {
      if (!isOver) tell();
      isOver = true;
    };
    socket.on("upgrade", (response) => line.cookies?.keep(new URL(url), response.headers["set-cookie"]));
    socket.on("open", () => {
      isOpen = true;
      events.opened();
    });
    socket.on("message", (data: Buffer) => events.message(data.toString()));
    socket.on("pong", () => events.ponged());
    socket.on("unexpected-response", (request, response) => {
      const status = response.statusCode ?? 0;
      line.cookies?.keep(new URL(url), response.headers["set-cookie"]);
      const retryAfterMs = Number(response.headers["retry-after"]) * 1_000;
      const patience = retryAfterMs > 0 ? { retryAfterMs } : {};
      end(() => events.failed({ message: `answered ${status}`, status, ...patience }));
      request.destroy();
    });
    // After the upgrade a `close` follows every error.
    socket.on("error", (error: Error & { code?: string }) => {
      if (!isOpen)
        end(() => events.failed({ message: error.message, ...(error.code === undefined ? {} : { code: error.code }) }));
    });
    socket.on("close", (code) => end(() => events.closed(code)));
    return {
      send: (text) => socket.send(text, ignore),
      ping: () => socket.ping(ignore),
      close: () => socket.close(),
      terminate: () => socket.terminate(),
    };
  };
}

/** How `ws` gets its connection, where a proxy stands before the server. */
function throughProxy(line: Line, { hostname, port, protocol }: URL): ClientRequestArgs {
  const isTls = protocol === "wss:";
  const host = hostname.replace(/^\[|\]$/g, "");
  const through = line.through(host, Number(port || (isTls ? 443 : 80)));
  if (through === undefined) return {};
  return {
    createConnection(_options, connected: (error: Error | null, socket: Duplex) => void) {
      through((error, socket) => {
        const name = isIP(host) === 0 ? { servername: host } : {};
        if (error !== null) connected(error, undefined as unknown as Duplex);
        else connected(null, isTls ? connectTls({ ...line.tls, ...name, socket, host }) : socket);
      });
      return undefined;
    },
  };
}

/** A line that broke while we wrote reports itself by `close`. */
function ignore(): void {}
