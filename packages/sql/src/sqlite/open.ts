/** Opens a database file, or says in one sentence why it cannot. What it cannot read it neither changes nor replaces. */
import { accessSync, closeSync, constants, existsSync, mkdirSync, openSync, realpathSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { StoreUnusableError } from "matterwright";
import { cannotMake } from "../files/part.ts";
import { type FileLock, lockFile } from "./lock.ts";
import { APPLICATION_ID, MIGRATIONS } from "./migrations.ts";
import { damaged, storeTrouble } from "./trouble.ts";

/** How long a writer waits for a backup that is being read. */
const BUSY_TIMEOUT_MS = 5_000;

export interface OpenFile {
  readonly database: DatabaseSync;
  /** A guest has none. */
  readonly lock: FileLock | undefined;
}

export interface OpenOptions {
  readonly file: string;
  /** Who opens it, for whoever comes second. */
  readonly owner: string;
  readonly maxBytes: number | undefined;
}

/**
 * Opens a file for one program, makes it when it is not there, and brings its tables up to date.
 *
 * @throws StoreUnusableError with what is wrong and what to do.
 */
export function openFile({ file, owner, maxBytes }: OpenOptions): OpenFile {
  checkPath(file);
  const lock = lockFile(present(file), () => ownerOf(file));
  try {
    const database = prepared(file, owner);
    if (maxBytes !== undefined) limitSize(database, maxBytes);
    return { database, lock };
  } catch (error) {
    lock.release();
    throw storeTrouble(file, error);
  }
}

/**
 * Sees to it that a file is there, and that it can be used if it was. Returns its own name, whatever links lead to it: whoever comes by
 * another one has to find the same lock.
 */
function present(file: string): string {
  if (existsSync(file)) checkContent(file);
  try {
    // What people wrote to the bot is nobody else's business. SQLite gives the files beside it the same mode.
    if (!existsSync(file)) closeSync(openSync(file, "a", 0o600));
    return realpathSync(file);
  } catch (error) {
    throw cannotMake(file, error);
  }
}

/**
 * Opens a file that another program may have at the same time, to look something up or to change a little. It is not made, and its
 * tables are not changed.
 *
 * @throws StoreUnusableError when it is not there, or its tables are not this program's.
 */
export function openAsGuest(file: string): OpenFile {
  if (!existsSync(file))
    throw new StoreUnusableError(
      `there is no database ${file}: the bot makes it when it starts; name its home with --from`,
    );
  checkPath(file);
  checkContent(file);
  try {
    const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS });
    database.exec("pragma synchronous = full; pragma foreign_keys = on");
    const { user_version: version } = database.prepare("pragma user_version").get() as { user_version: number };
    if (version === MIGRATIONS.length) return { database, lock: undefined };
    database.close();
  } catch (error) {
    throw storeTrouble(file, error);
  }
  throw new StoreUnusableError(
    `${file} was written by an older Matterwright: start the bot once with this one, which brings it up to date`,
  );
}

/** Whether there can be a database here; makes its folder. @throws StoreUnusableError when not. */
export function checkPath(file: string): void {
  const folder = dirname(file);
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new StoreUnusableError(`the folder ${folder} cannot be made: ${codeOf(error)}`, { cause: error });
  }
  const found = statSync(file, { throwIfNoEntry: false });
  if (found?.isDirectory() === true) throw aFolder(file);
  if (found !== undefined && !may(file))
    throw new StoreUnusableError(
      `${file} may not be read and written by this program's user: change its owner or its mode`,
    );
  if (!may(folder))
    throw new StoreUnusableError(`nothing may be written to the folder ${folder}: SQLite needs files beside ${file}`);
}

function aFolder(path: string): StoreUnusableError {
  return new StoreUnusableError(`${path} is a folder and not a database: name a file in it`);
}

function may(path: string, what = constants.R_OK | constants.W_OK): boolean {
  try {
    accessSync(path, what);
    return true;
  } catch {
    return false;
  }
}

/** Looks into a file that is there, without the right to change it. */
export function checkContent(file: string): void {
  const found = statSync(file);
  if (found.isDirectory()) throw aFolder(file);
  if (!may(file, constants.R_OK))
    throw new StoreUnusableError(`${file} may not be read by this program's user: change its owner or its mode`);
  if (found.size === 0) return;
  reading(file, (database) => {
    const { application_id: application } = database.prepare("pragma application_id").get() as {
      application_id: number;
    };
    const { user_version: version } = database.prepare("pragma user_version").get() as { user_version: number };
    const tables = database.prepare("select count(*) as tables from sqlite_schema").get() as { tables: number };
    if (application !== APPLICATION_ID && tables.tables > 0)
      throw new StoreUnusableError(`${file} is the database of another program: name another file. It was not touched`);
    if (version > MIGRATIONS.length)
      throw new StoreUnusableError(
        `${file} was written by a newer Matterwright (tables of version ${version}, this one knows ${MIGRATIONS.length}): run that version, or restore a backup of this one. It was not touched`,
      );
    const check = database.prepare("pragma quick_check(1)").get() as { quick_check: string };
    if (check.quick_check !== "ok") throw damaged(file, check.quick_check);
  });
}

function reading<Value>(file: string, look: (database: DatabaseSync) => Value): Value {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { readOnly: true, timeout: BUSY_TIMEOUT_MS });
    return look(database);
  } catch (error) {
    throw storeTrouble(file, error);
  } finally {
    database?.close();
  }
}

/** Who has written into the file that it is theirs. */
export function ownerOf(file: string): string | undefined {
  try {
    return reading(file, (database) => {
      const row = database.prepare("select name from owner").get();
      return (row as { name: string } | undefined)?.name;
    });
  } catch {
    return undefined;
  }
}

/** Opens a file and brings its tables up to date. */
export function prepared(file: string, owner: string): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS });
  try {
    // FULL: what was accepted is on the disk before it is said to be.
    database.exec("pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on");
    migrate(database);
    database.prepare("insert into owner values (1, ?) on conflict do update set name = excluded.name").run(owner);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function migrate(database: DatabaseSync): void {
  const { user_version: version } = database.prepare("pragma user_version").get() as { user_version: number };
  for (const [index, statements] of MIGRATIONS.entries()) {
    if (index < version) continue;
    database.exec("begin immediate");
    try {
      database.exec(
        `${statements}; pragma application_id = ${APPLICATION_ID}; pragma user_version = ${index + 1}; commit`,
      );
    } catch (error) {
      if (database.isTransaction) database.exec("rollback");
      throw error;
    }
  }
}

function limitSize(database: DatabaseSync, maxBytes: number): void {
  const { page_size: pageBytes } = database.prepare("pragma page_size").get() as { page_size: number };
  database.exec(`pragma max_page_count = ${Math.max(1, Math.floor(maxBytes / pageBytes))}`);
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}
