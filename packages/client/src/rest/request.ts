/**
 * One REST call: address, headers, body, answer. Everything in `api/` goes through here, and nothing else in this package
 * talks HTTP. It never retries and never waits; that is the business of whoever wraps the transport.
 */
import { type Call, NetworkError, ProtocolError } from "../errors.ts";
import type { HttpRequest, HttpResponse, HttpTransport } from "../transport.ts";
import { HTML_HINT, header, isHtml, refusal } from "./refusal.ts";

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/** What a call carries besides its method and path. */
export interface CallOptions {
  readonly query?: Query;
  /** Sent as JSON, unless it is bytes or a stream. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

export interface Requester {
  /** The parsed JSON of the answer. @throws CallError, one of its kinds. */
  readonly json: <Shape>(method: string, path: string, options?: CallOptions) => Promise<Shape>;
  /** The answer itself, when it is 2xx: for bodies that are not JSON. @throws CallError, one of its kinds. */
  readonly raw: (method: string, path: string, options?: CallOptions) => Promise<HttpResponse>;
}

export interface RequesterOptions {
  /** As `serverUrl` gives it. */
  readonly url: string;
  readonly token?: string | undefined;
  readonly http: HttpTransport;
  readonly timeoutMs: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** Makes the function that every call goes through. */
export function createRequester(options: RequesterOptions): Requester {
  const base = {
    accept: "application/json",
    ...options.headers,
    ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
  };

  const raw = async (method: string, path: string, callOptions: CallOptions = {}): Promise<HttpResponse> => {
    const call: Call = { method, route: path.split("?")[0] ?? path };
    const response = await send(options.http, call, toRequest(options, base, { method, path, ...callOptions }));
    if (response.status >= 200 && response.status < 300) return response;
    throw refusal(call, response, await bodyOf(call, response));
  };

  return {
    raw,
    async json<Shape>(method: string, path: string, callOptions?: CallOptions): Promise<Shape> {
      const response = await raw(method, path, callOptions);
      const call: Call = { method, route: path.split("?")[0] ?? path };
      return parse(call, response, await bodyOf(call, response)) as Shape;
    },
  };
}

function toRequest(
  { url, timeoutMs }: RequesterOptions,
  base: Readonly<Record<string, string>>,
  call: CallOptions & { readonly method: string; readonly path: string },
): HttpRequest {
  const isBinary = call.body instanceof Uint8Array || isStream(call.body);
  const hasBody = call.body !== undefined;
  return {
    method: call.method,
    url: `${url}${call.path}${queryText(call.query, call.path.includes("?"))}`,
    headers: { ...base, ...(hasBody && !isBinary ? { "content-type": "application/json" } : {}), ...call.headers },
    timeoutMs: call.timeoutMs ?? timeoutMs,
    ...(hasBody ? { body: isBinary ? (call.body as Uint8Array) : JSON.stringify(call.body) } : {}),
    ...(call.signal === undefined ? {} : { signal: call.signal }),
  };
}

function isStream(body: unknown): body is AsyncIterable<Uint8Array> {
  return typeof body === "object" && body !== null && Symbol.asyncIterator in body;
}

function queryText(query: Query | undefined, hasQuery: boolean): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) if (value !== undefined) params.set(name, String(value));
  return params.size === 0 ? "" : `${hasQuery ? "&" : "?"}${params.toString()}`;
}

async function send(http: HttpTransport, call: Call, request: HttpRequest): Promise<HttpResponse> {
  try {
    return await http(request);
  } catch (error) {
    throw networkError(call, error);
  }
}

async function bodyOf(call: Call, response: HttpResponse): Promise<string> {
  try {
    return await response.text();
  } catch (error) {
    const reason = "the answer broke off in the middle";
    throw new ProtocolError({ call, status: response.status, reason }, { cause: error });
  }
}

function parse(call: Call, response: HttpResponse, body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch (error) {
    const requestId = header(response, "x-request-id");
    throw new ProtocolError(
      {
        call,
        status: response.status,
        reason: isHtml(body) ? "answered with HTML instead of JSON" : "answered with something that is not JSON",
        ...(requestId === undefined ? {} : { requestId }),
        ...(isHtml(body) ? { hint: HTML_HINT } : {}),
      },
      { cause: error },
    );
  }
}

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
  CERT_HAS_EXPIRED: ["the server's certificate has expired", "It has to be renewed on the server"],
  ERR_TLS_CERT_ALTNAME_INVALID: [
    "the server's certificate is for another name",
    "Use the name that the certificate was made for",
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

/** A sentence for what Node or undici threw. Their own messages are kept as the cause only. */
export function networkError(call: Call, error: unknown): NetworkError {
  const code = codeOf(error);
  const [reason, hint] = NETWORK_HINTS[code ?? ""] ?? ["no answer came", undefined];
  const failure = {
    call,
    reason: code === undefined ? reason : `${reason}, ${code}`,
    ...(hint === undefined ? {} : { hint }),
  };
  return new NetworkError(failure, code, { cause: error });
}

function codeOf(error: unknown): string | undefined {
  for (let at = error, depth = 0; typeof at === "object" && at !== null && depth < 5; depth++) {
    if ("code" in at && typeof at.code === "string") return at.code;
    at = at instanceof AggregateError ? (at.errors[0] as unknown) : "cause" in at ? at.cause : undefined;
  }
  return undefined;
}
