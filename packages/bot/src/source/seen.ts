/**
 * What came already, as far back as fits. Kept in two sets: when the newer one is full, the older one goes at once. To take the oldest out
 * of a large set one by one costs more than all the rest.
 */
export class Seen {
  readonly #most: number;
  #newer = new Set<string>();
  #older = new Set<string>();

  /** @param most keys to remember at least, and twice as many at most; the oldest go first. */
  constructor(most: number) {
    this.#most = most;
  }

  has(key: string): boolean {
    return this.#newer.has(key) || this.#older.has(key);
  }

  /** What it says is new again. */
  forget(key: string): void {
    this.#newer.delete(key);
    this.#older.delete(key);
  }

  /** Forgets everything. */
  clear(): void {
    this.#newer.clear();
    this.#older.clear();
  }

  /** Whether a key is new; from now on it is not. */
  first(key: string): boolean {
    if (this.has(key)) return false;
    this.#newer.add(key);
    if (this.#newer.size >= this.#most) {
      this.#older = this.#newer;
      this.#newer = new Set();
    }
    return true;
  }
}
