/** The tables of a SQLite file: those of both databases, and those that PostgreSQL has otherwise. */
import type { Generated } from "kysely";
import type { Tables } from "../shared/tables.ts";

export interface JobTable {
  id: Generated<number>;
  name: string;
  key: string | null;
  /** JSON. */
  payload: string;
  state: "waiting" | "running" | "done" | "failed" | "cancelled";
  added_at: number;
  run_at: number;
  attempt: number;
  reason: string | null;
  finished_at: number | null;
  /** Whether somebody wants the run to end. */
  is_cancelled: 0 | 1;
  /** Whether the run before was cut off. */
  was_interrupted: 0 | 1;
}

export interface SqliteTables extends Tables {
  job: JobTable;
  /** One row: the last version of any entry. */
  counter: { name: "version"; value: number };
}
