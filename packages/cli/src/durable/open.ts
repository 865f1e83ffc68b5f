/** Opens what a bot keeps: the file `data/matterwright.db` in its home. */
import { resolve } from "node:path";
import { systemClock } from "@matterwright/clock";
import { sqlite } from "@matterwright/sql";
import { type Durable, type Log, StoreError } from "matterwright";
import { Trouble } from "../trouble.ts";

/** Where a bot that lives in `home` keeps everything. */
export function databaseFile(home: string): string {
  return resolve(home, "data", "matterwright.db");
}

/** For a bot, which has it to itself. @throws Trouble when it cannot be opened. */
export function openDurable(home: string, log: Log): Durable {
  return opened(() =>
    sqlite({
      file: databaseFile(home),
      clock: systemClock,
      onTrouble: (error) => log.error({ error }, "something about a job could not be written down"),
    }),
  );
}

/** For a command that looks in, while the bot may be running. @throws Trouble when there is none, or it cannot be opened. */
export function visitDurable(home: string): Durable {
  return opened(() => sqlite({ file: databaseFile(home), clock: systemClock, isGuest: true }));
}

function opened(open: () => Durable): Durable {
  try {
    return open();
  } catch (error) {
    if (error instanceof StoreError) throw new Trouble("setting", `${error.message}.`);
    throw error;
  }
}
