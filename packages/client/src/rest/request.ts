/**
 * One REST call: address, headers, body, answer. Everything in `api/` goes through here, and nothing else in this package
 * talks HTTP. It never retries and never waits; that is the business of whoever wraps the transport.
 */
import { type Call, type CallError, ProtocolError } from "../errors.ts";
import { networkError } from "../network.ts";
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
    throw brokenOff(call, response.status, error);
  }
}

/** What a body that does not end says: it took too long, or it was cut. */
export function brokenOff(call: Call, status: number, error: unknown): CallError {
  const failure = networkError(call, error);
  if (failure.code === "UND_ERR_BODY_TIMEOUT") return failure;
  return new ProtocolError({ call, status, reason: "the answer broke off in the middle" }, { cause: error });
}

function parse(call: Call, response: HttpResponse, body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    // What the parser says quotes the body, which may hold anything.
    const requestId = header(response, "x-request-id");
    throw new ProtocolError({
      call,
      status: response.status,
      reason: isHtml(body) ? "answered with HTML instead of JSON" : "answered with something that is not JSON",
      ...(requestId === undefined ? {} : { requestId }),
      ...(isHtml(body) ? { hint: HTML_HINT } : {}),
    });
  }
}
