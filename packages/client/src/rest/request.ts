/**
 * One REST call: address, headers, body, answer. Everything in `api/` goes through here, and nothing else in this package
 * talks HTTP. It never retries and never waits by itself; with a pace that is the business of `pace/tries.ts`.
 */
import { type Call, type CallError, ProtocolError, shownRoute } from "../errors.ts";
import { networkError } from "../network.ts";
import type { HttpRequest, HttpResponse, HttpTransport } from "../transport.ts";
import type { Lane, Pace } from "./pace/pace.ts";
import { untilDone } from "./pace/tries.ts";
import { HTML_HINT, header, isHtml, refusal } from "./refusal.ts";

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/** How a call is made, whatever it asks for. All but `timeoutMs` and `signal` need a pace, and mean nothing without one. */
export interface CallManner {
  /** How urgent it is; `interactive` by default. */
  readonly lane?: Lane;
  /** For one try, in milliseconds: until an answer begins, and between two pieces of it. */
  readonly timeoutMs?: number;
  /** For the whole call, in milliseconds: waiting for its turn and trying again included. */
  readonly withinMs?: number;
  /** How long after its first failure a call may be tried again, in milliseconds; 25,000 by default, 0 for never. */
  readonly retryForMs?: number;
  /** Ends the call, whether it waits or runs. */
  readonly signal?: AbortSignal;
}

/** What a call carries besides its method and path. */
export interface CallOptions extends CallManner {
  readonly query?: Query;
  /** Sent as JSON, unless it is bytes or a stream. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
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
  /** Without one, calls are sent at once and never again. */
  readonly pace?: Pace | undefined;
  /** Of every call that does not say otherwise. */
  readonly manner?: CallManner;
}

/** Makes the function that every call goes through. */
export function createRequester(options: RequesterOptions): Requester {
  const base = {
    accept: "application/json",
    ...options.headers,
    ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
  };

  const account = fingerprint(options.token ?? "");
  const run = <Value>(
    [method, path, given]: readonly [method: string, path: string, given: CallOptions | undefined],
    read: (call: Call, response: HttpResponse) => Promise<Value>,
  ): Promise<Value> => {
    const call: Call = { method, route: shownRoute(path) };
    const callOptions = { method, path, ...options.manner, ...given };
    const { pace } = options;
    const request = toRequest(options, base, callOptions);
    const once = async (heard: (response: HttpResponse) => void, signal: AbortSignal | undefined): Promise<Value> => {
      const response = await send(options.http, call, signal === undefined ? request : { ...request, signal });
      heard(response);
      if (response.status >= 200 && response.status < 300) return read(call, response);
      throw refusal(call, response, await bodyOf(call, response));
    };
    if (pace === undefined) return once(() => {}, callOptions.signal);
    const { lane = "interactive", withinMs, retryForMs, signal } = callOptions;
    return untilDone({ call, what: callOptions, lane, account, pace, withinMs, retryForMs, signal, once });
  };

  return {
    raw: (method, path, callOptions) =>
      run([method, path, callOptions], (_call, response) => Promise.resolve(response)),
    json: <Shape>(method: string, path: string, callOptions?: CallOptions) =>
      run(
        [method, path, callOptions],
        async (call, response) => parse(call, response, await bodyOf(call, response)) as Shape,
      ),
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
  };
}

/** Tells tokens apart without giving anything of them away: 32 bits of FNV-1a. */
function fingerprint(token: string): string {
  let hash = 0x811c9dc5;
  for (const sign of token) hash = Math.imul(hash ^ (sign.codePointAt(0) ?? 0), 0x01000193);
  return token === "" ? "" : (hash >>> 0).toString(36);
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
  const hint = "Try again; if it stays, look at what stands between here and the server";
  return new ProtocolError({ call, status, reason: "the answer broke off in the middle", hint }, { cause: error });
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
      hint: isHtml(body) ? HTML_HINT : "Check that the address is the server's own, and what stands before it",
    });
  }
}
