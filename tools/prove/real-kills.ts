/**
 * `kill -9` again and again, at random instants between somebody's message and the bot's durable answer. What was accepted has to
 * arrive once, and what the bot remembers has to agree with what it said.
 */
import { until } from "./program.ts";
import { Town, countedOnce } from "./town.ts";

const KILLS = 50;
/** Votes for each life of the bot; the kill falls somewhere among them. */
const VOTES_PER_LIFE = 4;
const LATEST_KILL_MS = 60;

export async function realKills(): Promise<string> {
  await using town = await Town.open("votes.ts");
  for (let kill = 0; kill < KILLS; kill++) {
    const program = town.start();
    await program.prints("is listening at");
    const votes = Array.from({ length: VOTES_PER_LIFE }, () => town.ann.says(town.channel, "vote"));
    await new Promise((resolve) => setTimeout(resolve, Math.random() * LATEST_KILL_MS));
    await program.end("SIGKILL");
    await Promise.all(votes);
  }
  const last = town.start();
  try {
    await last.prints("is listening at");
    await until(async () => /^Nothing is waiting/m.test(await outbox(town)), 60_000, await outbox(town));
  } finally {
    await last.end("SIGTERM");
  }
  const counted = countedOnce(await town.said());
  if (counted < KILLS / 2) throw new Error(`only ${counted} votes were counted, so little was tried`);
  return `${KILLS} kills, ${counted} votes accepted, each answered once`;
}

async function outbox(town: Town): Promise<string> {
  const program = town.run("outbox list");
  await program.ended;
  return program.printed;
}
