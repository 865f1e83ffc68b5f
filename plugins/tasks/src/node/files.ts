/** Looks at the files of the tasks folder: which there are, and what stands at the beginning of one. Called by the folder; it writes nothing. */
import { constants } from "node:fs";
import { access, open, readFile, readdir, stat } from "node:fs/promises";
import { join } from "node:path";

/** So much of a file tells what it is. */
const HEAD_BYTES = 8_192;

export interface FoundFile {
  readonly name: string;
  readonly path: string;
  /** Another one means that the file has changed. */
  readonly stamp: string;
  readonly isExecutable: boolean;
}

/** The files of a folder by alphabet, those that links lead to as well; none where there is no folder. */
export async function filesIn(folder: string): Promise<FoundFile[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  const found = await Promise.all(names.map((name) => look(folder, name)));
  return found.filter((file) => file !== undefined).toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

async function look(folder: string, name: string): Promise<FoundFile | undefined> {
  const path = join(folder, name);
  try {
    const facts = await stat(path);
    if (!facts.isFile()) return undefined;
    const isExecutable = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    return { name, path, stamp: `${facts.ino} ${facts.mtimeMs} ${facts.size} ${facts.mode}`, isExecutable };
  } catch {
    // It went away in between, or is a link to nowhere.
    return undefined;
  }
}

/** The beginning of a file, as text. */
export async function headOf(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead).toString();
  } finally {
    await file.close();
  }
}

/** A whole text file with what tells whether it has changed; nothing when there is none. */
export async function textOf(path: string): Promise<{ readonly text: string; readonly stamp: string } | undefined> {
  try {
    const { mtimeMs, size, ino } = await stat(path);
    return { text: await readFile(path, "utf8"), stamp: `${ino} ${mtimeMs} ${size}` };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
