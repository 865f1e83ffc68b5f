/**
 * Reads and writes one small text file whole, so that whoever reads it sees the old text or the new one. Called by the book alone, for which
 * a look at the file must be cheap: it is done for each message.
 */
import { randomUUID } from "node:crypto";
import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";

export interface TextFile {
  readonly text: string;
  /** Another one means that the file has changed. */
  readonly stamp: string;
}

/** A whole text file; nothing when there is none. @throws what the machine says. */
export function textOf(path: string): TextFile | undefined {
  const stamp = stampOf(path);
  return stamp === "" ? undefined : { text: readFileSync(path, "utf8"), stamp };
}

/** Only what tells whether a file has changed; empty when there is none. @throws what the machine says. */
export function stampOf(path: string): string {
  const facts = statSync(path, { throwIfNoEntry: false });
  return facts === undefined ? "" : `${facts.ino} ${facts.mtimeMs} ${facts.size}`;
}

/** A file that is mounted alone into a container cannot be replaced, and its folder may not be ours. */
const CANNOT_REPLACE = new Set(["EBUSY", "EXDEV", "EACCES", "EROFS", "EPERM"]);

/**
 * Puts another text in the place of a file: a new file takes its name, or where that cannot be, the old one is overwritten.
 *
 * @throws what the machine says; then the old text stays.
 */
export function replaceText(path: string, text: string): void {
  const known = statSync(path, { throwIfNoEntry: false });
  const real = known === undefined ? path : realpathSync(path);
  const mode = known && known.mode & 0o777;
  // Whoever may not write the file does not get around it by replacing it.
  if (known !== undefined) closeSync(openSync(real, "r+"));
  const beside = join(dirname(real), `.${randomUUID()}.tmp`);
  try {
    write(beside, text, mode);
    renameSync(beside, real);
  } catch (error) {
    rmSync(beside, { force: true });
    if (known === undefined || !CANNOT_REPLACE.has(codeOf(error))) throw error;
    write(real, text, mode);
  }
}

function write(path: string, text: string, mode = 0o644): void {
  const file = openSync(path, "w", mode);
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
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
