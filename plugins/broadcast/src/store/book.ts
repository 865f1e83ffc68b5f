/**
 * The account of all broadcasts: what is written down of each, and in which steps it may change. Everything that changes it is one
 * transaction. It sends nothing; whoever wants something of a broadcast writes it down here, and the job that does it reads it here.
 */
import { type JobQueue, type Store, type Transaction, UserError } from "matterwright";
import type { Broadcast, Draft, StartOptions, Target } from "../broadcast.ts";
import { type Change, asBegun, asPending, newRecord, placeOf } from "./begin.ts";
import {
  BROADCASTS,
  type BroadcastRecord,
  type DeliveryRecord,
  NUDGES,
  REPEATING,
  type Tally,
  delivery,
  deliveriesOf,
  deliveryKey,
  keys,
} from "./records.ts";
import { type Settled, type SettlingParts, amend, claim, reopen, settle, unknown } from "./settling.ts";

/** Targets that are written down at once. */
const BATCH = 500;
/** Targets that are read at once. */
const PAGE = 250;

export interface BookParts extends SettlingParts {
  /** The plugin's own, outside of transactions. */
  readonly store: Store;
  /** Asks for a run of the job, or has the process do so that sends. */
  readonly ask: (wish: Wish, tx: Transaction) => Promise<unknown>;
}

/** A run that is wanted. */
export interface Wish {
  readonly id: string;
  readonly run: number;
  /** Not before, in Unix milliseconds. */
  readonly at?: number;
}

/** One broadcast with its counts. */
export interface Entry {
  readonly record: BroadcastRecord;
  readonly tally: Tally;
}

export class Book {
  readonly #parts: BookParts;

  constructor(parts: BookParts) {
    this.#parts = parts;
  }

  /** Writes a broadcast down and asks for its run. Under a key that was used, it is the one that was written down then. */
  async start(given: Draft, targets: Iterable<Target> | AsyncIterable<Target>, options: StartOptions): Promise<Entry> {
    const begun = await this.#begin(given, options);
    if (begun.state !== "draft") return this.get(begun.id);
    const count = await this.add(begun.id, targets);
    if (count === 0 && options.series === undefined) throw new UserError("There is nobody to send it to.");
    return this.#change(begun.id, (record, tally) =>
      record.state === "draft" ? asBegun({ ...record, targets: count }, tally) : undefined,
    );
  }

  /** @throws UserError when there is none of this id. */
  async get(id: string, store: Store = this.#parts.store): Promise<Entry> {
    const number = /^\d{1,8}$/.test(id) ? String(Number(id)) : undefined;
    const record = number === undefined ? undefined : await keys.record(number).get(store);
    const tally = record === undefined ? undefined : await keys.tally(record.id).get(store);
    if (record === undefined || tally === undefined) throw unknown(id);
    return { record, tally };
  }

  /** The newest first, without those whose targets are not written down yet. */
  async list(limit: number): Promise<Entry[]> {
    const all = await this.#parts.store.keys(BROADCASTS);
    const found: Entry[] = [];
    for (const key of all.toReversed()) {
      if (found.length >= limit) break;
      const entry = await this.get(key.slice(BROADCASTS.length));
      if (entry.record.state !== "draft" && entry.record.draft.serves === undefined) found.push(entry);
    }
    return found;
  }

  async lastOf(authorId: string): Promise<Entry | undefined> {
    const id = await keys.author(authorId).get(this.#parts.store);
    return id === undefined ? undefined : this.get(id);
  }

  /** The broadcast that was made of a post. */
  async ofSource(postId: string): Promise<Entry | undefined> {
    const id = await keys.source(postId).get(this.#parts.store);
    return id === undefined ? undefined : this.get(id);
  }

  /** The target of a copy, where a post is one. */
  async ofCopy(postId: string): Promise<{ readonly entry: Entry; readonly delivery: DeliveryRecord } | undefined> {
    const { store } = this.#parts;
    const spot = await keys.copy(postId).get(store);
    const found = spot && (await keys.delivery(spot.id, spot.index).get(store));
    return spot === undefined || found === undefined ? undefined : { entry: await this.get(spot.id), delivery: found };
  }

  /** Changes a broadcast, and asks for a run unless nothing has changed or none is wanted. @throws UserError when there is none. */
  change(id: string, change: (record: BroadcastRecord, tally: Tally) => Change | undefined): Promise<Entry> {
    return this.#change(id, change);
  }

  /** Changes something within a run, if it is still the right one. False when it is not. */
  async note({ id, run }: Wish, change: (entry: Entry) => Partial<Entry>): Promise<boolean> {
    return this.#parts.durable.transaction((tx) => this.noteIn(tx, { id, run }, change));
  }

  /** The same, as part of a transaction. */
  async noteIn(
    tx: Pick<Transaction, "store">,
    { id, run }: Wish,
    change: (entry: Entry) => Partial<Entry>,
  ): Promise<boolean> {
    const store = this.#parts.storeIn(tx);
    const entry = await this.get(id, store);
    if (entry.record.run !== run) return false;
    const { record, tally } = change(entry);
    if (record !== undefined) await keys.record(id).set(store, record);
    if (tally !== undefined) await keys.tally(id).set(store, tally);
    return true;
  }

  /** Writes down that targets are being tried now. Nothing when this run is not the right one any more. */
  claim(wish: Wish, wanted: readonly DeliveryRecord[]): Promise<DeliveryRecord[] | undefined> {
    return claim(this.#parts, wish, wanted);
  }

  /** Writes down what became of targets that were pending. What somebody else has settled stays. */
  settle(id: string, settled: readonly Settled[], next: number): Promise<Tally> {
    return settle(this.#parts, id, { settled, next });
  }

  /** Changes what is known of copies. */
  amend(id: string, changes: readonly Settled[]): Promise<void> {
    return amend(this.#parts, id, changes);
  }

  /** Makes the failed targets pending again, a page at a time, and asks for a run. */
  async reopen(id: string): Promise<Entry> {
    const failed: number[] = [];
    for await (const { index, state } of this.deliveries(id)) if (state === "failed") failed.push(index);
    if (failed.length === 0) throw new UserError("None of its targets has failed.");
    for (let from = 0; from < failed.length; from += BATCH)
      await reopen(this.#parts, id, failed.slice(from, from + BATCH));
    return this.#change(id, (record) => {
      const { endedAt: _ended, ...open } = record;
      return { record: { ...open, state: record.state === "paused" ? "paused" : "sending" } };
    });
  }

  /** All targets from an index on, in order. */
  async *deliveries(id: string, from = 0): AsyncGenerator<DeliveryRecord> {
    const prefix = deliveriesOf(id);
    for (let after = from === 0 ? undefined : deliveryKey(id, from - 1); ;) {
      const page = await this.#parts.store.list(prefix, {
        limit: PAGE,
        ...(after === undefined ? {} : { after }),
      });
      for (const { value } of page) yield delivery.parse(value);
      if (page.length < PAGE) return;
      after = page.at(-1)?.key;
    }
  }

  /** Asks for the runs that another process has wished for, which has no job queue that this one hears. */
  async heed(jobs: (wish: Wish, queue: JobQueue) => Promise<unknown>): Promise<void> {
    for (const { key, value } of await this.#parts.store.list(NUDGES)) {
      await this.#parts.durable.transaction(async (tx) => {
        const isThere = await this.#parts.storeIn(tx).delete(key);
        if (isThere) await jobs(value as Wish, tx.jobs);
      });
    }
  }

  /** Keeps the targets of a broadcast from being forgotten. */
  async renew(id: string): Promise<void> {
    const batch: Settled[] = [];
    for await (const { index } of this.deliveries(id)) {
      batch.push({ index });
      if (batch.length === BATCH) await this.amend(id, batch.splice(0));
    }
    if (batch.length > 0) await this.amend(id, batch);
  }

  /** Ids of those that repeat, paused ones too. */
  async repeating(): Promise<string[]> {
    const all = await this.#parts.store.keys(REPEATING);
    return all.map((key) => String(Number(key.slice(REPEATING.length))));
  }

  #begin(given: Draft, options: StartOptions): Promise<BroadcastRecord> {
    const { key } = options;
    return this.#parts.durable.transaction(async (tx) => {
      const store = this.#parts.storeIn(tx);
      const known = key === undefined ? undefined : await keys.started(key).get(store);
      if (known !== undefined) return (await this.get(known, store)).record;
      const id = String(await keys.last.update(store, (last = 0) => last + 1));
      const written = newRecord(id, given, { options, now: this.#parts.now() });
      await keys.record(id).set(store, written);
      await keys.tally(id).set(store, { pending: 0, sent: 0, failed: 0, skipped: 0, next: 0 });
      if (key !== undefined) await keys.started(key).set(store, id);
      return written;
    });
  }

  /** Writes targets down, each once, behind those that are there already. Returns how many were written. */
  async add(
    id: string,
    targets: Iterable<Target> | AsyncIterable<Target>,
    { from = 0, isAdded }: { readonly from?: number; readonly isAdded?: boolean } = {},
  ): Promise<number> {
    const known = new Set<string>();
    let batch: DeliveryRecord[] = [];
    const flush = async (): Promise<void> => {
      const full = batch;
      batch = [];
      await this.#parts.durable.transaction(async (tx) => {
        const store = this.#parts.storeIn(tx);
        for (const target of full) await keys.delivery(id, target.index).set(store, target);
      });
    };
    for await (const target of targets) {
      const place = placeOf(target);
      if (known.has(place)) continue;
      batch.push(asPending(target, { index: from + known.size, isAdded }));
      known.add(place);
      if (batch.length === BATCH) await flush();
    }
    await flush();
    await this.#forgetFrom(id, from + known.size);
    return known.size;
  }

  /** Targets of an earlier try to write them down, which a death has cut off, and which were more. */
  async #forgetFrom(id: string, from: number): Promise<void> {
    for await (const { index } of this.deliveries(id, from)) await this.#parts.store.delete(deliveryKey(id, index));
  }

  #change(id: string, change: (record: BroadcastRecord, tally: Tally) => Change | undefined): Promise<Entry> {
    return this.#parts.durable.transaction(async (tx) => {
      const store = this.#parts.storeIn(tx);
      const { record, tally } = await this.get(id, store);
      const changed = change(record, tally);
      if (changed === undefined) return { record, tally };
      const next = { ...changed.record, run: record.run + 1 };
      const counts = changed.tally ?? tally;
      await keys.record(record.id).set(store, next);
      await keys.tally(record.id).set(store, counts);
      const repeats = keys.repeating(record.id);
      if (next.repeat !== undefined && next.endedAt === undefined) await repeats.set(store, record.id);
      else if (next.repeat !== undefined) await repeats.delete(store);
      // A rehearsal is not what was announced last, nor what was made of its post; and nothing is by the clock alone.
      // What serves another is not what was announced last either.
      const isOwn = next.isRehearsal !== true && next.series === undefined && next.draft.serves === undefined;
      if (isOwn && changed.isByClock !== true) await keys.author(next.draft.authorId).set(store, record.id);
      if (next.isRehearsal !== true && next.draft.sourcePostId !== undefined)
        await keys.source(next.draft.sourcePostId).set(store, record.id);
      if (changed.isQuiet !== true) {
        const { at } = changed;
        await this.#parts.ask({ id: record.id, run: next.run, ...(at === undefined ? {} : { at }) }, tx);
      }
      return { record: next, tally: counts };
    });
  }
}

/** For everybody else in the plugin. */
export function shownOf({ record, tally: { pending, sent, failed, skipped } }: Entry): Broadcast {
  const { id, state, draft, targets, startedAt, dueAt, endedAt, recall, repeat, series, nextAt, audience } = record;
  return {
    id,
    state,
    draft,
    targets,
    counts: { pending, sent, failed, skipped },
    startedAt,
    ...(dueAt === undefined ? {} : { dueAt }),
    ...(nextAt === undefined ? {} : { nextAt }),
    ...(audience?.isAgreed === true ? { isAgreed: true } : {}),
    ...(repeat === undefined ? {} : { repeat: repeatShown(repeat) }),
    ...(series === undefined ? {} : { seriesId: series.id }),
    ...(endedAt === undefined ? {} : { endedAt }),
    ...(recall === undefined ? {} : { recalled: recall.mode }),
  };
}

function repeatShown(repeat: NonNullable<BroadcastRecord["repeat"]>): Broadcast["repeat"] & {} {
  const { skips: _skips, lastId: _last, ...shown } = repeat;
  return shown;
}
