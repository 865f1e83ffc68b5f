/** Which proxy stands between here and a server, if any. Pure; what it finds is gone through by `tunnel.ts`. Name and password are never shown. */
import { BlockList, isIP } from "node:net";
import { ConfigurationError } from "../errors.ts";

/** An HTTP proxy that is asked to CONNECT. */
export interface Proxy {
  readonly host: string;
  readonly port: number;
  /** Whether the proxy itself is spoken to over TLS. */
  readonly isTls: boolean;
  /** What it is told about who we are. */
  readonly authorization?: string;
  /** Its address without name and password. */
  readonly shown: string;
}

/** @throws ConfigurationError, without the address, which may hold a password. */
export function proxyAt(address: string): Proxy {
  const text = address.trim();
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`);
  if (url === null || url.hostname === "")
    throw new ConfigurationError(
      "the proxy's address is none: write it like http://name:password@proxy.example.com:3128",
    );
  if (!/^https?:$/.test(url.protocol)) {
    // Anything else may be a password that was put in the wrong place.
    const kind = /^(?:socks\w{0,2}|wss?|ftp):$/.test(url.protocol) ? `of the kind ${url.protocol}//` : "of this kind";
    throw new ConfigurationError(`a proxy ${kind} is not known here: its address must begin with http:// or https://`);
  }
  const isTls = url.protocol === "https:";
  const name = decoded(url.username);
  const authorization = `Basic ${Buffer.from(`${name}:${decoded(url.password)}`).toString("base64")}`;
  return {
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: Number(url.port || (isTls ? 443 : 80)),
    isTls,
    shown: `${url.protocol}//${url.host}`,
    ...(url.username === "" && url.password === "" ? {} : { authorization }),
  };
}

/**
 * Whether a server is reached without the proxy: `noProxy` lists hosts (and what lies below them), addresses, ranges like `10.0.0.0/8`, each
 * with a port if only that is meant, separated by commas or blanks; `*` means all.
 */
export function isDirect(host: string, port: number, noProxy = ""): boolean {
  const name = host.toLowerCase().replace(/^\[|\]$/g, "");
  return noProxy
    .toLowerCase()
    .split(/[\s,]+/)
    .some((entry) => entry !== "" && covers(entry, name, port));
}

function covers(entry: string, name: string, port: number): boolean {
  if (entry === "*") return true;
  if (entry.includes("/")) return isInRange(entry, name);
  const [, place = entry, wantedPort] = /^(\[[^\]]+\]|[^:]+)(?::(\d+))?$/.exec(entry) ?? [];
  if (wantedPort !== undefined && Number(wantedPort) !== port) return false;
  const wanted = place.replace(/^\[|\]$/g, "").replace(/^\*?\./, "");
  return name === wanted || (isIP(name) === 0 && name.endsWith(`.${wanted}`));
}

function isInRange(range: string, name: string): boolean {
  const [address = "", bits] = range.split("/");
  const family = isIP(address);
  if (family === 0 || isIP(name) !== family) return false;
  const type = family === 4 ? "ipv4" : "ipv6";
  const length = Number(bits);
  if (!Number.isInteger(length) || length < 0 || length > (family === 4 ? 32 : 128)) return false;
  const list = new BlockList();
  list.addSubnet(address, length, type);
  return list.check(name, type);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
