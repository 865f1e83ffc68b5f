/** HTTP by undici: one pool of connections for a client, kept alive between calls. */
import { Agent, buildConnector, request } from "undici";
import type { HttpTransport } from "../transport.ts";
import { type Line, type NetworkOptions, headersOver, lineOf } from "./line.ts";

/**
 * The HTTP transport of Node. Redirects are not followed: a server that redirects is not at the address that was given. Who also opens a
 * WebSocket takes `nodeNetwork`, which makes both.
 *
 * @throws ConfigurationError when an option cannot work.
 * @example
 * const rest = createRest({ url, token, http: nodeHttp({ ca: await readFile("company-ca.pem", "utf8") }) });
 */
export function nodeHttp(options: NetworkOptions = {}): HttpTransport {
  return httpOver(lineOf(options));
}

export function httpOver(line: Line): HttpTransport {
  const dispatcher = new Agent({ connections: line.connections, connect: connectorOver(line) });
  return async ({ method, url, headers, body, timeoutMs, signal }) => {
    const response = await request(url, {
      method: method as "GET",
      headers: headersOver(line, url, headers),
      dispatcher,
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
      // undici sends an async iterable as it comes; its types name only Node's own streams.
      ...(body === undefined ? {} : { body: body as Uint8Array }),
      ...(signal === undefined ? {} : { signal }),
    });
    line.cookies?.keep(new URL(url), response.headers["set-cookie"]);
    return {
      status: response.statusCode,
      headers: response.headers,
      text: () => response.body.text(),
      bytes: () => response.body,
    };
  };
}

/** Opens connections, through the proxy where there is one. */
function connectorOver(line: Line): buildConnector.connector {
  const direct = buildConnector({ ...line.tls, timeout: line.connectTimeoutMs });
  return (options, done) => {
    const isTls = options.protocol === "https:";
    const through = line.through(options.hostname, Number(options.port || (isTls ? 443 : 80)));
    if (through === undefined) {
      direct(options, done);
      return;
    }
    through((error, socket) => {
      if (error !== null) done(error, null);
      else if (isTls) direct({ ...options, httpSocket: socket }, done);
      else done(null, socket);
    });
  };
}
