/** A line to a server through a proxy: CONNECT, for HTTP and WebSocket alike. Called by the transports; who is behind it is none of its business. */
import { type RequestOptions, request as overHttp } from "node:http";
import { request as overHttps } from "node:https";
import type { Socket } from "node:net";
import type { Proxy } from "./proxy.ts";
import type { TlsSettings } from "./tls.ts";

/** The proxy does not let us through. `code` is Node's when the proxy cannot be reached. */
export class ProxyTrouble extends Error {
  override name = "ProxyTrouble";
  readonly code: string;
  /** The proxy's address, without name and password. */
  readonly proxy: string;

  constructor(message: string, code: string, proxy: string) {
    super(message);
    this.code = code;
    this.proxy = proxy;
  }
}

/** Proxies and firewalls forget lines that say nothing. */
const KEEP_ALIVE_MS = 60_000;

export interface Destination {
  readonly host: string;
  readonly port: number;
  readonly timeoutMs: number;
}

/** What Node calls when a connection came about, or did not: then with a ProxyTrouble. */
export type Connected = (...ending: [error: null, socket: Socket] | [error: ProxyTrouble, socket: null]) => void;

/** Opens a line through a proxy, and calls back once. */
export function tunnel(proxy: Proxy, to: Destination, tls: TlsSettings): (done: Connected) => void {
  const target = `${to.host.includes(":") ? `[${to.host}]` : to.host}:${to.port}`;
  const options: RequestOptions = {
    method: "CONNECT",
    host: proxy.host,
    port: proxy.port,
    path: target,
    agent: false,
    timeout: to.timeoutMs,
    headers: {
      host: target,
      ...(proxy.authorization === undefined ? {} : { "proxy-authorization": proxy.authorization }),
    },
  };
  return (done) => {
    let isOver = false;
    const end: Connected = (...ending) => {
      if (!isOver) done(...ending);
      isOver = true;
    };
    const fail = (message: string, code: string): void => end(new ProxyTrouble(message, code, proxy.shown), null);
    const asked = proxy.isTls ? overHttps({ ...options, ...tls }) : overHttp(options);
    asked.on("connect", ({ statusCode = 0 }, socket: Socket, head: Buffer) => {
      if (statusCode === 200) {
        socket.setTimeout(0).setNoDelay(true).setKeepAlive(true, KEEP_ALIVE_MS);
        if (head.length > 0) socket.unshift(head);
        end(null, socket);
        return;
      }
      socket.destroy();
      if (statusCode === 407) fail(`the proxy ${proxy.shown} does not accept who we are`, "ERR_PROXY_AUTHENTICATION");
      else fail(`the proxy ${proxy.shown} answered ${statusCode}`, "ERR_PROXY_REFUSED");
    });
    // A proxy that is none answers as a server would.
    asked.on("response", (response) => {
      response.destroy();
      fail(`the proxy ${proxy.shown} answered ${response.statusCode ?? 0}`, "ERR_PROXY_REFUSED");
    });
    asked.on("timeout", () => {
      fail(`the proxy ${proxy.shown} did not answer in time`, "UND_ERR_CONNECT_TIMEOUT");
      asked.destroy();
    });
    asked.on("error", ({ code = "ECONNRESET" }: NodeJS.ErrnoException) =>
      fail(`the proxy ${proxy.shown} cannot be reached`, code),
    );
    asked.end();
  };
}
