/** What comes when, the earliest first: a heap. The planner asks it for what is due and sets its one timer by it. */
import type { UnixMs } from "@matterwright/protocol";

interface Place<Item> {
  readonly atMs: UnixMs;
  readonly item: Item;
}

export class Agenda<Item> {
  readonly #heap: Place<Item>[] = [];

  /** When the earliest comes; nothing when there is none. */
  get nextAt(): UnixMs | undefined {
    return this.#heap[0]?.atMs;
  }

  add(atMs: UnixMs, item: Item): void {
    const heap = this.#heap;
    const place = { atMs, item };
    let index = heap.push(place) - 1;
    while (index > 0) {
      const above = (index - 1) >> 1;
      const other = heap[above] as Place<Item>;
      if (other.atMs <= atMs) break;
      heap[index] = other;
      heap[above] = place;
      index = above;
    }
  }

  /** Takes what has come until a moment, so many at most. */
  take(untilMs: UnixMs, most: number): Item[] {
    const taken: Item[] = [];
    while (taken.length < most && (this.#heap[0]?.atMs ?? Infinity) <= untilMs) taken.push(this.#takeFirst());
    return taken;
  }

  #takeFirst(): Item {
    const heap = this.#heap;
    const first = heap[0] as Place<Item>;
    const last = heap.pop() as Place<Item>;
    if (heap.length > 0) this.#sink(last);
    return first.item;
  }

  /** Puts something at the top and lets it down to its place. */
  #sink(place: Place<Item>): void {
    const heap = this.#heap;
    let index = 0;
    for (;;) {
      const left = 2 * index + 1;
      const right = left + 1;
      const lower = (heap[right]?.atMs ?? Infinity) < (heap[left]?.atMs ?? Infinity) ? right : left;
      const other = heap[lower];
      if (other === undefined || other.atMs >= place.atMs) break;
      heap[index] = other;
      index = lower;
    }
    heap[index] = place;
  }
}
