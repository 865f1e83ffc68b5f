/** Brings a database up to date, however many programs do it at the same moment, or says in one sentence why it cannot be used. */
import { StoreUnusableError } from "matterwright";
import type { Pool, PoolClient } from "pg";
import type { PostgresAddress } from "./address.ts";
import { MIGRATIONS } from "./migrations.ts";

/** Whoever holds it brings the tables of one schema up to date. The number is "MtWr". */
const LOCK = 0x4d745772;

export interface PrepareParts {
  readonly pool: Pool;
  readonly schema: string;
  readonly address: PostgresAddress;
}

/** @throws StoreUnusableError when the tables are of a newer program or no text in UTF-8 can be stored; what the driver throws. */
export async function prepare({ pool, schema, address }: PrepareParts): Promise<void> {
  const client = await pool.connect();
  try {
    await checkEncoding(client, address);
    await client.query("begin");
    await client.query("select pg_advisory_xact_lock($1, hashtext($2))", [LOCK, schema]);
    const version = await versionOf(client, schema);
    if (version > MIGRATIONS.length) throw newer(address, version);
    if (version < MIGRATIONS.length) await migrate(client, schema, version);
    await client.query("commit");
    client.release();
  } catch (error) {
    // A connection that is closed takes back what it had begun.
    client.release(true);
    throw error;
  }
}

async function checkEncoding(client: PoolClient, { shown }: PostgresAddress): Promise<void> {
  const { rows } = await client.query<{ server_encoding: string }>("show server_encoding");
  const encoding = rows[0]?.server_encoding;
  if (encoding !== "UTF8")
    throw new StoreUnusableError(
      `PostgreSQL ${shown} stores text as ${encoding}, which cannot hold every character: make a database with ENCODING 'UTF8'. It was not touched`,
    );
}

/** 0 where nothing is. */
async function versionOf(client: PoolClient, schema: string): Promise<number> {
  const { rows } = await client.query<{ found: string | null }>("select to_regclass($1) as found", [
    `${schema}.schema_version`,
  ]);
  if (rows[0]?.found === null) return 0;
  const { rows: versions } = await client.query<{ version: number }>(`select version from ${schema}.schema_version`);
  return versions[0]?.version ?? 0;
}

async function migrate(client: PoolClient, schema: string, from: number): Promise<void> {
  if (from === 0)
    await client.query(
      `create schema if not exists ${schema}; create table ${schema}.schema_version (version integer not null); insert into ${schema}.schema_version values (0)`,
    );
  for (const statements of MIGRATIONS.slice(from)) await client.query(statements(schema));
  await client.query(`update ${schema}.schema_version set version = $1`, [MIGRATIONS.length]);
}

function newer({ shown }: PostgresAddress, version: number): StoreUnusableError {
  return new StoreUnusableError(
    `PostgreSQL ${shown} was written by a newer Matterwright (tables of version ${version}, this one knows ${MIGRATIONS.length}): run that version, or name another database. It was not touched`,
  );
}
