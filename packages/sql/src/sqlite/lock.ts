/**
 * Keeps a second program off a file. The lock is one of the operating system, on a small file beside the database, and is gone when
 * the program is, however it died. Beside, and not on the database itself, so that a backup can be read while the bot runs.
 */
import { DatabaseSync } from "node:sqlite";
import { StoreUnusableError } from "matterwright";
import { resultCode, storeTrouble } from "./trouble.ts";

const BUSY = 5;

/** Those of this process: a lock to which nobody refers any more must not be collected, for that would give the file back. */
const held = new Set<DatabaseSync>();

export interface FileLock {
  /** Gives the file back. */
  release(): void;
}

/**
 * Takes the lock of a database file.
 *
 * @param owner who has it now, as far as the database itself says so: for the sentence
 * @throws StoreUnusableError when another program has it.
 */
export function lockFile(file: string, owner: () => string | undefined): FileLock {
  const beside = `${file}.lock`;
  let lock: DatabaseSync | undefined;
  try {
    lock = new DatabaseSync(beside, { timeout: 0 });
    lock.exec("pragma journal_mode = memory; begin exclusive");
  } catch (error) {
    lock?.close();
    if (resultCode(error) !== BUSY) throw storeTrouble(beside, error);
    const who = owner();
    throw new StoreUnusableError(
      `${file} is in use by another program${who === undefined ? "" : ` (${who})`}: stop that one first, give this one a file of its own, or run several bots on one PostgreSQL`,
      { cause: error },
    );
  }
  const mine = lock;
  held.add(mine);
  return {
    release: () => {
      held.delete(mine);
      mine.close();
    },
  };
}
