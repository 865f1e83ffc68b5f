/** What can be used once: whoever claims it first has it, in whatever process. */
import { type Log, errorFacts } from "../log.ts";
import { ConflictError } from "../store/errors.ts";
import type { Store } from "../store/store.ts";

const PREFIX = "interactive/used/";

export class Claims {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Whether it was free. @param ttlMs how long anybody could come with it again */
  async claim(what: string, ttlMs: number): Promise<boolean> {
    try {
      await this.#store.set(PREFIX + what, true, { ifVersion: 0, ttlMs: Math.max(ttlMs, 1) });
      return true;
    } catch (error) {
      if (error instanceof ConflictError) return false;
      throw error;
    }
  }

  /** It was not used after all. */
  async release(what: string): Promise<void> {
    await this.#store.delete(PREFIX + what);
  }

  /** The same, where nobody waits for it. */
  releaseQuietly(what: string, log: Log): void {
    this.release(what).catch((error: unknown) =>
      log.error({ error: errorFacts(error) }, "a button or dialog stays used up though it failed"),
    );
  }
}
