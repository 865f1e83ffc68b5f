/** Both engines, one after the other: a file on this machine's disk, and a PostgreSQL of our own where there is one. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "@matterwright/clock";
import { sqlite } from "@matterwright/sql";
import { postgres } from "@matterwright/sql/postgres";
import { TestPostgres, postgresBinaries } from "@matterwright/testing/postgres";
import type { Durable } from "matterwright";
import { type DurableFigures, measureDurable } from "./durable.ts";

export interface Engines {
  readonly sqlite: DurableFigures;
  readonly postgres: DurableFigures | undefined;
}

export async function measureEngines(): Promise<Engines> {
  const folder = mkdtempSync(join(tmpdir(), "matterwright-bench-"));
  try {
    const file = sqlite({ file: join(folder, "bot.db"), clock: systemClock });
    return { sqlite: await measured(file), postgres: await onPostgres() };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function onPostgres(): Promise<DurableFigures | undefined> {
  if (postgresBinaries() === undefined) return undefined;
  const server = await TestPostgres.start({ isSafe: true });
  try {
    return await measured(await postgres({ url: server.database(), clock: systemClock }));
  } finally {
    await server.end();
  }
}

async function measured(durable: Durable): Promise<DurableFigures> {
  try {
    return await measureDurable(durable);
  } finally {
    await durable.close();
  }
}
