/** Jobs on PostgreSQL, in pg-boss's hands: added and taken back in the transaction of whoever asks for it. */
import { type JobQueue, type JobRecord, type Jobs, MisuseError, type NewJob } from "matterwright";
import type { Boss } from "./boss.ts";
import { type Output, findRow, listRows, numberOf, record, uuidOf } from "./job-rows.ts";
import type { PostgresRun, PostgresScope } from "./tables.ts";

/** One slot of time that is as long as the database can say: a key in it is the only one for as long as the job is remembered. */
const FOR_EVER_S = 2_147_483_647;

export interface JobTables {
  readonly boss: Boss;
  /** pg-boss's schema. */
  readonly jobs: string;
  /** Ours. */
  readonly schema: string;
}

/** The news that a running job shall end. */
export const CANCEL = "cancel ";

export function postgresJobQueue(run: PostgresRun, tables: JobTables): JobQueue {
  return {
    add: (job) => {
      if (!/^[\w.\-/]+$/.test(job.name))
        throw new MisuseError(`"${job.name}" is no name of a job: use letters, digits, dots, dashes and slashes`);
      return run((scope) => add(scope, tables, job));
    },
    cancel: (id) => run((scope) => cancel(scope, tables, id)),
  };
}

export function postgresJobReads(run: PostgresRun, { jobs }: JobTables): Pick<Jobs, "get" | "list"> {
  return {
    get: (id) =>
      run(async ({ sql }): Promise<JobRecord | undefined> => {
        const row = await findRow(sql, jobs, id);
        return row === undefined ? undefined : record(row);
      }),
    list: (filter) => run(({ sql }) => listRows(sql, jobs, filter)),
  };
}

async function add(
  { sql, runAgain }: PostgresScope,
  { boss, schema }: JobTables,
  { name, payload, runAt, key }: NewJob,
): Promise<string | undefined> {
  if (!boss.knows(name)) {
    await boss.makeQueue(name);
    // A transaction does not see what came after its beginning.
    runAgain();
  }
  const { rows } = await sql.executeSql(`select nextval('${schema}.job_number') as number`);
  const { number } = rows[0] as { number: number };
  // As text: JSON in PostgreSQL cannot hold every character that ours can.
  const data = { payload: JSON.stringify(payload ?? null) };
  const sent = await boss.pgBoss.send(name, data, {
    id: uuidOf(number),
    db: sql,
    ...(runAt === undefined ? {} : { startAfter: new Date(runAt) }),
    ...(key === undefined ? {} : { singletonKey: key, singletonSeconds: FOR_EVER_S }),
  });
  return sent === null ? undefined : String(number);
}

async function cancel({ sql, tell }: PostgresScope, { boss, jobs, schema }: JobTables, id: string): Promise<boolean> {
  const row = await findRow(sql, jobs, id);
  if (row === undefined) return false;
  if (row.state === "active") {
    await sql.executeSql(`insert into ${schema}.job_wish values ($1) on conflict do nothing`, [numberOf(id)]);
    tell(CANCEL + id);
    return true;
  }
  if (row.state !== "created" && row.state !== "retry") return false;
  const output: Output = { ending: "cancelled" };
  await boss.pgBoss.complete(row.name, row.id, output, { db: sql, includeQueued: true });
  return true;
}
