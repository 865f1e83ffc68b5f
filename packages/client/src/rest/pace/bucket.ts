/**
 * What we know of the server's bucket: how many calls it certainly still takes. Every doubt (calls under way, rounded headers, an
 * unknown pace) counts against us, and the server's own numbers correct it upward, so that the whole limit is used and never more.
 * Called by the pace machine; pure but for its own memory.
 */
import type { RateFacts } from "./facts.ts";

/** A call that was counted, seen from the moment its answer came. */
export interface Counted {
  readonly sentMs: number;
  /** Other calls that the server may have counted after this one. */
  readonly othersAfter: number;
  /** Calls under way besides this one. */
  readonly inFlight: number;
  /** It was refused, and not counted. */
  readonly refused: boolean;
}

/** Sums of fractions are not exact. */
const EPSILON = 1e-6;

export class Bucket {
  #limit: number;
  /** Time in which one call comes back. Never less than the truth, as far as the headers tell. */
  #intervalMs = Number.POSITIVE_INFINITY;
  #level = 0;
  #atMs: number;

  constructor(limit: number, nowMs: number) {
    this.#limit = limit;
    this.#atMs = nowMs;
  }

  get limit(): number {
    return this.#limit;
  }

  /** Calls that may be sent now, with a fraction. @param inFlight they may be counted as late as now. */
  level(nowMs: number, inFlight: number): number {
    this.#refill(nowMs, inFlight);
    return this.#level + EPSILON;
  }

  /** One call is sent. */
  draw(nowMs: number, inFlight: number): void {
    this.#refill(nowMs, inFlight);
    this.#level -= 1;
  }

  /** When the level will have risen to `wanted`, in Unix milliseconds. */
  readyAt(wanted: number, nowMs: number): number {
    return nowMs + Math.max(1, Math.ceil((wanted - this.#level) * this.#intervalMs));
  }

  /** Learns from an answer. */
  observe(rate: RateFacts, { sentMs, othersAfter, inFlight, refused }: Counted, nowMs: number): void {
    this.#refill(nowMs, inFlight + 1);
    if (rate.limit !== this.#limit) {
      this.#limit = rate.limit;
      this.#intervalMs = Number.POSITIVE_INFINITY;
      this.#level = 0;
    }
    this.#learnInterval(rate);
    const atLeast = Math.max(0, rate.remaining - othersAfter);
    const atMost = rate.remaining + 1 + (nowMs - sentMs) / this.#intervalMs;
    // More than there can be: somebody else draws from this bucket too.
    if (refused || this.#level > atMost || this.#level < atLeast) this.#level = refused ? 0 : atLeast;
  }

  /** The bucket is filled for `used - 1` to `used` calls, and for `reset - 1` to `reset` seconds: that is what one call takes. */
  #learnInterval({ limit, remaining, resetMs }: RateFacts): void {
    const used = Math.max(1, limit - remaining);
    const most = Math.max(1_000, resetMs) / Math.max(1, used - 1);
    const least = (resetMs - 1_000) / used;
    if (most < this.#intervalMs || least > this.#intervalMs) this.#intervalMs = most;
  }

  #refill(nowMs: number, inFlight: number): void {
    const passedMs = Math.max(0, nowMs - this.#atMs);
    this.#atMs = nowMs;
    // Infinity times nothing is no number.
    const back = passedMs === 0 ? 0 : passedMs / this.#intervalMs;
    this.#level = Math.min(this.#level + back, this.#limit - inFlight);
  }
}
