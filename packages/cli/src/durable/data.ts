/** `matterwright data export` and `import`: what the bot keeps as lines of JSON, to read it, or to take it to another database. */
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  mkdtempSync,
  openSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { systemClock } from "@matterwright/clock";
import { backupSqlite, exportData, importData, newFile, sqlite } from "@matterwright/sql";
import { type Durable, StoreError } from "matterwright";
import { readSettings } from "../settings/read.ts";
import type { Terminal } from "../terminal.ts";
import { Trouble } from "../trouble.ts";
import type { HomeOptions } from "./backup.ts";
import { databaseFile, opened, takeDurable, visitDurable } from "./open.ts";

/** Writes everything to a new file that only its owner may read, also while the bot runs. @throws Trouble when that cannot be done. */
export async function exportAll(name: string, { from }: HomeOptions, terminal: Terminal): Promise<void> {
  const to = resolve(terminal.cwd, name);
  const lines = await opened(() => withSnapshot(from, terminal, (durable) => writeLines(durable, to)));
  terminal.print(`${to} holds everything, in ${lines} lines.`);
}

/** Reads an export into a database that holds nothing yet. @throws Trouble that names the line; nothing was imported then. */
export async function importAll(name: string, { from }: HomeOptions, terminal: Terminal): Promise<void> {
  const path = resolve(terminal.cwd, name);
  const lines = readable(path);
  const durable = await takeDurable(from, terminal);
  const imported = await opened(() =>
    using(durable, () => importData(durable, { lines, name: path, clock: systemClock })),
  );
  const { entries, intents, jobs, leftOut } = imported;
  terminal.print(
    `Imported into ${durable.describe()}: ${entries} values, ${intents} calls to make, ${jobs} jobs to do. Left out, because it had ended: ${leftOut}.`,
  );
}

function readable(path: string): () => AsyncIterable<string> {
  try {
    accessSync(path, constants.R_OK);
    if (!statSync(path).isFile()) throw new Error("it is no file");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new Trouble(
      "usage",
      `${path} cannot be read (${code ?? message}): name a file that is there and may be read.`,
    );
  }
  return async function* () {
    const file = await open(path);
    yield* file.readLines();
  };
}

/** A file is looked at as it was at one moment; a PostgreSQL page by page, while the bot may go on writing. */
async function withSnapshot<Value>(
  from: string,
  terminal: Terminal,
  work: (durable: Durable) => Promise<Value>,
): Promise<Value> {
  const home = resolve(terminal.cwd, from);
  if (readSettings(terminal.env, home).values.databaseUrl !== undefined)
    return using(await visitDurable(from, terminal), work);
  const folder = mkdtempSync(join(tmpdir(), "matterwright-export-"));
  try {
    const copy = join(folder, "copy.db");
    await backupSqlite({ file: databaseFile(home), to: copy });
    return await using(sqlite({ file: copy, clock: systemClock }), work);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function using<Value>(durable: Durable, work: (durable: Durable) => Promise<Value>): Promise<Value> {
  try {
    return await work(durable);
  } finally {
    await durable.close();
  }
}

function writeLines(durable: Durable, to: string): Promise<number> {
  if (existsSync(to))
    throw new Trouble("usage", `${to} is there already: name a file that is not, nothing is overwritten.`);
  return newFile(to, async (part) => {
    const file = openSync(part, "a");
    let lines = 0;
    try {
      for await (const line of exportData(durable, systemClock)) {
        writeSync(file, `${line}\n`);
        lines++;
      }
      return lines;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === undefined || error instanceof StoreError) throw error;
      throw new Trouble(
        "setting",
        `${to} cannot be written (${code}): name a file where there is room, and you may write.`,
      );
    } finally {
      closeSync(file);
    }
  });
}
