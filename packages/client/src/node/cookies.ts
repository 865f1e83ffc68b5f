/**
 * Cookies of load balancers, which lead one client to one server of several. Kept for as long as the program runs, shared by REST and
 * WebSocket. Mattermost's own are left alone: a session in a cookie would beat the token in the header.
 */
const OURS_NEVER = /^MM[A-Z]+$/;
const MOST = 50;
const MOST_CHARS = 4_096;

interface Cookie {
  readonly value: string;
  readonly path: string;
  readonly isSecure: boolean;
  readonly untilMs: number;
}

export class Cookies {
  readonly #now: () => number;
  /** By host and name. */
  readonly #kept = new Map<string, Cookie & { readonly host: string; readonly name: string }>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Keeps what an answer sets, as far as it is for the server that sent it. */
  keep(url: URL, setCookie: string | readonly string[] | undefined): void {
    for (const text of setCookie === undefined ? [] : [setCookie].flat()) {
      const parsed = text.length <= MOST_CHARS ? this.#parse(url, text) : undefined;
      if (parsed === undefined) continue;
      const key = `${url.hostname} ${parsed.name}`;
      this.#kept.delete(key);
      if (parsed.untilMs <= this.#now()) continue;
      this.#kept.set(key, { ...parsed, host: url.hostname });
      const [oldest] = this.#kept.keys();
      if (this.#kept.size > MOST && oldest !== undefined) this.#kept.delete(oldest);
    }
  }

  /** The header for a request; nothing when there is no cookie for it. */
  headerFor(url: URL): string | undefined {
    const isSecure = /^(?:https|wss):$/.test(url.protocol);
    const fitting = [...this.#kept.values()].filter(
      ({ host, path, isSecure: onlySecure, untilMs }) =>
        host === url.hostname && (isSecure || !onlySecure) && untilMs > this.#now() && isBelow(url.pathname, path),
    );
    return fitting.length === 0 ? undefined : fitting.map(({ name, value }) => `${name}=${value}`).join("; ");
  }

  #parse(url: URL, text: string): (Cookie & { readonly name: string }) | undefined {
    const [pair = "", ...rest] = text.split(";").map((part) => part.trim());
    const [name = "", ...value] = pair.split("=");
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name) || OURS_NEVER.test(name) || !/^[\x21-\x7e]*$/.test(value.join("=")))
      return undefined;
    const attributes = new Map(
      rest.map((part) => [part.split("=")[0]?.toLowerCase() ?? "", part.split("=").slice(1).join("=")] as const),
    );
    const domain = attributes.get("domain")?.replace(/^\./, "").toLowerCase();
    if (domain !== undefined && domain !== "" && url.hostname !== domain && !url.hostname.endsWith(`.${domain}`))
      return undefined;
    const path = attributes.get("path");
    return {
      name,
      value: value.join("="),
      path: path?.startsWith("/") === true ? path : "/",
      isSecure: attributes.has("secure"),
      untilMs: this.#until(attributes.get("max-age"), attributes.get("expires")),
    };
  }

  #until(maxAgeS: string | undefined, expires: string | undefined): number {
    if (maxAgeS !== undefined && /^-?\d+$/.test(maxAgeS)) return this.#now() + Number(maxAgeS) * 1_000;
    const at = expires === undefined ? Number.NaN : Date.parse(expires);
    return Number.isNaN(at) ? Number.POSITIVE_INFINITY : at;
  }
}

function isBelow(path: string, wanted: string): boolean {
  return path === wanted || path.startsWith(wanted.endsWith("/") ? wanted : `${wanted}/`);
}
