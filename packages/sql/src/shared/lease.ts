/** Leases in SQL: one row for each name. The same queries for both databases. */
import { FencedError, type Held, type Lease } from "matterwright";
import type { Run, Scope } from "./tables.ts";

export function sqlLease(run: Run): Lease {
  return {
    take: ({ name, holder, ttlMs }) =>
      run(async ({ db, nowMs }) => {
        const before = await db.selectFrom("lease").selectAll().where("name", "=", name).executeTakeFirst();
        if (before !== undefined && before.until > nowMs && before.holder !== holder) return undefined;
        const held = { name, holder, token: (before?.token ?? 0) + 1, until: nowMs + ttlMs };
        await db
          .insertInto("lease")
          .values(held)
          .onConflict((conflict) => conflict.column("name").doUpdateSet(held))
          .execute();
        return held;
      }),
    renew: (held, ttlMs) =>
      run(async ({ db, nowMs }) => {
        const until = nowMs + ttlMs;
        const { numUpdatedRows } = await db
          .updateTable("lease")
          .set({ until })
          .where("name", "=", held.name)
          .where("token", "=", held.token)
          .executeTakeFirst();
        return numUpdatedRows > 0 ? { ...held, until } : undefined;
      }),
    release: (held) =>
      run(async ({ db, nowMs }) => {
        await db
          .updateTable("lease")
          .set({ until: nowMs })
          .where("name", "=", held.name)
          .where("token", "=", held.token)
          .execute();
      }),
    current: (name) => run((scope) => current(scope, name)),
  };
}

/** @throws FencedError when the lease is somebody else's by now, or has run out. */
export async function checkFence(scope: Scope, held: Held): Promise<void> {
  const now = await current(scope, held.name);
  if (now?.token !== held.token) throw new FencedError(held.name);
}

function current({ db, nowMs }: Scope, name: string): Promise<Held | undefined> {
  return db.selectFrom("lease").selectAll().where("name", "=", name).where("until", ">", nowMs).executeTakeFirst();
}
