/** What the bot itself sees at the address that the server shall call, and what that says about a server that does not get there. Pure; the looking is done in `node/look.ts`. */
import { type Explanation, allowing, explainForeign, explainStatus, explainWords } from "./explain.ts";

/** What somebody saw at an address. */
export interface Seen {
  /** To which the name leads; none where it leads nowhere. */
  readonly addresses: readonly string[];
  /** Of the answer, if there was one. */
  readonly status?: number;
  /** Whether it was the bot that answered. */
  readonly isBot?: boolean;
  /** What went wrong: Node's own code, such as `ECONNREFUSED`. */
  readonly code?: string;
}

/** Looks at an address. Never rejects. */
export type Look = (url: string) => Promise<Seen>;

/** The most likely reason, when the server said nothing but that it failed. */
export function guess(seen: Seen | undefined, url: string): Explanation {
  const { hostname } = new URL(url);
  if (seen === undefined) return UNKNOWN;
  if (seen.addresses.length === 0 && seen.code === "ENOTFOUND")
    return {
      ...(explainWords("no such host", url) ?? UNKNOWN),
      why: `Nobody knows the name ${hostname}: neither the bot nor, it seems, the server`,
    };
  if (seen.isBot !== true && seen.status === 200) return explainForeign(false);
  if (seen.isBot !== true && seen.status !== undefined) return explainStatus(seen.status);
  const internal = seen.addresses.find(isInternal);
  const own = byCode(seen.code, url);
  if (internal === undefined) return own;
  // What the bot meets there itself has to be mended in any case, and comes before what the server may refuse besides.
  if (seen.code !== undefined && own !== UNKNOWN)
    return { ...own, help: `${own.help}. It is an internal address besides: ${inside(allowing(hostname))}` };
  return {
    cause: "internal address",
    why: `${hostname} is ${hostname === internal ? "" : `${internal}, `}an internal address, and a server refuses to call those unless it is told otherwise`,
    help: allowing(hostname),
  };
}

/** A sentence within another. */
function inside(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}

const UNKNOWN: Explanation = {
  cause: "unknown",
  why: "The server could not call the bot, and does not say why",
  help: "Its log does, at the time of this test; with ServiceSettings.EnableDeveloper it tells the bot too",
};

function byCode(code: string | undefined, url: string): Explanation {
  if (code === undefined)
    return {
      cause: "unknown",
      why: "The bot reaches this address itself, but the server does not",
      help: "Look for a firewall, or for a name that means something else on the server's machine; the server's log says more",
    };
  if (code === "ECONNREFUSED") return explainWords("connection refused", url) ?? UNKNOWN;
  if (code === "ERR_SSL_PACKET_LENGTH_TOO_LONG" || code === "ERR_SSL_WRONG_VERSION_NUMBER")
    return explainWords("server gave HTTP response to HTTPS client", url) ?? UNKNOWN;
  if (/CERT|SSL|TLS|SIGNATURE|ALTNAME/.test(code)) return explainWords("x509: certificate", url) ?? UNKNOWN;
  if (/TIMEOUT|ETIMEDOUT|UNREACH/.test(code)) return explainWords("i/o timeout", url) ?? UNKNOWN;
  if (code === "ECONNRESET") return explainWords("connection reset", url) ?? UNKNOWN;
  return UNKNOWN;
}

/** The ranges that a server does not call by itself. */
function isInternal(address: string): boolean {
  return /^(?:0\.|10\.|127\.|169\.254\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|::1$|f[cd]|fe80:)/i.test(
    address,
  );
}
