/** The engine on PostgreSQL: several processes on one database, each transaction as if it were alone. */
import type { Clock } from "@matterwright/clock";
import {
  type BotOptions,
  type Durable,
  type Jobs,
  type Lease,
  MisuseError,
  type Outbox,
  type Store,
  type Transaction,
  type TransactionOptions,
} from "matterwright";
import pg from "pg";
import { sqlLease } from "../shared/lease.ts";
import { sqlOutboxReads, sqlOutboxWrites } from "../shared/outbox.ts";
import { sqlStore } from "../shared/store.ts";
import { type PostgresAddress, postgresAddress } from "./address.ts";
import { Alive } from "./alive.ts";
import { Boss } from "./boss.ts";
import { configOf } from "./config.ts";
import { holdFence } from "./fence.ts";
import { CANCEL, type JobTables, postgresJobQueue, postgresJobReads } from "./jobs.ts";
import { News } from "./news.ts";
import { ASKED_AT_ONCE, SharedPace } from "./pace.ts";
import { prepare } from "./prepare.ts";
import { AT_ONCE, Sessions } from "./sessions.ts";
import type { PostgresRun, PostgresScope } from "./tables.ts";
import { storeTrouble } from "./trouble.ts";
import { seldom } from "./voice.ts";
import { PostgresWorkers } from "./worker.ts";

export interface PostgresOptions {
  /** `postgres://user:password@host:5432/database`. */
  readonly url: string;
  readonly clock: Clock;
  /** Where the tables are: lower case letters, digits and underscores; `matterwright` by default. Jobs have one of their own beside it. */
  readonly schema?: string;
  /** Told of trouble that no caller hears of, of the same twice a minute: a connection that was lost, a job whose end could not be written. */
  readonly onTrouble?: (error: unknown) => void;
}

/** An engine that several processes share, and with it their pace. */
export interface PostgresEngine extends Durable {
  /** Shares a pace towards a server with the other processes, so that together they keep to its rate limit. */
  pace(inner: Pace, server: string): Pace;
}

type Pace = NonNullable<BotOptions["pace"]>;

/** The news that there may be something new in the outbox. */
const OUTBOX = "outbox";

/**
 * Opens an engine on PostgreSQL, and brings its tables up to date. Several processes may do so at the same time.
 *
 * @throws StoreUnusableError when the address is none, the database is not there, lets nobody in or is of a newer program;
 *   StoreUnavailableError when it cannot be reached now. In a sentence with what to do, and without the password.
 * @example
 * const durable = await postgres({ url: "postgres://bot:secret@db.example.com/bot", clock: systemClock });
 */
export async function postgres(options: PostgresOptions): Promise<PostgresEngine> {
  const address = postgresAddress(options.url);
  const engine = new PostgresDurable(options, address);
  try {
    await engine.open();
    return engine;
  } catch (error) {
    await engine.close();
    throw storeTrouble(address, error);
  }
}

class PostgresDurable implements PostgresEngine {
  readonly isShared = true;
  readonly store: Store;
  readonly outbox: Outbox;
  readonly jobs: Jobs;
  readonly lease: Lease;
  readonly #address: PostgresAddress;
  readonly #schema: string;
  readonly #pool: pg.Pool;
  readonly #sessions: Sessions;
  readonly #news: News;
  readonly #alive: Alive;
  readonly #boss: Boss;
  readonly #tables: JobTables;
  readonly #workers: PostgresWorkers;
  readonly #watchers = new Set<() => void>();
  readonly #onTrouble: (error: unknown) => void;

  constructor({ clock, schema = "matterwright", onTrouble = () => {} }: PostgresOptions, address: PostgresAddress) {
    if (!/^[a-z_][a-z0-9_]{0,40}$/.test(schema))
      throw new MisuseError(`"${schema}" is no name of a schema: use lower case letters, digits and underscores`);
    const config = configOf(address);
    const channel = `${schema}_news`;
    this.#address = address;
    this.#schema = schema;
    this.#onTrouble = seldom(clock, (error) => onTrouble(storeTrouble(address, error)));
    this.#pool = new pg.Pool({ ...config, max: AT_ONCE + ASKED_AT_ONCE });
    // A connection that breaks while nobody uses it is replaced when the next one is wanted.
    this.#pool.on("error", () => {});
    this.#sessions = new Sessions({ pool: this.#pool, schema, channel, address, clock });
    this.#boss = new Boss({ config, schema: `${schema}_jobs`, onTrouble: this.#onTrouble });
    this.#tables = { boss: this.#boss, jobs: `${schema}_jobs`, schema };
    const run: PostgresRun = (work) => this.#sessions.run(work);
    const runFirst: PostgresRun = (work) => this.#sessions.run(work, { isUrgent: true });
    const parts = { tables: this.#tables, run, clock, transaction: (scope: PostgresScope) => this.#face(scope).tx };
    this.#workers = new PostgresWorkers({ ...parts, onTrouble: this.#onTrouble });
    this.#news = this.#listen(config, channel, clock);
    this.store = sqlStore(run);
    this.lease = sqlLease(runFirst);
    this.#alive = new Alive({ run: runFirst, lease: this.lease, schema, clock, onDeath: () => this.#tell() });
    this.outbox = this.#makeOutbox(run);
    this.jobs = {
      ...postgresJobQueue(run, this.#tables),
      ...postgresJobReads(run, this.#tables),
      work: (options) =>
        this.#workers.work(options).catch((error: unknown) => Promise.reject(storeTrouble(address, error))),
    };
  }

  async open(): Promise<void> {
    await prepare({ pool: this.#pool, schema: this.#schema, address: this.#address });
    await this.#boss.start();
    await this.#news.open();
    await this.#alive.open();
  }

  async transaction<Value>(
    work: (tx: Transaction) => Promise<Value>,
    { fence }: TransactionOptions = {},
  ): Promise<Value> {
    try {
      return await this.#sessions.run(async (scope) => {
        if (fence !== undefined) await holdFence(scope, this.#schema, fence);
        const { tx, end } = this.#face(scope);
        try {
          return await work(tx);
        } finally {
          end();
        }
      });
    } finally {
      this.#tell();
    }
  }

  pace(inner: Pace, server: string): Pace {
    return new SharedPace({ inner, server, pool: this.#pool, schema: this.#schema });
  }

  describe(): string {
    return `PostgreSQL ${this.#address.shown}`;
  }

  async close(): Promise<void> {
    await this.#alive.close().catch(() => {});
    await this.#news.close();
    await this.#boss.stop().catch(this.#onTrouble);
    await this.#pool.end();
  }

  /** What a transaction can do, until it is over. */
  #face(scope: PostgresScope): { readonly tx: Transaction; readonly end: () => void } {
    let isOver = false;
    const run: PostgresRun = async (query) => {
      if (isOver) throw new MisuseError("this transaction is over: are you missing an `await` inside it?");
      return query(scope);
    };
    const tx = {
      store: sqlStore(run),
      outbox: sqlOutboxWrites(telling(run)),
      jobs: postgresJobQueue(run, this.#tables),
    };
    return { tx, end: () => (isOver = true) };
  }

  #makeOutbox(run: PostgresRun): Outbox {
    const heard: PostgresRun = (work) => telling(run)(work).finally(() => this.#tell());
    const claim: Outbox["claim"] = (options) =>
      this.#sessions.run(
        async (scope) => {
          await this.#alive.free(scope);
          const claimed = await sqlOutboxReads((work) => work(scope)).claim(options);
          await this.#alive.sign(
            scope,
            claimed.map(({ id }) => id),
          );
          return claimed;
        },
        { alone: "claiming" },
      );
    return {
      ...sqlOutboxWrites(heard),
      ...sqlOutboxReads(run),
      claim,
      watch: (listener) => {
        this.#watchers.add(listener);
        return () => void this.#watchers.delete(listener);
      },
    };
  }

  #listen(config: pg.ClientConfig, channel: string, clock: Clock): News {
    return new News({
      config,
      channel,
      clock,
      heard: (news) => {
        if (news === OUTBOX) this.#tell();
        if (news.startsWith(CANCEL)) this.#workers.cancel(news.slice(CANCEL.length));
      },
      onBack: () => {
        this.#tell();
        void this.#hearWishes().catch(this.#onTrouble);
      },
      onLost: this.#onTrouble,
    });
  }

  /** Wishes that were told while nobody listened. */
  async #hearWishes(): Promise<void> {
    const { rows } = await this.#sessions.run(({ sql }) => sql.executeSql(`select job from ${this.#schema}.job_wish`));
    for (const { job } of rows as { job: number }[]) this.#workers.cancel(String(job));
  }

  #tell(): void {
    for (const listener of this.#watchers) this.#sessions.apart(listener);
  }
}

/** Tells the other processes that there may be something new in the outbox. */
function telling(run: PostgresRun): PostgresRun {
  return (work) =>
    run((scope) => {
      scope.tell(OUTBOX);
      return work(scope);
    });
}
