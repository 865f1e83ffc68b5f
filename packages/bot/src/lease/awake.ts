/**
 * Notices that the whole process stood still for a while: stopped by a signal, or by a machine that slept. What it was about to send
 * then may have been sent by another meanwhile, so nothing that had begun before goes out after.
 */
import type { Clock, Timer } from "@matterwright/clock";

const PULSE_MS = 1_000;
/** Shorter than anybody waits before taking over from a process that is not heard of. */
const STILL_MS = 5_000;

export class Awake {
  readonly #clock: Clock;
  #end = new AbortController();
  #timer: Timer | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Aborted when the process has stood still since. */
  get signal(): AbortSignal {
    return this.#end.signal;
  }

  start(): void {
    const sleptMs = this.#clock.now();
    this.#timer = this.#clock.after(PULSE_MS, () => {
      const stillMs = this.#clock.now() - sleptMs;
      if (stillMs > STILL_MS) {
        this.#end.abort(new Error(`this process stood still for ${stillMs} ms`));
        this.#end = new AbortController();
      }
      this.start();
    });
  }

  stop(): void {
    this.#timer?.cancel();
  }
}
