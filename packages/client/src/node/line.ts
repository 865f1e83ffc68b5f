/**
 * What lies between here and a server, told once for HTTP and WebSocket: certificates, a proxy, headers, cookies. Made by `network.ts`;
 * the transports send over it.
 */
import process from "node:process";
import { ConfigurationError } from "../errors.ts";
import { Cookies } from "./cookies.ts";
import { isDirect, proxyAt } from "./proxy.ts";
import { type TlsOptions, type TlsSettings, tlsSettings } from "./tls.ts";
import { type Connected, tunnel } from "./tunnel.ts";

export interface NetworkOptions extends TlsOptions {
  /** An HTTP proxy that CONNECTs, with name and password if it asks for them: `http://name:password@proxy.example.com:3128`. */
  readonly proxy?: string;
  /** Servers that are reached without the proxy: `localhost,.example.com,10.0.0.0/8`, or `*` for all. */
  readonly noProxy?: string;
  /** Sent with every request and every upgrade: what a proxy before the server may ask for. They may be secrets and are never shown. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether cookies of load balancers are kept and sent again. True by default. */
  readonly cookies?: boolean;
  /** HTTP connections at the same time. 16 by default. */
  readonly connections?: number;
  /** For a connection to come about, in milliseconds. 10,000 by default. */
  readonly connectTimeoutMs?: number;
  /** Hears of what is dangerous. By default Node's own warnings, on standard error. */
  readonly warn?: (sentence: string) => void;
}

export interface Line {
  readonly tls: TlsSettings;
  readonly connections: number;
  readonly connectTimeoutMs: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: Cookies | undefined;
  /** Opens a line through the proxy; nothing when the server is reached without. */
  through(host: string, port: number): ((done: Connected) => void) | undefined;
}

const INSECURE =
  "`insecure` is set: the server's certificate is not looked at, so whoever stands between can read everything, the token too. For tests only.";

/** @throws ConfigurationError when an option cannot work. */
export function lineOf(options: NetworkOptions): Line {
  const {
    proxy: address,
    noProxy,
    headers = {},
    cookies = true,
    connections = 16,
    connectTimeoutMs = 10_000,
  } = options;
  const tls = tlsSettings(options);
  const proxy = address === undefined || address.trim() === "" ? undefined : proxyAt(address);
  if (options.insecure === true) (options.warn ?? warnAloud)(INSECURE);
  return {
    tls,
    connections,
    connectTimeoutMs,
    headers: checkedHeaders(headers),
    cookies: cookies ? new Cookies(() => Date.now()) : undefined,
    through: (host, port) =>
      proxy === undefined || isDirect(host, port, noProxy)
        ? undefined
        : tunnel(proxy, { host: host.replace(/^\[|\]$/g, ""), port, timeoutMs: connectTimeoutMs }, tls),
  };
}

/** The headers of one request: ours, then its own, then the cookies. */
export function headersOver(
  { headers, cookies }: Line,
  url: string,
  own: Readonly<Record<string, string>>,
): Record<string, string> {
  const all = {
    ...headers,
    ...Object.fromEntries(Object.entries(own).map(([name, value]) => [name.toLowerCase(), value])),
  };
  const jar = cookies?.headerFor(new URL(url));
  if (jar === undefined) return all;
  return { ...all, cookie: all["cookie"] === undefined ? jar : `${all["cookie"]}; ${jar}` };
}

function checkedHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => {
      if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) throw new ConfigurationError(`"${name}" is no header's name`);
      if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value))
        throw new ConfigurationError(`the header ${name} has a line break or a sign in it that headers cannot carry`);
      return [name.toLowerCase(), value];
    }),
  );
}

function warnAloud(sentence: string): void {
  process.emitWarning(sentence, { code: "MATTERWRIGHT_INSECURE" });
}
