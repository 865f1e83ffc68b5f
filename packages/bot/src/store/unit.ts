/**
 * What a handler wants to have written when it has ended well: sessions, durable replies, jobs. All of it in one transaction, or
 * nothing of it. One belongs to each update.
 */
import type { Transaction } from "./transaction.ts";

type Write = (tx: Transaction) => Promise<void>;

export class UnitOfWork {
  readonly #writes: Write[] = [];
  readonly #endings: (() => void)[] = [];
  #isClosed = false;

  /** Whether there is nothing to write. */
  get isEmpty(): boolean {
    return this.#writes.length === 0;
  }

  /** Whether it is too late to add something. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Adds something to write. It may be run again when transactions met: it does nothing but read and write `tx`. */
  add(write: Write): void {
    this.#writes.push(write);
  }

  /** The same, before everything that was added so far. */
  addFirst(write: Write): void {
    this.#writes.unshift(write);
  }

  /** Does something when all is over, written or not. */
  atEnd(ending: () => void): void {
    this.#endings.push(ending);
  }

  /** Writes everything, in the order in which it was added. */
  async writeAll(tx: Transaction): Promise<void> {
    this.#isClosed = true;
    for (const write of this.#writes) await write(tx);
  }

  /** Forgets what was to be written. */
  discard(): void {
    this.#isClosed = true;
    this.#writes.length = 0;
  }

  end(): void {
    this.#isClosed = true;
    for (const ending of this.#endings.splice(0).toReversed()) ending();
  }
}
