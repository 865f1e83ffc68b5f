/** What came already, as far back as fits. */
export class Seen {
  readonly #keys = new Set<string>();
  readonly #most: number;

  /** @param most keys to remember; the oldest go first. */
  constructor(most: number) {
    this.#most = most;
  }

  has(key: string): boolean {
    return this.#keys.has(key);
  }

  /** What it says is new again. */
  forget(key: string): void {
    this.#keys.delete(key);
  }

  /** Forgets everything. */
  clear(): void {
    this.#keys.clear();
  }

  /** Whether a key is new; from now on it is not. */
  first(key: string): boolean {
    if (this.#keys.has(key)) return false;
    this.#keys.add(key);
    if (this.#keys.size > this.#most) this.#keys.delete(this.#keys.values().next().value as string);
    return true;
  }
}
