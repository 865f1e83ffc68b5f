/**
 * How a job stands in pg-boss's table: its number as pg-boss's id, its payload, and in its output how it ended. pg-boss knows less of
 * endings than we do: a job that failed for good, or was cancelled, is complete to it, and will not be run again.
 */
import type { JobFilter, JobRecord } from "matterwright";
import { pageSize } from "matterwright";
import type { Sql } from "./tables.ts";

/** What a run left behind. Anything else in its place comes of pg-boss, and means that the run was cut off. */
export type Output =
  | { readonly ending: "done" | "cancelled" }
  | { readonly ending: "failed" | "again"; readonly reason: string };

export interface Row {
  readonly id: string;
  readonly name: string;
  readonly key: string | null;
  readonly data: { readonly payload: string };
  readonly state: "created" | "retry" | "active" | "completed" | "cancelled" | "failed";
  readonly added_at: number;
  readonly run_at: number;
  readonly attempt: number;
  readonly output: Partial<Output> | null;
  readonly finished_at: number | null;
}

const UUID_HEAD = "00000000-0000-4000-8000-";

/** pg-boss wants UUIDs, people want to type `17`. */
export function uuidOf(id: number): string {
  return UUID_HEAD + id.toString(16).padStart(12, "0");
}

export function idOf(uuid: string): string {
  return String(Number.parseInt(uuid.slice(UUID_HEAD.length), 16));
}

/** What somebody typed as an id. What is none finds nothing. */
export function numberOf(id: string): number {
  return /^\d{1,14}$/.test(id) ? Number(id) : 0;
}

const MS = (column: string): string => `(extract(epoch from ${column}) * 1000)::bigint`;

const COLUMNS = `id, name, singleton_key as key, data, state::text as state, output,
  ${MS("created_on")} as added_at, ${MS("start_after")} as run_at, ${MS("completed_on")} as finished_at,
  case when started_on is null then 0 else retry_count + 1 end as attempt`;

/** Reads a job, whatever its name. */
export async function findRow(sql: Sql, jobs: string, id: string): Promise<Row | undefined> {
  const text = `select ${COLUMNS} from ${jobs}.job where id = $1`;
  return (await sql.executeSql(text, [uuidOf(numberOf(id))])).rows[0] as Row | undefined;
}

const STATES: Readonly<Record<JobRecord["state"], string>> = {
  waiting: "state in ('created', 'retry')",
  running: "state = 'active'",
  done: "state = 'completed' and output->>'ending' = 'done'",
  failed: "(state = 'failed' or state = 'completed' and output->>'ending' = 'failed')",
  cancelled: "(state = 'cancelled' or state = 'completed' and output->>'ending' = 'cancelled')",
};

export async function listRows(
  sql: Sql,
  jobs: string,
  { name, state, after, limit }: JobFilter = {},
): Promise<JobRecord[]> {
  const values: unknown[] = [uuidOf(numberOf(after ?? "0")), pageSize(limit)];
  const wanted = ["id > $1", `id < '${UUID_HEAD}ffffffffffff'`];
  if (name !== undefined) wanted.push(`name = $${values.push(name)}`);
  if (state !== undefined) wanted.push(STATES[state]);
  const text = `select ${COLUMNS} from ${jobs}.job where ${wanted.join(" and ")} order by id limit $2`;
  return ((await sql.executeSql(text, values)).rows as Row[]).map(record);
}

export function record(row: Row): JobRecord {
  const { output, key, finished_at: finishedAt } = row;
  const reason = output !== null && "reason" in output ? output.reason : undefined;
  return {
    id: idOf(row.id),
    name: row.name,
    ...(key === null ? {} : { key }),
    payload: JSON.parse(row.data.payload) as unknown,
    state: stateOf(row),
    addedAt: row.added_at,
    runAt: row.run_at,
    attempt: row.attempt,
    ...(reason === undefined ? {} : { reason }),
    ...(finishedAt === null ? {} : { finishedAt }),
  };
}

function stateOf({ state, output }: Row): JobRecord["state"] {
  if (state === "created" || state === "retry") return "waiting";
  if (state === "active") return "running";
  if (state !== "completed") return state;
  const ending = output?.ending;
  return ending === "failed" || ending === "cancelled" ? ending : "done";
}
