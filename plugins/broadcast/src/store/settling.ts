/**
 * The account of single targets: what is written down when one is tried, when it has ended, and when it is to be tried once more. Each is
 * one transaction. Used by the book alone, which has everything else of a broadcast.
 */
import { type Durable, type Store, type Transaction, UserError, code } from "matterwright";
import { type DeliveryRecord, type Tally, keys } from "./records.ts";

export interface SettlingParts {
  readonly durable: Pick<Durable, "transaction">;
  /** The plugin's own, within a transaction. */
  readonly storeIn: (tx: Pick<Transaction, "store">) => Store;
  readonly now: () => number;
}

/** What became of a target that was pending. */
export type Settled = Pick<DeliveryRecord, "index"> & Partial<DeliveryRecord>;

/** Writes down that targets are being tried now. Nothing when this run is not the right one any more. */
export function claim(
  { durable, storeIn, now }: SettlingParts,
  { id, run }: { readonly id: string; readonly run: number },
  wanted: readonly DeliveryRecord[],
): Promise<DeliveryRecord[] | undefined> {
  const at = now();
  const claimed = wanted.map((target) => ({
    ...target,
    attempts: target.attempts + 1,
    firstAt: target.firstAt ?? at,
    unsureSince: target.unsureSince ?? at,
  }));
  return durable.transaction(async (tx) => {
    const store = storeIn(tx);
    const record = await keys.record(id).get(store);
    if (record?.run !== run) return undefined;
    for (const target of claimed) await keys.delivery(id, target.index).set(store, target);
    return claimed;
  });
}

/** Writes down what became of targets that were pending. What somebody else has settled stays. @param next before it, none is pending */
export function settle(
  { durable, storeIn }: SettlingParts,
  id: string,
  { settled, next }: { readonly settled: readonly Settled[]; readonly next: number },
): Promise<Tally> {
  return durable.transaction(async (tx) => {
    const store = storeIn(tx);
    const counts = { ...(await tallyOf(store, id)) };
    for (const ending of settled) {
      const key = keys.delivery(id, ending.index);
      const before = await key.get(store);
      if (before?.state !== "pending") continue;
      const { state = "pending" } = ending;
      counts.pending--;
      counts[state]++;
      await key.set(store, without({ ...before, ...ending }));
      // What stands in a thread opens none.
      if (state === "sent" && ending.postId !== undefined && before.rootId === undefined)
        await keys.copy(ending.postId).set(store, { id, index: ending.index });
    }
    counts.next = Math.max(counts.next, next);
    await keys.tally(id).set(store, counts);
    return counts;
  });
}

/** Changes what is known of targets, whatever became of them. */
export async function amend(
  { durable, storeIn }: SettlingParts,
  id: string,
  changes: readonly Settled[],
): Promise<void> {
  await durable.transaction(async (tx) => {
    const store = storeIn(tx);
    for (const change of changes) {
      const before = await keys.delivery(id, change.index).get(store);
      if (before !== undefined) await keys.delivery(id, change.index).set(store, without({ ...before, ...change }));
    }
  });
}

/** Makes those of these targets that have failed pending again. */
export function reopen({ durable, storeIn }: SettlingParts, id: string, indexes: readonly number[]): Promise<void> {
  return durable.transaction(async (tx) => {
    const store = storeIn(tx);
    const counts = { ...(await tallyOf(store, id)) };
    for (const index of indexes) {
      const key = keys.delivery(id, index);
      const before = await key.get(store);
      if (before?.state !== "failed") continue;
      const { reason: _reason, advice: _advice, endedAt: _ended, firstAt: _first, ...open } = before;
      await key.set(store, { ...open, state: "pending" });
      counts.failed--;
      counts.pending++;
      counts.next = Math.min(counts.next, index);
    }
    await keys.tally(id).set(store, counts);
  });
}

async function tallyOf(store: Store, id: string): Promise<Tally> {
  const found = await keys.tally(id).get(store);
  if (found === undefined) throw unknown(id);
  return found;
}

export function unknown(id: string): UserError {
  return new UserError(`There is no broadcast ${code(id)}. \`broadcast list\` shows those that I remember.`);
}

/** JSON has no word for what is undefined, and neither has the schema. */
export function without(record: Undefined<DeliveryRecord>): DeliveryRecord {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as DeliveryRecord;
}

type Undefined<Record> = { [Key in keyof Record]: Record[Key] | undefined };
