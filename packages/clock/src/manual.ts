import type { Clock, Timer } from "./clock.ts";

interface Pending {
  readonly atMs: number;
  readonly order: number;
  readonly fire: () => void;
}

/**
 * A clock that stands still until it is told to move: the clock of tests.
 *
 * @example
 * const clock = new ManualClock();
 * clock.after(3_600_000, () => console.log("an hour later"));
 * clock.advance(3_600_000);
 */
export class ManualClock implements Clock {
  #nowMs: number;
  #order = 0;
  /** Sorted, soonest last, so that the next one is `pop()`. */
  readonly #pending: Pending[] = [];

  /** @param startMs where the clock stands first, in Unix milliseconds; by default 2026-01-01T08:00:00Z, a Thursday morning. */
  constructor(startMs = Date.UTC(2026, 0, 1, 8)) {
    this.#nowMs = startMs;
  }

  now(): number {
    return this.#nowMs;
  }

  after(delayMs: number, fire: () => void): Timer {
    const pending = { atMs: this.#nowMs + Math.max(0, delayMs), order: this.#order++, fire };
    this.#pending.splice(this.#place(pending), 0, pending);
    return {
      cancel: () => {
        const index = this.#pending.indexOf(pending);
        if (index >= 0) this.#pending.splice(index, 1);
      },
    };
  }

  /** When the next timer is due, in Unix milliseconds, or `undefined` when none is waiting. */
  get nextAt(): number | undefined {
    return this.#pending.at(-1)?.atMs;
  }

  /**
   * Moves to the next timer that is due not later than `untilMs`, and fires it. Returns whether there was one.
   * A stage calls it again and again and lets the bot come to rest in between.
   */
  step(untilMs: number): boolean {
    const next = this.#pending.at(-1);
    if (next === undefined || next.atMs > untilMs) return false;
    this.#pending.pop();
    this.#nowMs = Math.max(this.#nowMs, next.atMs);
    next.fire();
    return true;
  }

  /** Moves on by `byMs` milliseconds and fires, in order, every timer that falls due on the way. */
  advance(byMs: number): void {
    const untilMs = this.#nowMs + byMs;
    while (this.step(untilMs)) {
      // Each step fires one timer, which may set others.
    }
    this.jump(untilMs);
  }

  /** Sets the time without firing anything: what a machine that slept, or whose clock was corrected, sees. */
  jump(toMs: number): void {
    this.#nowMs = toMs;
  }

  /** The index that keeps the list sorted: later ones first, and of two at the same instant the younger first. */
  #place(pending: Pending): number {
    let low = 0;
    let high = this.#pending.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = this.#pending[middle] as Pending;
      if (other.atMs > pending.atMs || (other.atMs === pending.atMs && other.order > pending.order)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
