/** Typed keys: a name, what may stand under it, and how it came to be so. Works with every engine. */
import type { ZodType } from "zod";
import { issuesOf } from "../errors.ts";
import { ConflictError, StoredValueError } from "./errors.ts";
import type { SetOptions, Store } from "./store.ts";

export interface StoreKeyOptions {
  /** How long a value lives, in milliseconds; for ever by default. */
  readonly ttlMs?: number;
}

/**
 * A typed key.
 *
 * @example
 * const votes = storeKey("votes", z.record(z.string(), z.number()));
 * await votes.set(bot.store, { pizza: 3 });
 * const byDay = votes.at("2026-11-21");            // the key votes/2026-11-21
 */
export class StoreKey<Value> {
  readonly name: string;
  readonly #schema: ZodType<Value>;
  readonly #options: StoreKeyOptions;

  constructor(name: string, schema: ZodType<Value>, options: StoreKeyOptions) {
    this.name = name;
    this.#schema = schema;
    this.#options = options;
  }

  /** The same kind of value, one key further down. */
  at(part: string): StoreKey<Value> {
    return new StoreKey(`${this.name}/${part}`, this.#schema, this.#options);
  }

  /** The value, or nothing. @throws StoredValueError when what is stored does not fit the schema any more. */
  async get(store: Store): Promise<Value | undefined> {
    const value = await store.get(this.name);
    return value === undefined ? undefined : this.#fitting(value);
  }

  /** @throws StoredValueError when the value does not fit the schema: then nothing is written. */
  async set(store: Store, value: Value, options: SetOptions = {}): Promise<number> {
    return store.set(this.name, this.#fitting(value), { ...this.#options, ...options });
  }

  delete(store: Store): Promise<boolean> {
    return store.delete(this.name);
  }

  /**
   * Changes the value by what it is now, and again if somebody else changed it in between. Returns what was written.
   *
   * @throws ConflictError when others were faster ten times.
   */
  async update(store: Store, change: (value: Value | undefined) => Value): Promise<Value> {
    for (let attempt = 1; ; attempt++) {
      const stored = await store.read(this.name);
      const next = change(stored === undefined ? undefined : this.#fitting(stored.value));
      try {
        await this.set(store, next, { ifVersion: stored?.version ?? 0 });
        return next;
      } catch (error) {
        if (!(error instanceof ConflictError) || attempt === 10) throw error;
      }
    }
  }

  #fitting(value: unknown): Value {
    const parsed = this.#schema.safeParse(value);
    if (parsed.success) return parsed.data;
    throw new StoredValueError(this.name, issuesOf(parsed.error));
  }
}

/** Makes a typed key. */
export function storeKey<Value>(name: string, schema: ZodType<Value>, options: StoreKeyOptions = {}): StoreKey<Value> {
  return new StoreKey(name, schema, options);
}
