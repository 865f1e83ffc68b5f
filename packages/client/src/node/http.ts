/** HTTP by undici: one pool of connections for a client, kept alive between calls. */
import { Agent, request } from "undici";
import type { HttpTransport } from "../transport.ts";
import { type TlsOptions, tlsSettings } from "./tls.ts";

export interface NodeHttpOptions extends TlsOptions {
  /** Connections to the server at the same time. 16 by default. */
  readonly connections?: number;
}

/**
 * The HTTP transport of Node. Redirects are not followed: a server that redirects is not at the address that was given.
 *
 * @example
 * const rest = createRest({ url, token, http: nodeHttp({ ca: await readFile("company-ca.pem", "utf8") }) });
 */
export function nodeHttp({ connections = 16, ...tls }: NodeHttpOptions = {}): HttpTransport {
  const dispatcher = new Agent({ connections, connect: { timeout: 10_000, ...tlsSettings(tls) } });
  return async ({ method, url, headers, body, timeoutMs, signal }) => {
    const response = await request(url, {
      method: method as "GET",
      headers,
      dispatcher,
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
      // undici sends an async iterable as it comes; its types name only Node's own streams.
      ...(body === undefined ? {} : { body: body as Uint8Array }),
      ...(signal === undefined ? {} : { signal }),
    });
    return {
      status: response.statusCode,
      headers: response.headers,
      text: () => response.body.text(),
      bytes: () => response.body,
    };
  };
}
