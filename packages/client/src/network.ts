/** Sentences for what happens between here and the server, for REST and WebSocket alike. */
import { type Call, NetworkError } from "./errors.ts";

const NETWORK_HINTS: Readonly<Record<string, readonly [reason: string, hint: string]>> = {
  ENOTFOUND: ["the host's name is not known", "Check the spelling of the address, and the machine's DNS"],
  EAI_AGAIN: ["the host's name could not be looked up just now", "Check the machine's DNS"],
  ECONNREFUSED: ["nobody listens at this address", "Check host and port, and that the server is up"],
  ECONNRESET: ["the connection was cut", "Try again; a proxy or firewall may stand in between"],
  EHOSTUNREACH: ["the host cannot be reached", "Check the network between here and the server"],
  ENETUNREACH: ["the network cannot be reached", "Check this machine's network"],
  ETIMEDOUT: ["no answer came in time", "Check the network between here and the server"],
  UND_ERR_CONNECT_TIMEOUT: ["no connection came about in time", "Check host, port and firewalls"],
  UND_ERR_HEADERS_TIMEOUT: ["the server took too long to answer", "Try again, or allow a longer time"],
  UND_ERR_BODY_TIMEOUT: ["the answer stopped in the middle", "Try again"],
  UND_ERR_SOCKET: ["the connection was cut", "Try again; a proxy or firewall may stand in between"],
  DEPTH_ZERO_SELF_SIGNED_CERT: [
    "the server's certificate is self-signed",
    "Name its certificate authority in the setting `ca`",
  ],
  SELF_SIGNED_CERT_IN_CHAIN: [
    "the server's certificate comes from an authority that is not known here",
    "Name that authority in the setting `ca`",
  ],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: [
    "the server's certificate cannot be verified",
    "Name its certificate authority in the setting `ca`",
  ],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: [
    "the server's certificate comes from an authority that is not known here",
    "Name that authority in the setting `ca`",
  ],
  CERT_HAS_EXPIRED: ["the server's certificate has expired", "It has to be renewed on the server"],
  ERR_TLS_CERT_ALTNAME_INVALID: [
    "the server's certificate is for another name",
    "Use the name that the certificate was made for",
  ],
  ERR_PROXY_AUTHENTICATION: [
    "the proxy does not accept who we are",
    "Give the proxy's address with its name and password: http://name:password@proxy.example.com:3128",
  ],
  ERR_PROXY_REFUSED: [
    "the proxy does not connect to the server",
    "The proxy has to allow CONNECT to the server's host and port; or name the server in `noProxy`",
  ],
  ERR_SSL_WRONG_VERSION_NUMBER: [
    "the server does not speak TLS at this port",
    "Use http:// instead of https://, or the right port",
  ],
  ERR_SSL_PACKET_LENGTH_TOO_LONG: [
    "the server does not speak TLS at this port",
    "Use http:// instead of https://, or the right port",
  ],
};

const UNKNOWN = [
  "no answer came",
  "Check the address, the network, and what stands between here and the server",
] as const;

/** A sentence for what Node or undici threw. Their own messages are kept as the cause only. */
export function networkError(call: Call, error: unknown): NetworkError {
  const code = codeOf(error);
  const [reason, hint] = NETWORK_HINTS[code ?? ""] ?? UNKNOWN;
  const proxy = atProxy(error);
  const where = proxy === undefined ? "" : ` (the proxy ${proxy})`;
  const remedy = proxy === undefined || code?.startsWith("ERR_PROXY") === true ? hint : PROXY_HINT;
  const failure = { call, reason: `${reason}${where}${code === undefined ? "" : `, ${code}`}`, hint: remedy };
  return new NetworkError(failure, code, { cause: error });
}

/** The reason and the remedy that a code of Node stands for. */
export function networkReason(code: string): string | undefined {
  return NETWORK_HINTS[code]?.[0];
}

const PROXY_HINT = "Check the proxy's address, and that it is up; or name the server in `noProxy`";

function atProxy(error: unknown): string | undefined {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++)
    if ("proxy" in at && typeof at.proxy === "string") return at.proxy;
  return undefined;
}

function codeOf(error: unknown): string | undefined {
  for (let at = error, depth = 0; typeof at === "object" && at !== null && depth < 5; depth++) {
    if ("code" in at && typeof at.code === "string") return at.code;
    at = at instanceof AggregateError ? (at.errors[0] as unknown) : "cause" in at ? at.cause : undefined;
  }
  return undefined;
}
