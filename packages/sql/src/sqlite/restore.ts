/** `matterwright restore`: a backup becomes the database again. What was there before is kept beside it. */
import { copyFileSync, constants, existsSync, linkSync, realpathSync, renameSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import type { Clock } from "@matterwright/clock";
import { discard, partOf, putInPlace } from "../files/part.ts";
import { checkBackup, copyDatabase } from "./copy.ts";
import { lockFile } from "./lock.ts";
import { checkPath, ownerOf, prepared } from "./open.ts";
import { storeTrouble } from "./trouble.ts";

export interface RestoreOptions {
  readonly backup: string;
  /** The database. Nobody may have it. */
  readonly file: string;
  readonly clock: Clock;
}

/**
 * Puts a backup in the place of a database, which is kept under another name: that name is returned, if there was one. What the
 * backup had still to send or to do may have been sent or done since it was taken, so it is marked as such: the outbox looks in the
 * channel before it sends, and a job that was due is told that it may have run.
 *
 * The database is there at every moment, the old one or the new one, whole.
 *
 * @throws StoreUnusableError when the backup cannot be used, or a bot has the database: then nothing was changed.
 */
export async function restoreSqlite({ backup, file: named, clock }: RestoreOptions): Promise<string | undefined> {
  checkBackup(backup);
  checkPath(named);
  const file = existsSync(named) ? realpathSync(named) : named;
  const lock = lockFile(file, () => ownerOf(file));
  let made = "";
  try {
    made = partOf(file);
    await copyDatabase(backup, made);
    markAsOld(made, clock.now());
    const aside = existsSync(file) ? keepAside(file, clock.now()) : undefined;
    putInPlace(made, file);
    return aside;
  } catch (error) {
    if (made !== "") discard(made);
    throw storeTrouble(file, error);
  } finally {
    lock.release();
  }
}

/** Brings the tables up to date, too. */
function markAsOld(file: string, nowMs: number): void {
  const database = prepared(file, `process ${process.pid}, which restores a backup`);
  try {
    database.exec("begin immediate");
    database
      .prepare(
        `update intent set attempts = max(attempts, 1), unsure_since = coalesce(unsure_since, added_at), unsure_before = null,
           state = 'waiting', free_at = max(due_at, ?) where state in ('waiting', 'sending')`,
      )
      .run(nowMs);
    database
      .prepare(
        "update job set state = 'waiting', was_interrupted = 1 where state = 'running' or (state = 'waiting' and run_at <= ?)",
      )
      .run(nowMs);
    database.exec("commit; pragma journal_mode = delete");
  } finally {
    database.close();
  }
}

/** Gives a database a second name, with what its log still holds. Damaged ones are kept as they are. */
function keepAside(file: string, nowMs: number): string {
  const aside = `${file}.before-restore-${new Date(nowMs).toISOString().replaceAll(":", "-")}`;
  try {
    const database = new DatabaseSync(file);
    database.exec("pragma wal_checkpoint(truncate)");
    database.close();
  } catch {
    // What cannot be read is not taken apart: its log goes with it.
  }
  try {
    linkSync(file, aside);
  } catch {
    // Not every file system knows second names.
    copyFileSync(file, aside, constants.COPYFILE_EXCL);
  }
  for (const beside of ["-wal", "-shm"])
    if (existsSync(`${file}${beside}`)) renameSync(`${file}${beside}`, `${aside}${beside}`);
  return aside;
}
