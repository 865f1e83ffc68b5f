/**
 * How long a link waits for what. Read by the state machine in `link.ts`, which takes the present and chance from outside; nothing
 * here waits.
 */

/** Times in milliseconds. */
export interface LinkTimes {
  /** The first wait before trying again; it doubles with every failure. */
  readonly backoffMinMs: number;
  readonly backoffMaxMs: number;
  /** Connected this long, a link counts as healthy, and the next wait is the first again. */
  readonly healthyAfterMs: number;
  /** How often we look whether anything was heard. A line that was silent so long is asked. */
  readonly heartbeatMs: number;
  /** How long an answer may take. One that does not come is asked for a second time, and then the line is cut. */
  readonly toleranceMs: number;
  /** From opening to hello. A resumed connection says no hello: it is asked for an answer instead. */
  readonly openTimeoutMs: number;
  /** After the server refused the token: it may be enabled again. */
  readonly refusedRetryMs: number;
}

/** A dead line is cut after 36 s at the latest: silence noticed at the second look, and two questions. */
export const defaultLinkTimes: LinkTimes = {
  backoffMinMs: 250,
  backoffMaxMs: 30_000,
  healthyAfterMs: 60_000,
  heartbeatMs: 10_000,
  toleranceMs: 8_000,
  openTimeoutMs: 10_000,
  refusedRetryMs: 300_000,
};

/** Questions in a row that may stay without an answer. */
export const QUESTIONS = 2;

/** A server that was away for a minute is looked for every few seconds, one that was away for ten, twice a minute. */
const SHARE_OF_TROUBLE = 15;
const ALWAYS_ALLOWED_MS = 1_000;

export interface Trouble {
  /** Failures in a row before this one. */
  readonly failures: number;
  /** How long it has lasted. Less than nothing when the machine's clock was set back. */
  readonly lastedMs: number;
  /** From 0 to 1, for the jitter. */
  readonly chance: number;
  /** What the server asked for. */
  readonly atLeastMs?: number | undefined;
}

/**
 * The wait before the next try: it doubles with every failure, up to the cap, and is never long beside the trouble itself, so that
 * who comes back after ten seconds is not kept waiting for ten more.
 */
export function backoffMs({ failures, lastedMs, chance, atLeastMs = 0 }: Trouble, times: LinkTimes): number {
  const doubledMs = times.backoffMinMs * 2 ** Math.min(failures, 20);
  const fairMs = Math.max(ALWAYS_ALLOWED_MS, lastedMs / SHARE_OF_TROUBLE);
  const mostMs = Math.min(doubledMs, fairMs, times.backoffMaxMs);
  return Math.max(Math.round(mostMs * (0.5 + chance / 2)), Math.min(atLeastMs, times.refusedRetryMs));
}
