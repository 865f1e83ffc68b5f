/**
 * Why a server does not reach the bot, from what it said itself: the status that it got, its own words where it runs in developer mode, or
 * that what it got was no JSON. Pure. Each explanation says what to do.
 */

/** Why, and what helps. */
export interface Explanation {
  /** One word for programs. */
  readonly cause:
    | "answer lost"
    | "cut"
    | "html"
    | "internal address"
    | "name"
    | "no answer"
    | "path"
    | "proxy"
    | "refused"
    | "status"
    | "tls"
    | "unknown";
  /** A sentence. */
  readonly why: string;
  /** Another. */
  readonly help: string;
}

/** How somebody allows a server to call internal addresses. */
export function allowing(host: string): string {
  return `Add ${host} to System Console > Environment > Developer > Allow untrusted internal connections to (ServiceSettings.AllowedUntrustedInternalConnections)`;
}

/** The server got another status than 200. */
export function explainStatus(status: number): Explanation {
  if (status === 401 || status === 403 || status === 407)
    return {
      cause: "proxy",
      why: `Something before the bot answered ${status}: it asks whoever calls for a password, or lets nobody in`,
      help: "Let the proxy pass calls to the bot's paths without a password: the bot verifies every call itself",
    };
  if (status === 404 || status === 405)
    return {
      cause: "path",
      why: `Something answered ${status}: it has nothing at this path`,
      help: "Check the path of MATTERWRIGHT_URL and where the proxy sends it; where the proxy takes the path away, set MATTERWRIGHT_PATH=/",
    };
  if (status >= 500)
    return {
      cause: "status",
      why: `Something before the bot answered ${status}: it could not reach the bot itself`,
      help: "Check the address and the port to which the proxy passes calls on, and that the bot runs there",
    };
  return {
    cause: "status",
    why: `Something answered ${status} in place of the bot`,
    help: "Check what stands at the address of MATTERWRIGHT_URL",
  };
}

/** The server got 200, but not what the bot answers. */
export function explainForeign(isHtml = true): Explanation {
  return {
    cause: "html",
    why: `Something answered with ${isHtml ? "a web page" : "other words"} in place of the bot: the login page of a proxy, or another program`,
    help: "Check the host, the port and the path of MATTERWRIGHT_URL, and let the proxy pass the bot's paths without a login",
  };
}

/** The call arrived, and the server did not get the answer. */
export const ANSWER_LOST: Explanation = {
  cause: "answer lost",
  why: "The server's call arrived, but the bot's answer did not get back to the server",
  help: "Look for a proxy on the way that changes answers or gives up too soon",
};

/** What a server's own words mean, which it says in developer mode only; nothing when they mean nothing known. */
export function explainWords(words: string, url: string): Explanation | undefined {
  const { hostname } = new URL(url);
  const status = /^status=(\d{3})$/.exec(words)?.[1];
  if (status !== undefined) return explainStatus(Number(status));
  const found = MEANINGS.find(([pattern]) => pattern.test(words));
  return found?.[1](hostname);
}

type Meaning = readonly [RegExp, (host: string) => Explanation];

const MEANINGS: readonly Meaning[] = [
  [
    /address forbidden|reserved range|AllowedUntrustedInternalConnections/,
    (host) => ({
      cause: "internal address",
      why: `The server refuses to call ${host}, because it is an internal address`,
      help: allowing(host),
    }),
  ],
  [
    /no such host|server misbehaving|lookup .*: (?:no|timeout|i\/o)/,
    (host) => ({
      cause: "name",
      why: `The server does not know the name ${host}`,
      help: "Write a name into MATTERWRIGHT_URL that the machine of the server can resolve, or its address",
    }),
  ],
  [
    /server gave HTTP response to HTTPS client/,
    () => ({
      cause: "tls",
      why: "The server asks with https, and gets plain http",
      help: "Write http:// in MATTERWRIGHT_URL, or put a proxy with a certificate before the bot",
    }),
  ],
  [
    /x509|certificate|tls: /,
    () => ({
      cause: "tls",
      why: "The server does not trust the certificate at this address",
      help: "Use a certificate that the server's machine trusts for exactly this name, or install its authority there",
    }),
  ],
  [
    /malformed HTTP (?:response|status)/,
    () => ({
      cause: "tls",
      why: "What answers there does not speak plain http",
      help: "Write https:// in MATTERWRIGHT_URL if that is what it speaks",
    }),
  ],
  [
    /connection refused/,
    () => ({
      cause: "refused",
      why: "Nothing listens at this address and port, seen from the server",
      help: "Check the port, and that the bot listens for others too: MATTERWRIGHT_HOST=0.0.0.0",
    }),
  ],
  [
    /i\/o timeout|deadline exceeded|Client\.Timeout|no route to host|network is unreachable/,
    () => ({
      cause: "no answer",
      why: "The server gets no answer from this address",
      help: "Look for a firewall between the server and the bot",
    }),
  ],
  [
    /connection reset|EOF/,
    () => ({
      cause: "cut",
      why: "The connection is cut before the bot can answer",
      help: "Look for a proxy or a firewall between the server and the bot that closes it",
    }),
  ],
  [/invalid character/, () => explainForeign()],
];
