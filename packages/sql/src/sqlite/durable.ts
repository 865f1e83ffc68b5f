/** The engine on a SQLite file: one process, one connection, one transaction after the other. */
import type { DatabaseSync } from "node:sqlite";
import type { Clock } from "@matterwright/clock";
import { Kysely } from "kysely";
import {
  type Durable,
  EmbeddedWorkers,
  type Jobs,
  Lane,
  type Lease,
  MisuseError,
  type Outbox,
  type ReclaimingTable,
  type Store,
  type Transaction,
  type TransactionOptions,
} from "matterwright";
import { checkFence, sqlLease } from "../shared/lease.ts";
import { sqlOutboxReads, sqlOutboxWrites } from "../shared/outbox.ts";
import { sqlStore } from "../shared/store.ts";
import type { Run, Scope } from "../shared/tables.ts";
import { BLOCKING_MS, begin } from "./begin.ts";
import { nodeSqliteDialect } from "./dialect.ts";
import { type JobsHeard, claim, end, nextRunAt, putBack, reclaim, sqliteJobQueue, sqliteJobReads } from "./jobs.ts";
import { type OpenFile, openAsGuest, openFile } from "./open.ts";
import type { SqliteTables } from "./tables.ts";
import { storeTrouble } from "./trouble.ts";

export interface SqliteOptions {
  /** The database; made when it is not there, with its folder. Files with `-wal`, `-shm` and `.lock` behind the name stand beside it. */
  readonly file: string;
  readonly clock: Clock;
  /** Who opens it, for the sentence that a second program gets; the process's number by default. */
  readonly owner?: string;
  /** The file grows no larger; as large as there is room by default. What is full refuses new work and keeps what it has. */
  readonly maxBytes?: number;
  /**
   * Looks in on a file that a running bot has: nothing is locked, made or brought up to date, and no claim of the bot's is freed. A
   * guest runs no jobs and sends nothing.
   */
  readonly isGuest?: boolean;
  /** Told of trouble that no caller hears of: a job whose end could not be written. */
  readonly onTrouble?: (error: unknown) => void;
}

/**
 * Opens an engine on a SQLite file. One process has it to itself.
 *
 * @throws StoreUnusableError when the file is no database, damaged, of a newer program, in use, or may not be written: in a sentence
 *   with what to do. It is never changed then.
 * @example
 * const durable = sqlite({ file: "data/matterwright.db", clock: systemClock });
 */
export function sqlite(options: SqliteOptions): Durable {
  return new SqliteDurable(options);
}

type RunHere = Run<SqliteTables>;
type ScopeHere = Scope<SqliteTables>;

class SqliteDurable implements Durable {
  readonly store: Store;
  readonly outbox: Outbox;
  readonly jobs: Jobs;
  readonly lease: Lease;
  readonly #file: string;
  readonly #opened: OpenFile;
  readonly #db: Kysely<SqliteTables>;
  readonly #clock: Clock;
  readonly #lane = new Lane();
  readonly #watchers = new Set<() => void>();
  readonly #workers: EmbeddedWorkers;

  constructor({
    file,
    clock,
    owner = `process ${process.pid}`,
    maxBytes,
    isGuest = false,
    onTrouble = () => {},
  }: SqliteOptions) {
    this.#file = file;
    this.#clock = clock;
    this.#opened = isGuest ? openAsGuest(file) : openFile({ file, owner, maxBytes });
    this.#db = new Kysely<SqliteTables>({ dialect: nodeSqliteDialect(this.#database) });
    if (!isGuest) this.#freeClaims();
    this.#database.exec(`pragma busy_timeout = ${BLOCKING_MS}`);
    this.#workers = new EmbeddedWorkers({ table: this.#jobTable(), clock, onTrouble });
    const run: RunHere = (work) => this.#alone(work);
    const telling: RunHere = (work) => this.#alone(work).finally(() => this.#tell());
    this.store = sqlStore(run);
    this.lease = sqlLease(run);
    this.outbox = {
      ...sqlOutboxWrites(telling),
      ...sqlOutboxReads(run),
      watch: (listener) => {
        this.#watchers.add(listener);
        return () => void this.#watchers.delete(listener);
      },
    };
    this.jobs = {
      ...sqliteJobQueue(run, this.#heard),
      ...sqliteJobReads(run),
      work: (options) => this.#workers.work(options),
    };
  }

  async transaction<Value>(
    work: (tx: Transaction) => Promise<Value>,
    { fence }: TransactionOptions = {},
  ): Promise<Value> {
    let isOver = false;
    try {
      return await this.#alone(async (scope) => {
        const run: RunHere = async (query) => {
          if (isOver) throw new MisuseError("this transaction is over: are you missing an `await` inside it?");
          return query(scope);
        };
        if (fence !== undefined) await checkFence(scope, fence);
        try {
          return await work({
            store: sqlStore(run),
            outbox: sqlOutboxWrites(run),
            jobs: sqliteJobQueue(run, this.#heard),
          });
        } finally {
          isOver = true;
        }
      });
    } finally {
      this.#tell();
    }
  }

  describe(): string {
    return `SQLite ${this.#file}`;
  }

  async close(): Promise<void> {
    if (!this.#database.isOpen) return;
    await this.#workers.close();
    await this.#lane.run(() => this.#db.destroy());
    this.#opened.lock?.release();
  }

  get #database(): DatabaseSync {
    return this.#opened.database;
  }

  /** Runs something alone, as one transaction. */
  #alone<Value>(work: (scope: ScopeHere) => Promise<Value>): Promise<Value> {
    return this.#lane.run(async () => {
      try {
        await begin(this.#database);
        const value = await work(this.#scope());
        this.#database.exec("commit");
        return value;
      } catch (error) {
        // SQLite itself takes a transaction back when there is no room.
        if (this.#database.isOpen && this.#database.isTransaction) this.#database.exec("rollback");
        throw storeTrouble(this.#file, error);
      }
    });
  }

  #scope(): ScopeHere {
    return {
      db: this.#db,
      nowMs: this.#clock.now(),
      nextVersion: async () => {
        const row = await this.#db
          .updateTable("counter")
          .set((eb) => ({ value: eb("value", "+", 1) }))
          .where("name", "=", "version")
          .returning("value")
          .executeTakeFirstOrThrow();
        return row.value;
      },
    };
  }

  /** Whoever claimed something is dead: the file is this process's alone. */
  #freeClaims(): void {
    this.#database.prepare("update intent set free_at = ? where state = 'sending'").run(this.#clock.now());
  }

  readonly #heard: JobsHeard = {
    added: (name) => this.#lane.apart(() => this.#workers.wake(name)),
    cancelled: (id) => this.#workers.cancel(id),
  };

  #tell(): void {
    for (const listener of this.#watchers) this.#lane.apart(listener);
  }

  #jobTable(): ReclaimingTable {
    return {
      reclaim: (name) => this.#alone((scope) => reclaim(scope, name)),
      claim: (name) => this.#alone((scope) => claim(scope, name)),
      putBack: (job) => this.#alone((scope) => putBack(scope, job)),
      nextRunAt: (name) => this.#alone((scope) => nextRunAt(scope, name)),
      end: (job, ending) =>
        this.#alone(async (scope) => {
          if (!(await end(scope, job, ending)) || ending.write === undefined) return;
          const run: RunHere = (query) => query(scope);
          await ending.write({
            store: sqlStore(run),
            outbox: sqlOutboxWrites(run),
            jobs: sqliteJobQueue(run, this.#heard),
          });
        }).finally(() => this.#tell()),
    };
  }
}
