/** The outbox in SQL: one row for each intent. The same queries for both databases. */
import { type Intent, type Outbox, type OutboxEntry, type Outcome, type Transaction, pageSize } from "matterwright";
import { type ExpressionBuilder, type ExpressionWrapper, type Selectable, type SqlBool, sql } from "kysely";
import type { IntentTable, Run, Scope, Tables } from "./tables.ts";

type Row = Selectable<IntentTable>;

/** What can make something new to claim. */
export function sqlOutboxWrites(run: Run): Transaction["outbox"] {
  return {
    add: ({ intent, queue, owner, dueAt, unsureSince }) =>
      run(async ({ db, nowMs }) => {
        const { id } = await db
          .insertInto("intent")
          .values({
            queue,
            owner,
            intent: JSON.stringify(intent),
            state: "waiting",
            added_at: nowMs,
            due_at: dueAt ?? nowMs,
            free_at: dueAt ?? nowMs,
            attempts: unsureSince === undefined ? 0 : 1,
            unsure_since: unsureSince ?? null,
            unsure_before: null,
            reason: null,
            post_id: null,
            finished_at: null,
          })
          .returning("id")
          .executeTakeFirstOrThrow();
        return String(id);
      }),
    settle: ({ id, attempts }, outcome) => run((scope) => settle(scope, { id: Number(id), attempts }, outcome)),
    retry: (id) =>
      run(async ({ db, nowMs }) => {
        const { numUpdatedRows } = await db
          .updateTable("intent")
          .set({ state: "waiting", due_at: nowMs, free_at: nowMs, finished_at: null })
          .where("id", "=", numberOf(id))
          .where("state", "=", "failed")
          .executeTakeFirst();
        return numUpdatedRows > 0;
      }),
    drop: (id) =>
      run(async ({ db }) => {
        const { numDeletedRows } = await db
          .deleteFrom("intent")
          .where("id", "=", numberOf(id))
          .where("state", "in", ["waiting", "failed"])
          .executeTakeFirst();
        return numDeletedRows > 0;
      }),
  };
}

/** The rest of an outbox. */
export function sqlOutboxReads(run: Run): Omit<Outbox, keyof Transaction["outbox"] | "watch"> {
  return {
    claim: (options) => run((scope) => claim(scope, options)),
    nextDueAt: () =>
      run(async ({ db }) => {
        const row = await db
          .selectFrom("intent as head")
          .select("free_at")
          .where(isHead)
          .orderBy("free_at")
          .limit(1)
          .executeTakeFirst();
        return row?.free_at;
      }),
    get: (id) =>
      run(async ({ db }) => {
        const row = await db.selectFrom("intent").selectAll().where("id", "=", numberOf(id)).executeTakeFirst();
        return row === undefined ? undefined : entry(row);
      }),
    list: ({ state, after, limit } = {}) =>
      run(async ({ db }) => {
        let query = db
          .selectFrom("intent")
          .selectAll()
          .where("id", ">", numberOf(after ?? "0"));
        if (state !== undefined) query = query.where("state", "=", state);
        const rows = await query.orderBy("id").limit(pageSize(limit)).execute();
        return rows.map(entry);
      }),
    counts: () =>
      run(async ({ db }) => {
        const rows = await db
          .selectFrom("intent")
          .select(["state", sql<number>`count(*)`.as("rows")])
          .where("state", "!=", "sent")
          .groupBy("state")
          .execute();
        const of = (state: Row["state"]): number => rows.find((row) => row.state === state)?.rows ?? 0;
        return { waiting: of("waiting"), sending: of("sending"), failed: of("failed") };
      }),
    prune: (sentBefore) =>
      run(async ({ db }) => {
        const { numDeletedRows } = await db
          .deleteFrom("intent")
          // Both, because the index is of what has ended, and SQLite takes it by the letter.
          .where(sql<SqlBool>`state in ('sent', 'failed') and state = 'sent'`)
          .where("finished_at", "<", sentBefore)
          .executeTakeFirst();
        return Number(numDeletedRows);
      }),
  };
}

async function claim(
  { db, nowMs }: Scope,
  { limit, leaseMs }: { readonly limit: number; readonly leaseMs: number },
): Promise<OutboxEntry[]> {
  const due = await db
    .selectFrom("intent as head")
    .selectAll()
    .where(isHead)
    .where("free_at", "<=", nowMs)
    .orderBy("free_at")
    .orderBy("id")
    .limit(limit)
    .execute();
  const claimed: Row[] = [];
  for (const row of due) {
    const change = {
      state: "sending" as const,
      free_at: nowMs + leaseMs,
      attempts: row.attempts + 1,
      unsure_since: row.unsure_since ?? nowMs,
      unsure_before: row.unsure_since,
    };
    await db.updateTable("intent").set(change).where("id", "=", row.id).execute();
    claimed.push({ ...row, ...change });
  }
  return claimed.map(entry);
}

/**
 * Open, and the first of its queue that is. The states stand in the text and are not parameters: only so SQLite knows that the indexes
 * of what is open are of use, and does not read through everything that was ever sent.
 */
function isHead(
  eb: ExpressionBuilder<Tables & { head: IntentTable }, "head">,
): ExpressionWrapper<Tables & { head: IntentTable }, "head", SqlBool> {
  return eb.and([
    sql<SqlBool>`head.state in ('waiting', 'sending')`,
    eb.not(
      eb.exists(
        eb
          .selectFrom("intent as earlier")
          .select("earlier.id")
          .whereRef("earlier.queue", "=", "head.queue")
          .whereRef("earlier.id", "<", "head.id")
          .where(sql<SqlBool>`earlier.state in ('waiting', 'sending')`),
      ),
    ),
  ]);
}

async function settle(
  { db, nowMs }: Scope,
  { id, attempts }: { readonly id: number; readonly attempts: number },
  outcome: Outcome,
): Promise<boolean> {
  const row = await db.selectFrom("intent").selectAll().where("id", "=", id).executeTakeFirst();
  if (row === undefined || row.state !== "sending" || row.attempts !== attempts) return false;
  await db
    .updateTable("intent")
    .set(changeBy(outcome, row, nowMs))
    .where("id", "=", id)
    .execute();
  return true;
}

function changeBy(outcome: Outcome, row: Row, nowMs: number): Partial<Row> {
  switch (outcome.kind) {
    case "sent":
      return { state: "sent", post_id: outcome.postId ?? null, unsure_since: null, reason: null, finished_at: nowMs };
    case "failed":
      return { state: "failed", reason: outcome.reason, finished_at: nowMs };
    case "again":
      return {
        state: "waiting",
        due_at: outcome.dueAt,
        free_at: outcome.dueAt,
        reason: outcome.reason,
        unsure_since: outcome.isSure ? row.unsure_before : row.unsure_since,
      };
  }
}

function entry(row: Row): OutboxEntry {
  return {
    id: String(row.id),
    intent: JSON.parse(row.intent) as Intent,
    queue: row.queue,
    owner: row.owner,
    state: row.state,
    addedAt: row.added_at,
    dueAt: row.due_at,
    attempts: row.attempts,
    ...(row.unsure_since === null ? {} : { unsureSince: row.unsure_since }),
    ...(row.reason === null ? {} : { reason: row.reason }),
    ...(row.post_id === null ? {} : { postId: row.post_id }),
    ...(row.finished_at === null ? {} : { finishedAt: row.finished_at }),
  };
}

/** What somebody typed as an id. What is none finds nothing. */
function numberOf(id: string): number {
  return /^\d{1,15}$/.test(id) ? Number(id) : -1;
}
