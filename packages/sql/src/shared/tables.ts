/** The tables that both databases have, as the queries see them. Times are Unix milliseconds. */
import type { Generated, Kysely, Transaction } from "kysely";

export interface EntryTable {
  key: string;
  /** JSON. */
  value: string;
  version: number;
  expires_at: number | null;
}

export interface IntentTable {
  id: Generated<number>;
  queue: string;
  owner: string;
  /** JSON. */
  intent: string;
  state: "waiting" | "sending" | "sent" | "failed";
  added_at: number;
  due_at: number;
  /** When an open intent can be claimed: when it is due, or when its claim runs out. */
  free_at: number;
  attempts: number;
  unsure_since: number | null;
  /** What `unsure_since` was before the claim. */
  unsure_before: number | null;
  reason: string | null;
  post_id: string | null;
  finished_at: number | null;
}

export interface LeaseTable {
  name: string;
  holder: string;
  token: number;
  until: number;
}

export interface Tables {
  entry: EntryTable;
  intent: IntentTable;
  lease: LeaseTable;
}

/** Where queries run: a connection on which a transaction is open. */
export type Db<Schema extends Tables = Tables> = Kysely<Schema> | Transaction<Schema>;

/** One transaction, as the queries see it. */
export interface Scope<Schema extends Tables = Tables> {
  readonly db: Db<Schema>;
  /** The present, by the database's own clock where several processes share it. */
  readonly nowMs: number;
  /** A number higher than every one before. */
  nextVersion(): Promise<number>;
}

/** Runs queries in a transaction: one of their own, or the one that is open. */
export type Run<Schema extends Tables = Tables> = <Value>(
  work: (scope: Scope<Schema>) => Promise<Value>,
) => Promise<Value>;
