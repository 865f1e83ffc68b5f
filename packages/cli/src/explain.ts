/** Turns what went wrong between us and a server into one sentence that says what to do, and an exit code. Knows the client's errors. */
import {
  AuthenticationError,
  CallError,
  ConfigurationError,
  NetworkError,
  NotFoundError,
  PermissionError,
  ProtocolError,
} from "@matterwright/client";
import { Trouble } from "./trouble.ts";

/** The server as the person named it. */
export interface Named {
  /** Without secrets. */
  readonly url: string;
  /** The variable to change for another token. */
  readonly tokenName: string;
}

const CERTIFICATE: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: "is self-signed",
  SELF_SIGNED_CERT_IN_CHAIN: "comes from an authority that this machine does not know",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "comes from an authority that this machine does not know",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "comes from an authority that this machine does not know",
};

const NOT_TLS = new Set(["ERR_SSL_WRONG_VERSION_NUMBER", "ERR_SSL_PACKET_LENGTH_TOO_LONG", "EPROTO"]);

/** The trouble that an error stands for; anything that is not about a server comes back as it is. */
export function explained(error: unknown, named: Named): unknown {
  if (error instanceof Trouble) return error;
  if (error instanceof ConfigurationError) return new Trouble("setting", `${error.message}.`, { cause: error });
  if (!(error instanceof CallError)) return error;
  const [kind, sentence] = ofCall(error, named);
  return new Trouble(kind, sentence, { cause: error });
}

type Explanation = readonly [kind: "passing" | "setting", sentence: string];

function ofCall(error: CallError, named: Named): Explanation {
  const { url } = named;
  if (error instanceof NetworkError) return ofNetwork(error, url);
  if (error instanceof AuthenticationError)
    return [
      "setting",
      `${url} refuses the token: ${named.tokenName} is mistyped, was revoked, or belongs to a disabled account; make a new one under Integrations > Bot Accounts.`,
    ];
  if (error instanceof PermissionError)
    return [
      "setting",
      `${url} forbids this to the account (${error.id ?? error.status}): let an administrator grant it, or use another account's token.`,
    ];
  if (error instanceof ProtocolError) return ofForeign(error, url);
  if (error instanceof NotFoundError)
    return ["setting", `${url} does not know ${error.route}: check the address, with its sub-path if it has one.`];
  const status = error.status === undefined ? "" : ` (status ${error.status})`;
  return [
    "passing",
    `${url} cannot serve us just now${status}: try again later, and look into the server's log if it stays.`,
  ];
}

function ofNetwork({ code = "", hint, message }: NetworkError, url: string): Explanation {
  const host = new URL(url).host;
  const proxy = /\(the proxy (\S+)\)/.exec(message)?.[1];
  if (proxy !== undefined) return ofProxy(code, proxy, host);
  const certificate = CERTIFICATE[code];
  if (certificate !== undefined)
    return [
      "setting",
      `The certificate of ${host} ${certificate}: name its authority's file in MATTERMOST_CA_FILE, or set MATTERMOST_VERIFY=false if you trust the network.`,
    ];
  if (code === "CERT_HAS_EXPIRED")
    return ["setting", `The certificate of ${host} has expired: it has to be renewed on the server.`];
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID")
    return [
      "setting",
      `The certificate of ${host} is for another name: use the name that it was made for in MATTERMOST_URL.`,
    ];
  if (NOT_TLS.has(code))
    return [
      "setting",
      `${host} speaks plain http at this port: write http:// in MATTERMOST_URL, or use the port of https.`,
    ];
  if (url.startsWith("http:") && code.startsWith("HPE_"))
    return ["setting", `${host} does not speak http at this port: write https:// in MATTERMOST_URL.`];
  if (code === "ENOTFOUND" || code === "EAI_AGAIN")
    return [
      "passing",
      `The name ${new URL(url).hostname} is not known: check the spelling of MATTERMOST_URL, and this machine's DNS.`,
    ];
  if (code === "ECONNREFUSED")
    return ["passing", `Nobody listens at ${host}: check the port in MATTERMOST_URL, and that the server is up.`];
  const https = url.startsWith("http:") ? ", and if it speaks https write https:// in MATTERMOST_URL" : "";
  if (/^(?:ECONNRESET|UND_ERR_SOCKET|EPIPE)$/.test(code))
    return ["passing", `${host} cut the connection: check what stands between here and the server${https}.`];
  if (/TIMEOUT|ETIMEDOUT|UNREACH/.test(code))
    return ["passing", `${host} cannot be reached (${code}): check the address, the network and firewalls.`];
  const what = message.replace(/^[A-Z]+ \S+: /, "");
  return ["passing", `${host} gave no answer: ${hint ?? what}.`];
}

function ofProxy(code: string, proxy: string, host: string): Explanation {
  if (code === "ERR_PROXY_AUTHENTICATION")
    return [
      "setting",
      `The proxy ${proxy} does not accept who we are: write its name and password into MATTERMOST_PROXY, like http://name:password@proxy.example.com:3128.`,
    ];
  if (code === "ERR_PROXY_REFUSED")
    return [
      "setting",
      `The proxy ${proxy} does not connect to ${host}: it has to allow that, or name the server in MATTERMOST_NO_PROXY.`,
    ];
  return [
    "passing",
    `The proxy ${proxy} cannot be reached (${code}): check MATTERMOST_PROXY or HTTPS_PROXY, or name the server in MATTERMOST_NO_PROXY.`,
  ];
}

/** An answer that is not Mattermost's. */
function ofForeign({ status = 0, message, cause }: ProtocolError, url: string): Explanation {
  if (cause !== undefined && message.includes("broke off"))
    return ["passing", `${url} broke off in the middle of an answer: try again.`];
  if (status >= 300 && status < 400)
    return [
      "setting",
      `${url} redirects elsewhere: write the address that it redirects to in MATTERMOST_URL (often the same with https://).`,
    ];
  if (status === 400 && url.startsWith("http:"))
    return ["setting", `${url} answers, but not as Mattermost does over http: write https:// in MATTERMOST_URL.`];
  if (message.includes("HTML"))
    return [
      "setting",
      `${url} answers with a web page, not as Mattermost does: check the address and its sub-path in MATTERMOST_URL, and that no login page of a proxy stands before it.`,
    ];
  if (status === 404) return ["setting", `There is no Mattermost at ${url}: check the path in MATTERMOST_URL.`];
  return ["setting", `${url} does not answer as Mattermost does (status ${status}): check MATTERMOST_URL.`];
}
