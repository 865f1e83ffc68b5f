/**
 * One after another, for engines that one process has to itself: a transaction runs alone, and every other call waits for it. Used by
 * the engine in memory and by the one on SQLite.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { MisuseError } from "../../errors.ts";

export class Lane {
  #last: Promise<unknown> = Promise.resolve();
  readonly #inside = new AsyncLocalStorage<true>();

  /**
   * Runs a task when those before it have ended.
   *
   * @throws MisuseError from within another task of this lane: the two would wait for each other for ever.
   */
  async run<Value>(task: () => Value | Promise<Value>): Promise<Value> {
    if (this.#inside.getStore() === true)
      throw new MisuseError(
        "inside a transaction use what it gives you (tx.store, tx.outbox, tx.jobs): the others wait for it to end",
      );
    const alone = (): Value | Promise<Value> => this.#inside.run(true, task);
    const mine = this.#last.then(alone, alone);
    this.#last = mine.catch(() => {});
    return mine;
  }

  /** Runs a task as if it were not part of the one that started it. */
  apart<Value>(task: () => Value): Value {
    return this.#inside.exit(task);
  }
}
