/** How connections to PostgreSQL are made. The driver's own defaults wait for ever; these do not. */
import pg from "pg";
import type { PostgresAddress } from "./address.ts";

/** Numbers of 64 bits as numbers: ours are times, versions and counts, all of which fit. */
const types = new pg.TypeOverrides();
types.setTypeParser(pg.types.builtins.INT8, Number);

export function configOf({ connectionString }: PostgresAddress): pg.ClientConfig {
  return {
    connectionString,
    application_name: "matterwright",
    types,
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
    /** A statement that takes longer is given up, by the server and by us. */
    statement_timeout: 30_000,
    query_timeout: 35_000,
    /** A process that stops in the middle of a transaction loses it: nobody else waits for it longer than this. */
    idle_in_transaction_session_timeout: 5_000,
  };
}
