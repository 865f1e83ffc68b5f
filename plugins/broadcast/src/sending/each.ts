/** Does something with each of many targets, a few at the same time and in their order, and writes down what came of it in batches. */
import type { Book } from "../store/book.ts";
import type { Settled } from "../store/settling.ts";
import type { DeliveryRecord } from "../store/records.ts";

const AT_ONCE = 8;
const BATCH = 100;

export interface EachParts {
  readonly book: Book;
  readonly id: string;
  readonly from?: number;
  /** Aborted when it shall begin nothing more. */
  readonly signal: AbortSignal;
  readonly wanted: (target: DeliveryRecord) => boolean;
  /** What is to be written down about a target; nothing when there is nothing. */
  readonly act: (target: DeliveryRecord) => Settled | undefined | Promise<Settled | undefined>;
  /** Writes it down. */
  readonly write: (changes: readonly Settled[]) => Promise<unknown>;
}

/** Resolves with whether all were done. @throws what `act` and `write` throw. */
export async function eachTarget({ book, id, from, signal, wanted, act, write }: EachParts): Promise<boolean> {
  let changes: Settled[] = [];
  const flush = async (): Promise<void> => {
    const full = changes;
    changes = [];
    if (full.length > 0) await write(full);
  };
  const targets = book.deliveries(id, from);
  const work = async (): Promise<void> => {
    for (let next = await targets.next(); next.done !== true; next = await targets.next()) {
      if (signal.aborted) return;
      if (!wanted(next.value)) continue;
      const change = await act(next.value);
      if (change !== undefined) changes.push(change);
      if (changes.length >= BATCH) await flush();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  await flush();
  return !signal.aborted;
}
