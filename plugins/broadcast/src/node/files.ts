/** Reads and writes one text file whole, so that whoever reads it sees the old text or the new one. Called by the book alone. */
import { randomUUID } from "node:crypto";
import { open, readFile, realpath, rename, stat, unlink } from "node:fs/promises";
import { dirname, join } from "node:path";

export interface TextFile {
  readonly text: string;
  /** Another one means that the file has changed. */
  readonly stamp: string;
}

/** A whole text file; nothing when there is none. @throws what the machine says. */
export async function textOf(path: string): Promise<TextFile | undefined> {
  try {
    const { mtimeMs, size, ino } = await stat(path);
    return { text: await readFile(path, "utf8"), stamp: `${ino} ${mtimeMs} ${size}` };
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

/** Only what tells whether a file has changed. */
export async function stampOf(path: string): Promise<string> {
  try {
    const { mtimeMs, size, ino } = await stat(path);
    return `${ino} ${mtimeMs} ${size}`;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return "";
    throw error;
  }
}

/** A file that is mounted alone into a container cannot be replaced, and its folder may not be ours. */
const CANNOT_REPLACE = new Set(["EBUSY", "EXDEV", "EACCES", "EROFS", "EPERM"]);

/**
 * Puts another text in the place of a file: a new file takes its name, or where that cannot be, the old one is overwritten.
 *
 * @throws what the machine says; then the old text stays.
 */
export async function replaceText(path: string, text: string): Promise<void> {
  const real = await realpath(path).catch(() => path);
  const mode = await stat(real).then(
    (facts) => facts.mode & 0o777,
    () => undefined,
  );
  // Whoever may not write the file does not get around it by replacing it.
  if (mode !== undefined) await (await open(real, "r+")).close();
  const beside = join(dirname(real), `.${randomUUID()}.tmp`);
  try {
    await written(beside, text, mode);
    await rename(beside, real);
  } catch (error) {
    await unlink(beside).catch(() => {});
    if (mode === undefined || !CANNOT_REPLACE.has(codeOf(error))) throw error;
    await written(real, text, mode);
  }
}

async function written(path: string, text: string, mode: number | undefined): Promise<void> {
  const file = await open(path, "w", mode ?? 0o644);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Why the machine refuses, in words. */
export function whyNot(error: unknown): string {
  const why: Readonly<Record<string, string>> = {
    EROFS: "it is on a file system that can only be read",
    EACCES: "the bot may not write it",
    EPERM: "the bot may not write it",
    ENOSPC: "the disk is full",
    EISDIR: "it is a folder",
    ENOENT: "its folder is not there",
  };
  const code = codeOf(error);
  return why[code] ?? (code === "" ? String(error) : code);
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException | undefined)?.code ?? "";
}
