/** A database whose present can be moved, for tests: its own clock and pg-boss's, which the engine asks what time it is. */
import { systemClock } from "@matterwright/clock";
import type { Harness } from "@matterwright/testing";
import type { TestPostgres } from "@matterwright/testing/postgres";
import pg from "pg";
import { postgres } from "../src/postgres/durable.ts";

const SHIFT = "(select coalesce(sum(ms), 0) from matterwright.test_shift)";

/** Makes a database with tables that others can be copied from. Returns its name. */
export async function template(server: TestPostgres): Promise<string> {
  const url = server.database();
  await (await postgres({ url, clock: systemClock })).close();
  const name = nameIn(url);
  server.sql(
    name,
    `create table matterwright.test_shift (ms bigint);
     create or replace function matterwright.now_ms() returns bigint language sql volatile
       as $$ select floor(extract(epoch from clock_timestamp()) * 1000)::bigint + ${SHIFT} $$;
     create or replace function matterwright_jobs.job_now() returns timestamptz language sql stable
       as $$ select pg_catalog.now() + ${SHIFT} * interval '1 ms' $$;`,
  );
  return name;
}

/** An engine on a copy of a template. */
export async function onPostgres(server: TestPostgres, copied: string): Promise<Harness> {
  const url = server.database(copied);
  const aside = new pg.Client({ connectionString: url });
  await aside.connect();
  let durable = await postgres({ url, clock: systemClock });
  return {
    durable,
    pass: async (ms) => void (await aside.query("insert into matterwright.test_shift values ($1)", [ms])),
    // Long enough that what waits for the database has its turn.
    tick: async () => void (await aside.query("select pg_sleep(0.02)")),
    reopen: async () => {
      await durable.close();
      durable = await postgres({ url, clock: systemClock });
      return durable;
    },
    end: async () => {
      await aside.end();
      await durable.close();
    },
  };
}

export function nameIn(url: string): string {
  return new URL(url).pathname.slice(1);
}
