/** A WebSocket by `ws`, without compression: the server offers none. */
import { WebSocket } from "ws";
import type { SocketTransport } from "../transport.ts";
import { type TlsOptions, tlsSettings } from "./tls.ts";

/** No event of the server comes near. A larger frame ends the connection before it fills the memory. */
const FRAME_MAX_BYTES = 32 * 2 ** 20;

/** The WebSocket transport of Node. */
export function nodeSocket(tls: TlsOptions = {}): SocketTransport {
  return (url, headers, events) => {
    const socket = new WebSocket(url, {
      headers,
      perMessageDeflate: false,
      handshakeTimeout: 10_000,
      maxPayload: FRAME_MAX_BYTES,
      ...tlsSettings(tls),
    });
    let isOpen = false;
    let isOver = false;
    const end = (tell: () => void): void => {
      if (!isOver) tell();
      isOver = true;
    };
    socket.on("open", () => {
      isOpen = true;
      events.opened();
    });
    socket.on("message", (data: Buffer) => events.message(data.toString()));
    socket.on("pong", () => events.ponged());
    socket.on("unexpected-response", (request, response) => {
      const status = response.statusCode ?? 0;
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

/** A line that broke while we wrote reports itself by `close`. */
function ignore(): void {}
