/**
 * `kill -9` at every await between a handler's intent and its acknowledgement, one after another: a real process that kills itself at
 * the first, the second, the third of them, until one lives to see the end.
 */
import { join } from "node:path";
import { Program, until } from "./program.ts";
import { Town, countedOnce } from "./town.ts";

const MOST_AWAITS = 200;
const WITHIN_MS = 60_000;

const mortal = join(import.meta.dirname, "fixtures/mortal.ts");

export async function everyAwait(): Promise<string> {
  await using town = await Town.open();
  const { home, env } = town;
  for (let death = 1; death <= MOST_AWAITS; death++) {
    const life = new Program([process.execPath, mortal, join(home, "bot.db"), String(death)], { cwd: home, env });
    let isOver = false;
    void life.ended.then(() => (isOver = true));
    try {
      await life.prints("is listening");
      const { length: before } = await town.said();
      await town.ann.says(town.channel, "vote");
      const isDone = async (): Promise<boolean> =>
        (await town.said()).length > before && (await town.said()).length >= death;
      await until(async () => isOver || (await isDone()), WITHIN_MS, `await ${death}: neither died nor answered`);
      // Whatever comes behind the answer, the acknowledgement included.
      const isAcknowledged = (): boolean => life.printed.split("acknowledged").length > 1;
      await until(() => isOver || isAcknowledged(), WITHIN_MS, `await ${death}: neither died nor acknowledged`);
      await new Promise((resolve) => setTimeout(resolve, 300));
      if (!isOver) return verdict(await town.said(), death);
    } finally {
      await life.end("SIGKILL");
    }
  }
  throw new Error(`after ${MOST_AWAITS} awaits there was still another`);
}

function verdict(said: readonly string[], votes: number): string {
  const counted = countedOnce(said);
  if (counted !== votes) throw new Error(`of ${votes} votes ${counted} were counted`);
  return `${votes - 1} awaits, killed at each, every one of ${votes} votes answered once`;
}
