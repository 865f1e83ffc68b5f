/** What a transaction on PostgreSQL can use beside the tables that both databases have. */
import type { Tables, Scope } from "../shared/tables.ts";

export interface PostgresTables extends Tables {
  /** Running jobs that somebody wants to end. */
  job_wish: { job: number };
}

/** Statements on the connection of a transaction. */
export interface Sql {
  /** The form that pg-boss wants. */
  executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
}

export interface PostgresScope extends Scope<PostgresTables> {
  readonly sql: Sql;
  /** Tells the other processes when the transaction is there. Telling the same twice is telling it once. */
  readonly tell: (news: string) => void;
  /** Ends this transaction and begins it anew, even if somebody catches what it throws. */
  readonly runAgain: () => never;
}

export type PostgresRun = <Value>(work: (scope: PostgresScope) => Promise<Value>) => Promise<Value>;
