/** What a piece of code may ask of time. Two implementations exist: `systemClock` and `ManualClock`. */
export interface Clock {
  /** The present, in Unix milliseconds. */
  now(): number;
  /**
   * Calls `fire` once, after `delayMs` milliseconds. A delay of zero or less fires at the next turn, never at once.
   *
   * @example
   * const timer = clock.after(5_000, () => socket.terminate());
   * timer.cancel();
   */
  after(delayMs: number, fire: () => void): Timer;
}

/** A call that is still to come. */
export interface Timer {
  /** Forgets the call. Cancelling twice, or after it fired, does nothing. */
  cancel(): void;
}
