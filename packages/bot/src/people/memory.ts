/** Remembers what was asked for: as much as fits, the longest unused goes first, and nothing for longer than a while. */
import type { Clock } from "@matterwright/clock";

export interface MemoryOptions {
  readonly clock: Clock;
  /** Values that fit. */
  readonly most: number;
  /** Not every change is told to everybody: after this long, in milliseconds, it is asked for again. */
  readonly maxAgeMs: number;
}

interface Remembered<Value> {
  readonly value: Promise<Value>;
  readonly sinceMs: number;
}

export class Memory<Value> {
  readonly #options: MemoryOptions;
  /** The longest unused first. */
  readonly #values = new Map<string, Remembered<Value>>();

  constructor(options: MemoryOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#values.size;
  }

  /** The remembered value, or the one that `ask` gives. Who asks at the same time waits for the same; failures are not remembered. */
  get(key: string, ask: () => Promise<Value>): Promise<Value> {
    const now = this.#options.clock.now();
    const known = this.#values.get(key);
    this.#values.delete(key);
    if (known !== undefined && now - known.sinceMs < this.#options.maxAgeMs) {
      this.#values.set(key, known);
      return known.value;
    }
    const asked = { value: ask(), sinceMs: now };
    this.#put(key, asked);
    asked.value.catch(() => this.#values.get(key) === asked && this.#values.delete(key));
    return asked.value;
  }

  /** Whether there is a value to be had without asking. */
  has(key: string): boolean {
    const known = this.#values.get(key);
    return known !== undefined && this.#options.clock.now() - known.sinceMs < this.#options.maxAgeMs;
  }

  /** Remembers what came to be known otherwise. */
  set(key: string, value: Value): void {
    this.#values.delete(key);
    this.#put(key, { value: Promise.resolve(value), sinceMs: this.#options.clock.now() });
  }

  forget(key: string): void {
    this.#values.delete(key);
  }

  /** Forgets every value whose key is meant. */
  forgetAll(isMeant: (key: string) => boolean = () => true): void {
    for (const key of this.#values.keys()) if (isMeant(key)) this.#values.delete(key);
  }

  #put(key: string, remembered: Remembered<Value>): void {
    this.#values.set(key, remembered);
    if (this.#values.size > this.#options.most) this.#values.delete(this.#values.keys().next().value as string);
  }
}
