/** Jobs in a SQLite file, which one process has to itself. */
import {
  type Job,
  type JobEnding,
  type JobQueue,
  type JobRecord,
  type Jobs,
  type NewJob,
  pageSize,
} from "matterwright";
import { type RawBuilder, type Selectable, type SqlBool, sql } from "kysely";
import type { Run, Scope } from "../shared/tables.ts";
import type { JobTable, SqliteTables } from "./tables.ts";

type Row = Selectable<JobTable>;
type SqliteScope = Scope<SqliteTables>;

/** How long an ended job is remembered, so that its key is not used again, in milliseconds. */
const REMEMBERED_MS = 7 * 86_400_000;

/** Who is told of what happens to jobs. */
export interface JobsHeard {
  added(name: string): void;
  cancelled(id: string): void;
}

export function sqliteJobQueue(run: Run<SqliteTables>, heard: JobsHeard): JobQueue {
  return {
    add: async (job) => {
      const id = await run((scope) => add(scope, job));
      heard.added(job.name);
      return id;
    },
    cancel: async (id) => {
      const was = await run((scope) => cancel(scope, Number(id)));
      if (was === "running") heard.cancelled(id);
      return was !== undefined;
    },
  };
}

export function sqliteJobReads(run: Run<SqliteTables>): Pick<Jobs, "get" | "list"> {
  return {
    get: (id) =>
      run(async ({ db }) => {
        const row = await db.selectFrom("job").selectAll().where("id", "=", numberOf(id)).executeTakeFirst();
        return row === undefined ? undefined : record(row);
      }),
    list: ({ name, state, after, limit } = {}) =>
      run(async ({ db }) => {
        let query = db
          .selectFrom("job")
          .selectAll()
          .where("id", ">", numberOf(after ?? "0"));
        if (name !== undefined) query = query.where("name", "=", name);
        if (state !== undefined) query = query.where("state", "=", state);
        const rows = await query.orderBy("id").limit(pageSize(limit)).execute();
        return rows.map(record);
      }),
  };
}

async function add({ db, nowMs }: SqliteScope, { name, payload, runAt, key }: NewJob): Promise<string | undefined> {
  await db
    .deleteFrom("job")
    .where("finished_at", "<", nowMs - REMEMBERED_MS)
    .execute();
  const added = await db
    .insertInto("job")
    .values({
      name,
      key: key ?? null,
      payload: JSON.stringify(payload ?? null),
      state: "waiting",
      added_at: nowMs,
      run_at: runAt ?? nowMs,
      attempt: 0,
      reason: null,
      finished_at: null,
      is_cancelled: 0,
      was_interrupted: 0,
    })
    .onConflict((conflict) => conflict.columns(["name", "key"]).where("key", "is not", null).doNothing())
    .returning("id")
    .executeTakeFirst();
  return added === undefined ? undefined : String(added.id);
}

async function cancel({ db, nowMs }: SqliteScope, id: number): Promise<"waiting" | "running" | undefined> {
  const row = await db.selectFrom("job").select(["state"]).where("id", "=", id).executeTakeFirst();
  if (row?.state === "running") {
    await db.updateTable("job").set({ is_cancelled: 1 }).where("id", "=", id).execute();
    return "running";
  }
  if (row?.state !== "waiting") return undefined;
  await db.updateTable("job").set({ state: "cancelled", finished_at: nowMs }).where("id", "=", id).execute();
  return "waiting";
}

/** Puts back what is said to be running and is not: whoever ran it is gone. */
export async function reclaim({ db }: SqliteScope, name: string): Promise<void> {
  await db
    .updateTable("job")
    .set({ state: "waiting", was_interrupted: 1, is_cancelled: 0 })
    .where("name", "=", name)
    .where(isIn("running"))
    .execute();
}

export async function claim({ db, nowMs }: SqliteScope, name: string): Promise<Job | undefined> {
  const row = await db
    .selectFrom("job")
    .selectAll()
    .where("name", "=", name)
    .where(isIn("waiting"))
    .where("run_at", "<=", nowMs)
    .orderBy("run_at")
    .orderBy("id")
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const attempt = row.attempt + 1;
  await db.updateTable("job").set({ state: "running", attempt, was_interrupted: 0 }).where("id", "=", row.id).execute();
  return {
    id: String(row.id),
    name,
    payload: JSON.parse(row.payload) as unknown,
    runAt: row.run_at,
    attempt,
    wasInterrupted: row.was_interrupted === 1,
  };
}

/** Puts back what was taken and not begun. */
export async function putBack({ db, nowMs }: SqliteScope, { id, attempt, wasInterrupted }: Job): Promise<void> {
  const row = await db
    .selectFrom("job")
    .select(["state", "attempt", "is_cancelled"])
    .where("id", "=", Number(id))
    .executeTakeFirst();
  if (row?.state !== "running" || row.attempt !== attempt) return;
  const change: Partial<Row> =
    row.is_cancelled === 1
      ? { state: "cancelled", finished_at: nowMs }
      : { state: "waiting", attempt: attempt - 1, was_interrupted: wasInterrupted ? 1 : 0 };
  await db.updateTable("job").set(change).where("id", "=", Number(id)).execute();
}

/** Ends a run. False when it is not this run's any more. */
export async function end(
  { db, nowMs }: SqliteScope,
  { id, attempt }: Pick<Job, "id" | "attempt">,
  ending: JobEnding,
): Promise<boolean> {
  const row = await db.selectFrom("job").selectAll().where("id", "=", Number(id)).executeTakeFirst();
  if (row === undefined || row.state !== "running" || row.attempt !== attempt) return false;
  await db
    .updateTable("job")
    .set(changeBy(ending, row, nowMs))
    .where("id", "=", row.id)
    .execute();
  return true;
}

function changeBy(ending: JobEnding, row: Row, nowMs: number): Partial<Row> {
  if (ending.kind === "done") return { state: "done", reason: null, finished_at: nowMs };
  if (row.is_cancelled === 1) return { state: "cancelled", finished_at: nowMs };
  if (ending.kind === "failed") return { state: "failed", reason: ending.reason, finished_at: nowMs };
  return { state: "waiting", run_at: ending.runAt, reason: ending.reason };
}

export async function nextRunAt({ db }: SqliteScope, name: string): Promise<number | undefined> {
  const row = await db
    .selectFrom("job")
    .select("run_at")
    .where("name", "=", name)
    .where(isIn("waiting"))
    .orderBy("run_at")
    .limit(1)
    .executeTakeFirst();
  return row?.run_at;
}

function record(row: Row): JobRecord {
  return {
    id: String(row.id),
    name: row.name,
    ...(row.key === null ? {} : { key: row.key }),
    payload: JSON.parse(row.payload) as unknown,
    state: row.state,
    addedAt: row.added_at,
    runAt: row.run_at,
    attempt: row.attempt,
    ...(row.reason === null ? {} : { reason: row.reason }),
    ...(row.finished_at === null ? {} : { finishedAt: row.finished_at }),
  };
}

function numberOf(id: string): number {
  return /^\d{1,15}$/.test(id) ? Number(id) : -1;
}

/** In the text and not as a parameter: only so SQLite knows that the indexes of waiting and running jobs are of use. */
function isIn(state: "waiting" | "running"): RawBuilder<SqlBool> {
  return sql<SqlBool>`state = ${sql.lit(state)}`;
}
