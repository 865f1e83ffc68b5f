/**
 * Writes small things together that need not stand alone: a transaction waits for the disk, and waits no longer for a hundred than for
 * one. Whoever hands something in waits until it is written; what comes while others are being written is next.
 */
import type { Durable } from "./durable.ts";
import type { Transaction } from "./transaction.ts";

type Write = (tx: Transaction) => Promise<unknown>;

export class Together {
  readonly #durable: Pick<Durable, "transaction">;
  #next: Write[] = [];
  /** Resolves when what is next has been written. */
  #nextWritten: Promise<void> | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(durable: Pick<Durable, "transaction">) {
    this.#durable = durable;
  }

  /** @throws what the engine throws; then nothing of what was written together is. */
  write(write: Write): Promise<void> {
    this.#next.push(write);
    this.#nextWritten ??= this.#afterLast();
    return this.#nextWritten;
  }

  #afterLast(): Promise<void> {
    const written = this.#last.then(() => {
      const writes = this.#next;
      this.#next = [];
      this.#nextWritten = undefined;
      return this.#durable.transaction(async (tx) => {
        for (const write of writes) await write(tx);
      });
    });
    this.#last = written.catch(() => {});
    return written;
  }
}
