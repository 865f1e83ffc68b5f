/** The runs that are being made now: whoever takes the plugin away waits for their ends. */

export class InHand {
  readonly #runs = new Set<Promise<unknown>>();

  /** The same run, remembered until it is over. */
  async add(run: Promise<void>): Promise<void> {
    this.#runs.add(run);
    try {
      await run;
    } finally {
      this.#runs.delete(run);
    }
  }

  /** Resolves when those that are made now are over. Never rejects. */
  async idle(): Promise<void> {
    await Promise.allSettled(this.#runs);
  }
}
