/**
 * Files that have their name only when they are whole: written under another name beside it first. Used by backup, restore and export.
 * A program that is killed leaves a `.part` behind, which nothing takes for more than that.
 */
import { closeSync, existsSync, fsyncSync, linkSync, openSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { type StoreError, StoreFullError, StoreUnusableError } from "matterwright";

/** Makes the empty beginning of a file, which only its owner may read. @throws StoreUnusableError when none can be made. */
export function partOf(file: string): string {
  const part = `${file}.${crypto.randomUUID().slice(0, 8)}.part`;
  try {
    closeSync(openSync(part, "wx", 0o600));
    return part;
  } catch (error) {
    throw cannotMake(file, error);
  }
}

/** Why a file could not be made, in a sentence. */
export function cannotMake(file: string, error: unknown): StoreError {
  const { code = "" } = error as NodeJS.ErrnoException;
  if (code === "ENOSPC" || code === "EDQUOT")
    return new StoreFullError(`there is no room to make ${file}: free some space, or name a file where there is`, {
      cause: error,
    });
  return new StoreUnusableError(
    `${file} cannot be made (${code}): name a file in a folder that is there and may be written to`,
    { cause: error },
  );
}

/**
 * Makes a file that is not there yet: `make` writes to the path that it is given, and what it has written gets the name `file` when it
 * is on the disk, whole.
 *
 * @throws StoreUnusableError when `file` is there already, or cannot be made; what `make` throws. Then nothing is left behind.
 */
export async function newFile<Value>(file: string, make: (part: string) => Promise<Value>): Promise<Value> {
  if (existsSync(file)) throw taken(file);
  const part = partOf(file);
  try {
    const value = await make(part);
    onDisk(part);
    nameAnew(part, file);
    onDisk(dirname(file));
    return value;
  } finally {
    discard(part);
  }
}

/** Puts a finished part in the place of a file. */
export function putInPlace(part: string, file: string): void {
  onDisk(part);
  renameSync(part, file);
  onDisk(dirname(file));
}

/** Removes a part, and what SQLite may have left beside it. */
export function discard(part: string): void {
  for (const left of ["", "-wal", "-shm", "-journal"]) rmSync(part + left, { force: true });
}

/** Gives a part its name, unless somebody else has taken that in the meantime. */
function nameAnew(part: string, file: string): void {
  try {
    linkSync(part, file);
  } catch (error) {
    if (existsSync(file)) throw taken(file, { cause: error });
    // Not every file system knows second names.
    renameSync(part, file);
  }
}

function taken(file: string, options?: ErrorOptions): StoreUnusableError {
  return new StoreUnusableError(`${file} is there already: name a file that is not, nothing is overwritten`, options);
}

function onDisk(path: string): void {
  const handle = openSync(path, "r");
  fsyncSync(handle);
  closeSync(handle);
}
