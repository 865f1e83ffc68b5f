/** `matterwright backup`: a file that holds everything as it was at one moment. The bot goes on writing meanwhile. */
import { existsSync, statSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { StoreUnusableError } from "matterwright";
import { newFile } from "../files/part.ts";
import { checkBackup, copyDatabase } from "./copy.ts";
import { checkContent } from "./open.ts";
import { storeTrouble } from "./trouble.ts";

/**
 * Copies a database to a file that is not there yet, and looks through the copy. What has the name `to` in the end is whole; it needs
 * no other file beside it, and only its owner may read it. Returns its size in bytes.
 *
 * @throws StoreUnusableError when `file` is no database of Matterwright or is damaged, or `to` is there already; StoreFullError when
 *   there is no room. Then nothing is left behind. A program that is killed leaves a `.part` behind at most.
 * @example
 * await backupSqlite({ file: "data/matterwright.db", to: "/backup/monday.db" });
 */
export async function backupSqlite({ file, to }: { readonly file: string; readonly to: string }): Promise<number> {
  if (!existsSync(file))
    throw new StoreUnusableError(`there is no database ${file}: name the home of a bot that has run`);
  checkContent(file);
  try {
    return await newFile(to, async (part) => {
      await copyDatabase(file, part);
      asOneFile(part);
      checkBackup(part);
      return statSync(part).size;
    });
  } catch (error) {
    throw storeTrouble(to, error);
  }
}

/** Without files beside it, so that it can be read where nothing can be written. */
function asOneFile(file: string): void {
  const database = new DatabaseSync(file);
  try {
    database.exec("pragma journal_mode = delete");
  } finally {
    database.close();
  }
}
