/**
 * How many do something at a time; the others wait in a line for their turn, and what is urgent goes first. Transactions take their
 * turns here, as the driver's own line gives up after the time that a connection may take to be made, however many wait before it.
 */
export class Turns {
  #free: number;
  readonly #urgent: (() => void)[] = [];
  readonly #waiting: (() => void)[] = [];

  constructor(atOnce: number) {
    this.#free = atOnce;
  }

  /** Does something when it is its turn. @throws what it throws. */
  async take<Value>(task: () => Promise<Value>, isUrgent = false): Promise<Value> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((mine) => (isUrgent ? this.#urgent : this.#waiting).push(mine));
    try {
      return await task();
    } finally {
      const next = this.#urgent.shift() ?? this.#waiting.shift();
      if (next === undefined) this.#free++;
      else next();
    }
  }
}
