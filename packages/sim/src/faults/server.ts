/** Faults of the server itself: going down, coming up again with its state kept, and a clock that steps. `sim.faults.server` for tests. */
import type { LineFaults } from "./lines.ts";

export interface ServerParts {
  readonly lines: LineFaults;
  /** Forgets what a server keeps in memory only. */
  readonly forget: () => void;
  readonly stepClock: (byMs: number) => void;
}

export class ServerFaults {
  readonly #parts: ServerParts;
  #isDown = false;

  constructor(parts: ServerParts) {
    this.#parts = parts;
  }

  /** Whether nobody listens. */
  get isDown(): boolean {
    return this.#isDown;
  }

  /**
   * Goes down: all lines end without a close frame, requests and upgrades are refused as by a port that nobody listens on. What a
   * server keeps in memory only is forgotten: connections to resume, texts by which repeated posts are known, buckets of the rate limit.
   */
  stop(): void {
    this.#isDown = true;
    this.#parts.lines.drop();
    this.#parts.lines.expire();
    this.#parts.forget();
  }

  /** Comes up again, with everything that stands in its database. */
  start(): void {
    this.#isDown = false;
  }

  /** Goes down and comes up in one moment. */
  restart(): void {
    this.stop();
    this.start();
  }

  /**
   * Steps the server's clock: what it stamps from now on is so much later, or with a negative number earlier. Timers are not touched.
   *
   * @example
   * sim.faults.server.stepClock(-60_000);
   */
  stepClock(byMs: number): void {
    if (!Number.isSafeInteger(byMs)) throw new Error(`a clock steps by whole milliseconds, not ${byMs}`);
    this.#parts.stepClock(byMs);
  }
}
