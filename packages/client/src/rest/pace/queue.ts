/** Calls that wait in one lane, first come first served. A call that comes back goes before those that were never taken. */
export class Queue {
  /** Sorted; they were taken once already, so all are older than the fresh ones. */
  readonly #returned: number[] = [];
  #fresh: number[] = [];
  /** Where the fresh ones begin; what stands before has been taken. */
  #head = 0;
  readonly #gone = new Set<number>();
  #newest = -1;

  get size(): number {
    return this.#returned.length + this.#fresh.length - this.#head - this.#gone.size;
  }

  /** Numbers grow in the order of asking, so one that is not the newest was here before. */
  add(call: number): void {
    if (call > this.#newest) {
      this.#newest = call;
      this.#fresh.push(call);
      return;
    }
    const place = this.#returned.findIndex((other) => other > call);
    this.#returned.splice(place < 0 ? this.#returned.length : place, 0, call);
  }

  /** Takes back a call that waits here. */
  delete(call: number): void {
    const place = this.#returned.indexOf(call);
    if (place >= 0) this.#returned.splice(place, 1);
    else this.#gone.add(call);
  }

  /** The oldest. There must be one. */
  take(): number {
    const returned = this.#returned.shift();
    if (returned !== undefined) return returned;
    let oldest = this.#fresh[this.#head++] as number;
    while (this.#gone.delete(oldest)) oldest = this.#fresh[this.#head++] as number;
    if (this.#head > 1_000 && this.#head * 2 > this.#fresh.length) {
      this.#fresh = this.#fresh.slice(this.#head);
      this.#head = 0;
    }
    return oldest;
  }
}
