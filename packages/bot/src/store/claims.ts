/** What can be used once: whoever claims it first has it, in whatever process, and before or after a restart. */
import { createHash } from "node:crypto";
import { type Log, errorFacts } from "../log/log.ts";
import { ConflictError } from "./errors.ts";
import type { Store } from "./store.ts";

export class Claims {
  readonly #store: Store;
  readonly #prefix: string;

  /** @param room what is used, apart from everything else: `interactive/used` */
  constructor(store: Store, room: string) {
    this.#store = store;
    this.#prefix = `${room}/`;
  }

  /** Whether it was free. @param ttlMs how long anybody could come with it again */
  async claim(what: string, ttlMs: number): Promise<boolean> {
    try {
      await this.#store.set(this.#key(what), true, { ifVersion: 0, ttlMs: Math.max(ttlMs, 1) });
      return true;
    } catch (error) {
      if (error instanceof ConflictError) return false;
      throw error;
    }
  }

  /** It was not used after all. */
  async release(what: string): Promise<void> {
    await this.#store.delete(this.#key(what));
  }

  /** The same, where nobody waits for it. */
  releaseQuietly(what: string, log: Log): void {
    this.release(what).catch((error: unknown) =>
      log.error({ error: errorFacts(error) }, "a button or dialog stays used up though it failed"),
    );
  }

  /** What callers send may be long, and has no place in a key. */
  #key(what: string): string {
    return this.#prefix + (what.length <= LONGEST && /^[\w/.-]*$/.test(what) ? what : digest(what));
  }
}

const LONGEST = 100;

function digest(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}
