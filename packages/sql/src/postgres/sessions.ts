/**
 * Runs transactions: each as if it were alone, and again when it met another. Every call of the engine goes through here. It knows no
 * table.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { type Clock, sleep } from "@matterwright/clock";
import { Kysely, PostgresDialect } from "kysely";
import { MisuseError, StoreUnavailableError } from "matterwright";
import type { Pool, PoolClient, QueryResult } from "pg";
import type { PostgresAddress } from "./address.ts";
import type { PostgresScope, PostgresTables, Sql } from "./tables.ts";
import { hasMetAnother, isCutOff, storeTrouble } from "./trouble.ts";
import { Turns } from "./turns.ts";

/** A transaction that meets others so often gives up. */
const MOST_ATTEMPTS = 40;
const LONGEST_PAUSE_MS = 100;
/** Transactions at a time: the pool has at least so many connections. */
export const AT_ONCE = 8;

/** Thrown to work that must begin anew. Whoever catches it begins anew all the same. */
class RunAgain extends Error {
  override name = "RunAgain";
  override message = "the transaction has to begin anew";
}

export interface SessionsParts {
  readonly pool: Pool;
  readonly schema: string;
  readonly channel: string;
  readonly address: PostgresAddress;
  readonly clock: Clock;
}

export interface SessionOptions {
  /** A table that is locked first, so that only one of those who name it runs at a time. */
  readonly alone?: string;
  /** Goes before everything that waits: what tells the other processes that this one lives. */
  readonly isUrgent?: boolean;
}

/** How far a transaction has come. */
interface Progress {
  /** Whether the server was asked to commit: from then on nobody knows, until it answers. */
  isEnding: boolean;
}

interface ScopeParts extends Pick<PostgresScope, "nowMs" | "runAgain"> {
  /** What is told to the others with the commit. */
  readonly news: Set<string>;
}

export class Sessions {
  readonly #parts: SessionsParts;
  readonly #inside = new AsyncLocalStorage<true>();
  readonly #turns = new Turns(AT_ONCE);
  readonly #known = new WeakMap<PoolClient, Kysely<PostgresTables>>();

  constructor(parts: SessionsParts) {
    this.#parts = parts;
  }

  /**
   * Runs something as one transaction, when it is its turn.
   *
   * @throws MisuseError from within another transaction: it could wait for itself for ever.
   */
  async run<Value>(work: (scope: PostgresScope) => Promise<Value>, options: SessionOptions = {}): Promise<Value> {
    if (this.#inside.getStore() === true)
      throw new MisuseError(
        "inside a transaction use what it gives you (tx.store, tx.outbox, tx.jobs): the others wait for it to end",
      );
    for (let attempt = 1; ; attempt++) {
      const progress: Progress = { isEnding: false };
      try {
        return await this.#turns.take(() => this.#once(work, options.alone, progress), options.isUrgent);
      } catch (error) {
        const isAgain = error instanceof RunAgain || hasMetAnother(error);
        if (!isAgain) throw storeTrouble(this.#parts.address, error, !progress.isEnding);
        if (attempt === MOST_ATTEMPTS)
          throw new StoreUnavailableError("too many wanted to write the same thing at the same time", {
            cause: error,
            isSure: true,
          });
        await sleep(this.#parts.clock, Math.random() * Math.min(2 ** attempt, LONGEST_PAUSE_MS));
      }
    }
  }

  /** Runs something as if it were not part of the transaction that started it. */
  apart<Value>(task: () => Value): Value {
    return this.#inside.exit(task);
  }

  async #once<Value>(
    work: (scope: PostgresScope) => Promise<Value>,
    alone: string | undefined,
    progress: Progress,
  ): Promise<Value> {
    const client = await this.#parts.pool.connect();
    let cutOff: unknown;
    const onError = (error: unknown): void => void (cutOff ??= error);
    // Nobody else listens to a connection that is in use, and an error that nobody hears ends the program.
    client.on("error", onError);
    const news = new Set<string>();
    let again: RunAgain | undefined;
    const runAgain = (): never => {
      throw (again ??= new RunAgain());
    };
    try {
      const nowMs = await this.#begin(client, alone);
      const value = await this.#inside.run(true, () => work(this.#scope(client, { nowMs, news, runAgain })));
      if (again !== undefined) throw again;
      progress.isEnding = true;
      await this.#commit(client, news);
      client.off("error", onError);
      client.release();
      return value;
    } catch (error) {
      const isGone = cutOff !== undefined || isCutOff(error) || !(await rolledBack(client));
      client.off("error", onError);
      client.release(isGone);
      throw again ?? cutOff ?? error;
    }
  }

  /** In one round trip. The lock comes first: what a transaction sees is settled by its first query. */
  async #begin(client: PoolClient, alone: string | undefined): Promise<number> {
    const { schema } = this.#parts;
    const lock = alone === undefined ? "" : `lock table ${schema}.${alone} in exclusive mode;`;
    const results = (await client.query(
      `begin isolation level serializable; ${lock} select ${schema}.now_ms() as now`,
    )) as unknown as QueryResult<{ now: number }>[];
    return results.at(-1)?.rows[0]?.now ?? 0;
  }

  async #commit(client: PoolClient, news: ReadonlySet<string>): Promise<void> {
    const { channel } = this.#parts;
    const told = [...news].map((each) => `notify ${channel}, '${each}';`).join(" ");
    const results = (await client.query(`${told} commit`)) as unknown as QueryResult | QueryResult[];
    const last = Array.isArray(results) ? results.at(-1) : results;
    // After a statement that failed, and whose error somebody caught, the commit is none.
    if (last?.command !== "COMMIT")
      throw new StoreUnavailableError("nothing was written: a statement in the transaction failed", { isSure: true });
  }

  #scope(client: PoolClient, { nowMs, news, runAgain }: ScopeParts): PostgresScope {
    const { schema } = this.#parts;
    const sql: Sql = { executeSql: (text, values) => client.query(text, values) };
    return {
      db: this.#queries(client),
      nowMs,
      sql,
      tell: (each) => void news.add(each),
      runAgain,
      nextVersion: async () => {
        const { rows } = await sql.executeSql(`select nextval('${schema}.entry_version') as version`);
        return (rows[0] as { version: number }).version;
      },
    };
  }

  #queries(client: PoolClient): Kysely<PostgresTables> {
    const known = this.#known.get(client);
    if (known !== undefined) return known;
    // Kysely writes and sends the queries here; beginning and ending is done above.
    const lent = { query: client.query.bind(client), release: () => {} } as unknown as PoolClient;
    const dialect = new PostgresDialect({
      pool: { connect: () => Promise.resolve(lent), end: () => Promise.resolve() } as never,
    });
    const made = new Kysely<PostgresTables>({ dialect }).withSchema(this.#parts.schema);
    this.#known.set(client, made);
    return made;
  }
}

async function rolledBack(client: PoolClient): Promise<boolean> {
  try {
    await client.query("rollback");
    return true;
  } catch {
    return false;
  }
}
