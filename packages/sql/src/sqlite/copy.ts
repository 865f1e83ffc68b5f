/** Copies of a database file: made while a bot writes to it, and looked through before anybody relies on one. */
import { statSync } from "node:fs";
import { DatabaseSync, backup } from "node:sqlite";
import { StoreUnusableError } from "matterwright";
import { APPLICATION_ID, MIGRATIONS } from "./migrations.ts";
import { storeTrouble } from "./trouble.ts";

/** All at once: a copy in steps begins anew whenever the bot writes in between. Writers do not wait for it. */
const PAGES_AT_ONCE = 2 ** 31 - 1;

/** Copies what a database holds at this moment to an empty file. */
export async function copyDatabase(from: string, to: string): Promise<void> {
  let source: DatabaseSync | undefined;
  try {
    source = new DatabaseSync(from, { readOnly: true });
    await backup(source, to, { rate: PAGES_AT_ONCE });
  } catch (error) {
    throw storeTrouble(from, error);
  } finally {
    source?.close();
  }
}

/**
 * Looks through a backup.
 *
 * @throws StoreUnusableError when it is not there, none of Matterwright's, damaged, or of a newer program.
 */
export function checkBackup(file: string): void {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined) throw new StoreUnusableError(`there is no file ${file}: name a backup`);
  if (found.isDirectory()) throw new StoreUnusableError(`${file} is a folder and not a backup: name a file in it`);
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { readOnly: true });
    const { application_id: application } = database.prepare("pragma application_id").get() as Record<string, unknown>;
    const { user_version: version } = database.prepare("pragma user_version").get() as { user_version: number };
    if (application !== APPLICATION_ID)
      throw new StoreUnusableError(`${file} is no backup of Matterwright: name one that \`matterwright backup\` made`);
    if (version > MIGRATIONS.length)
      throw new StoreUnusableError(
        `${file} was written by a newer Matterwright (tables of version ${version}, this one knows ${MIGRATIONS.length}): restore it with that version`,
      );
    const { integrity_check: check } = database.prepare("pragma integrity_check(1)").get() as Record<string, unknown>;
    if (check !== "ok") throw new Error(String(check));
  } catch (error) {
    if (error instanceof StoreUnusableError) throw error;
    const said = error instanceof Error ? error.message.replaceAll(/\s+/g, " ") : String(error);
    throw new StoreUnusableError(`${file} cannot be used as a backup (${said}): take another one`, { cause: error });
  } finally {
    database?.close();
  }
}
