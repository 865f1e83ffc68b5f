/** A table in memory whose changes can be taken back: what a transaction that fails needs. */

/** The changes of the transaction that runs, so that they can be undone. */
export class Ledger {
  #undo: (() => void)[] | undefined;

  note(undo: () => void): void {
    this.#undo?.push(undo);
  }

  /** Runs a transaction's work; takes everything back if it throws. */
  async transaction<Value>(work: () => Promise<Value>): Promise<Value> {
    const undo: (() => void)[] = [];
    this.#undo = undo;
    try {
      return await work();
    } catch (error) {
      this.#undo = undefined;
      for (const step of undo.toReversed()) step();
      throw error;
    } finally {
      this.#undo = undefined;
    }
  }
}

export class Rows<Row> {
  readonly #rows = new Map<string, Row>();
  readonly #ledger: Ledger;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  get(id: string): Row | undefined {
    return this.#rows.get(id);
  }

  set(id: string, row: Row): void {
    const before = this.#rows.get(id);
    this.#rows.set(id, row);
    this.#ledger.note(() => (before === undefined ? this.#rows.delete(id) : this.#rows.set(id, before)));
  }

  delete(id: string): boolean {
    const before = this.#rows.get(id);
    if (before === undefined) return false;
    this.#rows.delete(id);
    this.#ledger.note(() => this.#rows.set(id, before));
    return true;
  }

  all(): IterableIterator<Row> {
    return this.#rows.values();
  }
}
