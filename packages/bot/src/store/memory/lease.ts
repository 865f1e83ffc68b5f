/** Leases of the engine in memory. */
import { FencedError } from "../errors.ts";
import type { Held } from "../lease.ts";
import type { Rows } from "./rows.ts";

export class MemoryLease {
  readonly #rows: Rows<Held>;
  readonly #now: () => number;

  constructor(rows: Rows<Held>, now: () => number) {
    this.#rows = rows;
    this.#now = now;
  }

  take({
    name,
    holder,
    ttlMs,
  }: {
    readonly name: string;
    readonly holder: string;
    readonly ttlMs: number;
  }): Held | undefined {
    const before = this.#rows.get(name);
    if (before !== undefined && before.until > this.#now() && before.holder !== holder) return undefined;
    const held = { name, holder, token: (before?.token ?? 0) + 1, until: this.#now() + ttlMs };
    this.#rows.set(name, held);
    return held;
  }

  renew(held: Held, ttlMs: number): Held | undefined {
    if (this.#rows.get(held.name)?.token !== held.token) return undefined;
    const renewed = { ...held, until: this.#now() + ttlMs };
    this.#rows.set(held.name, renewed);
    return renewed;
  }

  release(held: Held): void {
    if (this.#rows.get(held.name)?.token === held.token) this.#rows.set(held.name, { ...held, until: this.#now() });
  }

  current(name: string): Held | undefined {
    const held = this.#rows.get(name);
    return held === undefined || held.until <= this.#now() ? undefined : held;
  }

  /** @throws FencedError when the lease is somebody else's by now, or has run out. */
  check(held: Held): void {
    const now = this.current(held.name);
    if (now?.token !== held.token) throw new FencedError(held.name);
  }
}
