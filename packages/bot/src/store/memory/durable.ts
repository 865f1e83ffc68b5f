/** The engine in memory: everything that a durable one does, but for outliving the program. For tests, and for bots that may forget. */
import type { Clock } from "@matterwright/clock";
import { MisuseError } from "../../errors.ts";
import type { Durable, TransactionOptions } from "../durable.ts";
import type { Transaction } from "../transaction.ts";
import { Lane } from "../embedded/lane.ts";
import { EmbeddedWorkers, type ReclaimingTable } from "../embedded/workers.ts";
import type { JobQueue, JobRecord } from "../jobs.ts";
import type { Jobs } from "../work.ts";
import type { Held, Lease } from "../lease.ts";
import type { Outbox } from "../outbox.ts";
import type { Store } from "../store.ts";
import { type JobRow, MemoryJobs } from "./jobs.ts";
import { MemoryLease } from "./lease.ts";
import { MemoryOutbox, type OutboxRow } from "./outbox.ts";
import { Ledger, Rows } from "./rows.ts";
import { MemoryStore, type StoreRow } from "./store.ts";

/** How a call reaches the tables: in its turn, or at once as part of a transaction. */
type Via = <Value>(call: () => Value) => Promise<Value>;

/**
 * Makes an engine in memory.
 *
 * @example
 * const durable = memoryDurable(systemClock);
 */
export function memoryDurable(clock: Clock): Durable {
  return new MemoryDurable(clock);
}

class MemoryDurable implements Durable {
  readonly store: Store;
  readonly outbox: Outbox;
  readonly jobs: Jobs;
  readonly lease: Lease;
  readonly #lane = new Lane();
  readonly #ledger = new Ledger();
  readonly #tables: { store: MemoryStore; outbox: MemoryOutbox; jobs: MemoryJobs; lease: MemoryLease };
  readonly #watchers = new Set<() => void>();
  readonly #workers: EmbeddedWorkers;

  constructor(clock: Clock) {
    const now = (): number => clock.now();
    const rows = <Row>(): Rows<Row> => new Rows<Row>(this.#ledger);
    this.#tables = {
      store: new MemoryStore(rows<StoreRow>(), now),
      outbox: new MemoryOutbox({ open: rows<OutboxRow>(), ended: rows<OutboxRow>() }, now),
      jobs: new MemoryJobs({ open: rows<JobRow>(), ended: rows<JobRecord>(), keys: rows<string>() }, now),
      lease: new MemoryLease(rows<Held>(), now),
    };
    this.#workers = new EmbeddedWorkers({ table: this.#jobTable(), clock, onTrouble: () => {} });
    const inTurn: Via = (call) => this.#lane.run(call);
    this.store = asStore(this.#tables.store, inTurn);
    const telling: Via = (call) => this.#lane.run(call).finally(() => this.#tell());
    this.outbox = {
      ...outboxWrites(this.#tables.outbox, telling),
      ...outboxReads(this.#tables.outbox, inTurn),
      watch: (listener) => {
        this.#watchers.add(listener);
        return () => void this.#watchers.delete(listener);
      },
    };
    this.jobs = { ...this.#asJobs(inTurn), ...this.#jobReader(inTurn) };
    this.lease = asLease(this.#tables.lease, inTurn);
  }

  transaction<Value>(work: (tx: Transaction) => Promise<Value>, { fence }: TransactionOptions = {}): Promise<Value> {
    const done = this.#lane.run(() =>
      this.#ledger.transaction(async () => {
        let isOver = false;
        const at: Via = async (call) => {
          if (isOver) throw new MisuseError("this transaction is over: are you missing an `await` inside it?");
          return call();
        };
        const { store, outbox, lease } = this.#tables;
        if (fence !== undefined) lease.check(fence);
        try {
          return await work({ store: asStore(store, at), outbox: outboxWrites(outbox, at), jobs: this.#asJobs(at) });
        } finally {
          isOver = true;
        }
      }),
    );
    return done.finally(() => this.#tell());
  }

  describe(): string {
    return "memory";
  }

  async close(): Promise<void> {
    await this.#workers.close();
  }

  #asJobs(via: Via): JobQueue {
    const { jobs } = this.#tables;
    return {
      add: async (job) => {
        const id = await via(() => jobs.add(job));
        this.#lane.apart(() => this.#workers.wake(job.name));
        return id;
      },
      cancel: async (id) => {
        const was = await via(() => jobs.cancel(id));
        if (was === "running") this.#workers.cancel(id);
        return was !== undefined;
      },
    };
  }

  #jobReader(via: Via): Pick<Jobs, "get" | "list" | "work"> {
    const { jobs } = this.#tables;
    return {
      get: (id) => via(() => jobs.get(id)),
      list: (filter) => via(() => jobs.list(filter)),
      work: (options) => this.#workers.work(options),
    };
  }

  #jobTable(): ReclaimingTable {
    const { jobs } = this.#tables;
    return {
      reclaim: (name) => this.#lane.run(() => jobs.reclaim(name)),
      claim: (name) => this.#lane.run(() => jobs.claim(name)),
      putBack: (job) => this.#lane.run(() => jobs.putBack(job)),
      nextRunAt: (name) => this.#lane.run(() => jobs.nextRunAt(name)),
      end: (job, ending) =>
        this.transaction(async (tx) => {
          if (jobs.end(job, ending)) await ending.write?.(tx);
        }),
    };
  }

  #tell(): void {
    for (const listener of this.#watchers) this.#lane.apart(listener);
  }
}

function asStore(table: MemoryStore, via: Via): Store {
  return {
    get: (key) => via(() => table.read(key)?.value),
    read: (key) => via(() => table.read(key)),
    set: (key, value, options) => via(() => table.set(key, value, options)),
    delete: (key, options) => via(() => table.delete(key, options)),
    list: (prefix, page) => via(() => table.list(prefix, page)),
    keys: (prefix) => via(() => table.keys(prefix)),
    takeExpired: (prefix, limit) => via(() => table.takeExpired(prefix, limit)),
  };
}

/** What can make something new to claim. */
function outboxWrites(table: MemoryOutbox, via: Via): Transaction["outbox"] {
  return {
    add: (intent) => via(() => table.add(intent)),
    settle: (entry, outcome) => via(() => table.settle(entry, outcome)),
    retry: (id) => via(() => table.retry(id)),
    drop: (id) => via(() => table.drop(id)),
  };
}

/** The rest of an outbox. */
function outboxReads(table: MemoryOutbox, via: Via): Omit<Outbox, keyof Transaction["outbox"] | "watch"> {
  return {
    claim: (options) => via(() => table.claim(options)),
    nextDueAt: () => via(() => table.nextDueAt()),
    get: (id) => via(() => table.get(id)),
    list: (options) => via(() => table.list(options)),
    counts: () => via(() => table.counts()),
    prune: (sentBefore) => via(() => table.prune(sentBefore)),
  };
}

function asLease(table: MemoryLease, via: Via): Lease {
  return {
    take: (wanted) => via(() => table.take(wanted)),
    renew: (held, ttlMs) => via(() => table.renew(held, ttlMs)),
    release: (held) => via(() => table.release(held)),
    current: (name) => via(() => table.current(name)),
  };
}
