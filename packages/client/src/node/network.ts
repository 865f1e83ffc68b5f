/** The network of one client: HTTP and WebSocket over the same line. */
import type { HttpTransport, SocketTransport } from "../transport.ts";
import { httpOver } from "./http.ts";
import { type NetworkOptions, lineOf } from "./line.ts";
import { socketOver } from "./socket.ts";

export interface NodeNetwork {
  readonly http: HttpTransport;
  readonly connect: SocketTransport;
}

/**
 * HTTP and WebSocket of Node, with the same certificates, proxy, headers and cookies.
 *
 * @throws ConfigurationError when an option cannot work. No error, log or warning shows passwords, keys or headers.
 * @example
 * const { http, connect } = nodeNetwork({ ca, proxy: "http://bot:secret@proxy.example.com:3128", noProxy: "localhost" });
 * const rest = createRest({ url, token, http });
 */
export function nodeNetwork(options: NetworkOptions = {}): NodeNetwork {
  const line = lineOf(options);
  return { http: httpOver(line), connect: socketOver(line) };
}
