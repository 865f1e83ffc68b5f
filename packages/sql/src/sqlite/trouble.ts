/** What SQLite reports, in sentences for operators and as the errors that the framework knows. */
import { type StoreError, StoreFullError, StoreUnavailableError, StoreUnusableError } from "matterwright";

/** Primary result codes of SQLite, https://www.sqlite.org/rescode.html. */
const CODE = { busy: 5, readonly: 8, io: 10, corrupt: 11, full: 13, cannotOpen: 14, notADatabase: 26 } as const;

/** SQLite's result code of an error, without the extension in the upper bits. */
export function resultCode(error: unknown): number | undefined {
  if (typeof error !== "object" || error === null || !("errcode" in error)) return undefined;
  return typeof error.errcode === "number" ? error.errcode & 0xff : undefined;
}

/** Whether somebody else is writing. */
export function isBusy(error: unknown): boolean {
  return resultCode(error) === CODE.busy;
}

/** The error of the framework for one of SQLite; any other error as it is. */
export function storeTrouble(file: string, error: unknown): unknown {
  const said = error instanceof Error ? error.message : String(error);
  const cause = { cause: error };
  switch (resultCode(error)) {
    case CODE.full:
      return new StoreFullError(`there is no room to write ${file}: free some space, and it goes on by itself`, cause);
    case CODE.busy:
      return new StoreUnavailableError(`${file} cannot be written now: ${said}`, { ...cause, isSure: true });
    case CODE.io:
      return new StoreUnavailableError(`${file} cannot be written now: ${said}`, cause);
    case CODE.readonly:
      return new StoreUnusableError(
        `${file} is read-only: let this program's user write to it and to its folder`,
        cause,
      );
    case CODE.corrupt:
      return damaged(file, said, cause);
    case CODE.notADatabase:
      return new StoreUnusableError(
        `${file} is no database of Matterwright, or was damaged: move it away, or name another file. It was not touched`,
        cause,
      );
    case CODE.cannotOpen:
      return new StoreUnusableError(
        `${file} cannot be opened: check that its folder is there and may be written to`,
        cause,
      );
    default:
      return error;
  }
}

export function damaged(file: string, what: string, options?: ErrorOptions): StoreError {
  return new StoreUnusableError(
    `${file} is damaged (${what.replaceAll(/\s+/g, " ")}): stop, keep a copy of it, and restore the last backup with \`matterwright restore\`. It was not touched`,
    options,
  );
}
