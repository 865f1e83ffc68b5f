/**
 * Each delivery is handled once, also by several processes and over a restart: before a handler runs, what names the delivery is
 * claimed in the store, and when it has ended well the claim becomes lasting, together with everything that it wrote. A delivery whose
 * handler failed, or whose process died, may come again.
 */
import { createHash } from "node:crypto";
import { ConflictError } from "../store/errors.ts";
import type { Store } from "../store/store.ts";

export type Claim = "ours" | "being handled" | "done";

export interface DeliveryTimes {
  /** How long a delivery is known, in milliseconds. */
  readonly rememberMs: number;
  /** As long as a handler may take, in milliseconds; after it the delivery may be tried again. */
  readonly claimMs: number;
}

export class Deliveries {
  readonly #store: Store;
  readonly #prefix: string;
  readonly #times: DeliveryTimes;

  /** @param hook names the hook that the deliveries are for */
  constructor(store: Store, hook: string, times: DeliveryTimes) {
    this.#store = store;
    this.#prefix = `hook/${digest(hook)}/`;
    this.#times = times;
  }

  /** Claims a delivery by everything that names it. */
  async claim(marks: readonly string[]): Promise<Claim> {
    const claimed: string[] = [];
    for (const mark of marks) {
      const state = await this.#claimOne(mark);
      if (state === "ours") {
        claimed.push(mark);
        continue;
      }
      await this.release(claimed);
      return state;
    }
    return "ours";
  }

  /** Remembers that it was done, in the transaction that does it. */
  async done(store: Pick<Store, "set">, marks: readonly string[]): Promise<void> {
    for (const mark of marks) await store.set(this.#key(mark), "done", { ttlMs: this.#times.rememberMs });
  }

  /** It may come again. */
  async release(marks: readonly string[]): Promise<void> {
    for (const mark of marks) await this.#store.delete(this.#key(mark));
  }

  async #claimOne(mark: string): Promise<Claim> {
    const key = this.#key(mark);
    const known = await this.#store.read(key);
    if (known !== undefined) return known.value === "done" ? "done" : "being handled";
    try {
      await this.#store.set(key, "claimed", { ttlMs: this.#times.claimMs, ifVersion: 0 });
      return "ours";
    } catch (error) {
      if (error instanceof ConflictError) return "being handled";
      throw error;
    }
  }

  #key(mark: string): string {
    return this.#prefix + digest(mark);
  }
}

/** What callers send may be long, and has no place in a key. */
function digest(text: string): string {
  return createHash("sha256").update(text).digest("base64url").slice(0, 32);
}
