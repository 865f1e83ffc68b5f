/**
 * Which calls may be tried again after which failures, and when. A call is repeated only if that cannot do a thing twice: it reads, the
 * server would recognise it by its `pending_post_id`, or it certainly never got to be done. Pure; the tries themselves are in `tries.ts`.
 */
import { type CallError, NetworkError, ProtocolError, RateError, ServerFailure } from "../../errors.ts";

/** What is sent, as far as trying again is concerned. */
export interface Repeatable {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
}

/**
 * A try begins at most this long after the first that failed. The server knows a `pending_post_id` for 30 seconds: a later repetition
 * would be a second post.
 */
export const RETRY_FOR_MS = 25_000;
/** A call that was told so often to wait is given up. */
export const RATE_REFUSALS_MOST = 10;

const BACKOFF_MIN_MS = 250;
const BACKOFF_MAX_MS = 5_000;

/** Reads that the server takes as POST, because what they ask for is long. */
const READS_BY_POST = /\/(?:ids|ids\/reactions|names|usernames|search|group_channels)$/;

/** Node's codes of failures after which nobody has heard the request. */
export const UNSENT: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
  "ERR_PROXY_REFUSED",
]);
/** Trying again meets the same. */
const LASTING =
  /^(?:CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_TLS|ERR_SSL|ERR_PROXY_AUTH|ERR_INVALID|UND_ERR_INVALID|HPE_)/;
/** Done badly or not at all, nobody knows. */
const PASSING_STATUS = new Set([500, 502, 503, 504]);

export type Verdict =
  /** It was refused before anything was done. */
  | "refused"
  /** It may have been done, and doing it again is harmless. */
  | "again"
  | "final";

/** What to make of a failure. */
export function verdictOn(error: CallError, call: Repeatable): Verdict {
  // What was streamed is gone.
  if (isStream(call.body)) return "final";
  if (error instanceof RateError) return "refused";
  if (error instanceof NetworkError && UNSENT.has(error.code ?? "")) return "again";
  return isPassing(error) && isHarmless(call) ? "again" : "final";
}

/** How long to wait before trying again. @param failures so far, from 1. @param chance from 0 to 1, so that not all come back at once. */
export function backoffMs(failures: number, chance: number): number {
  return Math.min(BACKOFF_MAX_MS, BACKOFF_MIN_MS * 2 ** (failures - 1)) * (0.5 + chance / 2);
}

function isPassing(error: CallError): boolean {
  if (error instanceof NetworkError) return !LASTING.test(error.code ?? "");
  if (error instanceof ServerFailure) return PASSING_STATUS.has(error.status ?? 0);
  // An answer that broke off has what broke it as its cause; one that makes no sense has none.
  return error instanceof ProtocolError && error.cause !== undefined;
}

function isHarmless({ method, path, body }: Repeatable): boolean {
  if (method === "GET" || method === "HEAD") return true;
  if (method !== "POST") return false;
  if (READS_BY_POST.test(path.split("?")[0] ?? path)) return true;
  if (typeof body !== "object" || body === null || !("pending_post_id" in body)) return false;
  return typeof body.pending_post_id === "string" && body.pending_post_id !== "";
}

function isStream(body: unknown): boolean {
  return typeof body === "object" && body !== null && Symbol.asyncIterator in body;
}
