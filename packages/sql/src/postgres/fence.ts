/** Keeps a lease from changing hands while its holder writes. */
import { FencedError, type Held } from "matterwright";
import type { PostgresScope } from "./tables.ts";

/**
 * Holds a lease's row until the transaction ends: whoever wants to take the lease waits for that. So no write of a holder comes after
 * the next one's. One who stops in the middle is cut off by the database, which takes the transaction back.
 *
 * @throws FencedError when the lease is somebody else's by now, or has run out.
 */
export async function holdFence({ sql, nowMs }: PostgresScope, schema: string, held: Held): Promise<void> {
  const { rows } = await sql.executeSql(`select token, until from ${schema}.lease where name = $1 for share`, [
    held.name,
  ]);
  const now = rows[0] as { token: number; until: number } | undefined;
  if (now === undefined || now.token !== held.token || now.until <= nowMs) throw new FencedError(held.name);
}
