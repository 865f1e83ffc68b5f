/** The store in SQL: one row for each key. The same queries for both databases. */
import { ConflictError, EXPIRED_KEPT_MS, type Store, type Stored, checkKey, pageSize, toText } from "matterwright";
import type { ExpressionBuilder, ExpressionWrapper, SqlBool } from "kysely";
import type { EntryTable, Run, Scope, Tables } from "./tables.ts";

/** Higher than every character that can stand in a key, so that it ends the range of a prefix. */
const BEHIND_ALL = "\u{10FFFF}\u{10FFFF}";

export function sqlStore(run: Run): Store {
  const read = (key: string): Promise<Stored | undefined> => {
    return run(async (scope) => {
      const row = await living(scope, key);
      return row === undefined ? undefined : stored(row);
    });
  };
  return {
    read: async (key) => {
      checkKey(key);
      return read(key);
    },
    get: async (key) => {
      checkKey(key);
      return (await read(key))?.value;
    },
    set: async (key, value, { ttlMs, ifVersion } = {}) => {
      checkKey(key);
      const text = toText(key, value);
      return run(async (scope) => {
        await expectVersion(scope, key, ifVersion);
        const row = {
          value: text,
          version: await scope.nextVersion(),
          expires_at: ttlMs === undefined ? null : scope.nowMs + ttlMs,
        };
        await scope.db
          .insertInto("entry")
          .values({ key, ...row })
          .onConflict((conflict) => conflict.column("key").doUpdateSet(row))
          .execute();
        return row.version;
      });
    },
    delete: async (key, { ifVersion } = {}) => {
      checkKey(key);
      return run(async (scope) => {
        await expectVersion(scope, key, ifVersion);
        if ((await living(scope, key)) === undefined) return false;
        await scope.db.deleteFrom("entry").where("key", "=", key).execute();
        return true;
      });
    },
    list: (prefix, { after, limit } = {}) =>
      run(async ({ db, nowMs }) => {
        const rows = await db
          .selectFrom("entry")
          .selectAll()
          .where((eb) => eb.and([within(eb, prefix), isLiving(eb, nowMs)]))
          .where("key", ">", after ?? "")
          .orderBy("key")
          .limit(pageSize(limit))
          .execute();
        return rows.map(stored);
      }),
    keys: (prefix) =>
      run(async ({ db, nowMs }) => {
        const rows = await db
          .selectFrom("entry")
          .select("key")
          .where((eb) => eb.and([within(eb, prefix), isLiving(eb, nowMs)]))
          .orderBy("key")
          .execute();
        return rows.map(({ key }) => key);
      }),
    takeExpired: (prefix, limit) => run((scope) => takeExpired(scope, prefix, limit)),
  };
}

async function takeExpired({ db, nowMs }: Scope, prefix: string, limit: number): Promise<Stored[]> {
  const rows = await db
    .selectFrom("entry")
    .selectAll()
    .where("expires_at", "<=", nowMs)
    .where((eb) => within(eb, prefix))
    .orderBy("expires_at")
    .orderBy("key")
    .limit(limit)
    .execute();
  const keys = rows.map(({ key }) => key);
  if (keys.length > 0) await db.deleteFrom("entry").where("key", "in", keys).execute();
  await db
    .deleteFrom("entry")
    .where("expires_at", "<=", nowMs - EXPIRED_KEPT_MS)
    .execute();
  return rows.map(stored);
}

async function living({ db, nowMs }: Scope, key: string): Promise<EntryTable | undefined> {
  return db
    .selectFrom("entry")
    .selectAll()
    .where("key", "=", key)
    .where((eb) => isLiving(eb, nowMs))
    .executeTakeFirst();
}

async function expectVersion(scope: Scope, key: string, version: number | undefined): Promise<void> {
  if (version === undefined) return;
  const row = await living(scope, key);
  if ((row?.version ?? 0) !== version) throw new ConflictError(key);
}

type Condition = ExpressionWrapper<Tables, "entry", SqlBool>;

function isLiving(eb: ExpressionBuilder<Tables, "entry">, nowMs: number): Condition {
  return eb.or([eb("expires_at", "is", null), eb("expires_at", ">", nowMs)]);
}

function within(eb: ExpressionBuilder<Tables, "entry">, prefix: string): Condition {
  return eb.and([eb("key", ">=", prefix), eb("key", "<", prefix + BEHIND_ALL)]);
}

function stored({ key, value, version, expires_at: expiresAt }: EntryTable): Stored {
  return { key, value: JSON.parse(value) as unknown, version, ...(expiresAt === null ? {} : { expiresAt }) };
}
