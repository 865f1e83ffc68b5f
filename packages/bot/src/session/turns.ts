/** One at a time for each key: a state that is read, changed and written must not be read by another in between. */
export class Turns {
  readonly #last = new Map<string, Promise<void>>();

  /** Resolves when it is one's turn; the next has to wait until what it gives is called. */
  async take(key: string): Promise<() => void> {
    const before = this.#last.get(key);
    const { promise: mine, resolve: release } = Promise.withResolvers<void>();
    this.#last.set(key, mine);
    await before;
    return () => {
      if (this.#last.get(key) === mine) this.#last.delete(key);
      release();
    };
  }
}
