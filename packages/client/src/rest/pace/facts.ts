/** Reads what an answer says about the server's rate limit. Called by the governor; it decides nothing. */
import type { HttpResponse } from "../../transport.ts";

/** The state of the server's bucket just after a call was counted, or refused. */
export interface RateFacts {
  /** Calls that the full bucket holds: the server's `MaxBurst` and one more. */
  readonly limit: number;
  /** Whole calls that are left, from 0. */
  readonly remaining: number;
  /** Until the bucket is full again, rounded up to whole seconds by the server. */
  readonly resetMs: number;
}

export interface AnswerFacts {
  readonly status: number;
  /** Absent where no limiter is on, or its headers make no sense. */
  readonly rate?: RateFacts;
  /** Of a 429, when it says so. */
  readonly retryAfterMs?: number;
  /** The server counts each account by itself: it says everything twice. */
  readonly byAccount: boolean;
}

/** A time until reset beyond this is none: some proxies send a date in this header. */
const RESET_MAX_S = 86_400;

/** The facts of one answer. */
export function factsOf({ status, headers }: Pick<HttpResponse, "status" | "headers">): AnswerFacts {
  const limits = numbers(headers["x-ratelimit-limit"]);
  const byAccount = limits.filter((limit) => limit === limits[0]).length > 1;
  if (limits.length === 0 && status !== 429) return { status, byAccount };
  const rate = tightest(limits, numbers(headers["x-ratelimit-remaining"]), numbers(headers["x-ratelimit-reset"]));
  const retryAfterS = numbers(headers["retry-after"]).find((seconds) => seconds > 0);
  return {
    status,
    byAccount,
    ...(rate === undefined ? {} : { rate }),
    ...(retryAfterS === undefined ? {} : { retryAfterMs: retryAfterS * 1_000 }),
  };
}

/**
 * With `VaryByUser` the server counts twice and sends every header twice: the bucket that is emptier holds us up. A route with a limit
 * of its own, such as the login, sends other numbers behind the general ones; they say nothing about other calls.
 */
function tightest(
  limits: readonly number[],
  remaining: readonly number[],
  resets: readonly number[],
): RateFacts | undefined {
  let found: RateFacts | undefined;
  for (const [index, limit] of limits.entries()) {
    const left = remaining[index];
    const resetS = resets[index];
    if (limit !== limits[0] || left === undefined || resetS === undefined) continue;
    if (limit < 1 || left < 0 || left > limit || resetS < 0 || resetS > RESET_MAX_S) continue;
    if (found === undefined || left < found.remaining) found = { limit, remaining: left, resetMs: resetS * 1_000 };
  }
  return found;
}

function numbers(header: string | string[] | undefined): number[] {
  if (header === undefined) return [];
  return (Array.isArray(header) ? header : header.split(","))
    .map((text) => (text.trim() === "" ? Number.NaN : Number(text)))
    .filter(Number.isFinite);
}
