/**
 * Begins a transaction. A file may be written by somebody else at that moment, who is waited for: in short steps, so that this program does meanwhile
 * what else there is to do. Called by the engine for every transaction.
 */
import type { DatabaseSync } from "node:sqlite";
import { sleep, systemClock } from "@matterwright/clock";
import { isBusy } from "./trouble.ts";

/** SQLite itself waits so long, and nothing else happens meanwhile. */
export const BLOCKING_MS = 5;
const PAUSE_MS = 10;
/** Whoever writes for longer is in trouble. */
const LONGEST_MS = 5_000;

/** @throws what SQLite says when somebody else writes for long. */
export async function begin(database: DatabaseSync): Promise<void> {
  // By real time, whatever clock the engine has: the other one may be another program.
  for (let waitedMs = 0; ; waitedMs += PAUSE_MS + BLOCKING_MS) {
    try {
      database.exec("begin immediate");
      return;
    } catch (error) {
      if (!isBusy(error) || waitedMs >= LONGEST_MS) throw error;
    }
    await sleep(systemClock, PAUSE_MS);
  }
}
