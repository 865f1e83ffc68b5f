/** One at a time for each key: a state that is read, changed and written must not be read by another in between. */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Runs a task behind those of the same key. */
  async take<Value>(key: string, task: () => Promise<Value>): Promise<Value> {
    const before = this.#last.get(key) ?? Promise.resolve();
    const mine = before.then(task, task);
    const settled = mine.catch(() => {});
    this.#last.set(key, settled);
    try {
      return await mine;
    } finally {
      if (this.#last.get(key) === settled) this.#last.delete(key);
    }
  }
}
