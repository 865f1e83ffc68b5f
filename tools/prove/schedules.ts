/**
 * Schedules of two replicas on PostgreSQL, of which the leader is killed again and again, at any moment: every second is told once, by
 * one schedule that may be run again; and by one that may not, none is told twice.
 */
import { Pair } from "./pair.ts";
import { until } from "./program.ts";

const KILLS = 8;
const LATEST_KILL_MS = 6_000;
const TAKEOVER_MS = 15_000;
const DONE_WITHIN_MS = 60_000;
const SECOND_MS = 1_000;

export async function schedules(): Promise<string> {
  const pair = await Pair.start("clockwork.ts");
  try {
    const sinceMs = Date.now();
    await until(async () => (await told(pair, "tick", sinceMs)).length > 2, DONE_WITHIN_MS, "no second was told");
    for (let kill = 0; kill < KILLS; kill++) {
      await new Promise((resolve) => setTimeout(resolve, Math.random() * LATEST_KILL_MS));
      await pair.leader.end("SIGKILL");
      await pair.takeover(TAKEOVER_MS);
      await pair.reinforce();
    }
    return await judged(pair, sinceMs);
  } finally {
    await pair.end();
  }
}

async function judged(pair: Pair, sinceMs: number): Promise<string> {
  const untilMs = Math.floor(Date.now() / SECOND_MS) * SECOND_MS;
  const [first = ""] = (await told(pair, "tick", sinceMs)).toSorted();
  const wanted: string[] = [];
  for (let at = Date.parse(first); at <= untilMs; at += SECOND_MS) wanted.push(new Date(at).toISOString());
  let ticks: string[] = [];
  const complete = async (): Promise<boolean> => {
    ticks = await told(pair, "tick", sinceMs);
    const heard = new Set(ticks);
    return wanted.every((time) => heard.has(time));
  };
  await until(complete, DONE_WITHIN_MS, `not every one of ${wanted.length} seconds was told`);
  // What the dead one had in hand holds the others of its schedule back until its lease is over: they come later, not never.
  let onces: string[] = [];
  const cutOffNow = (): number => wanted.filter((time) => !onces.includes(time)).length;
  const madeUp = async (): Promise<boolean> => {
    onces = await told(pair, "once", sinceMs);
    return cutOffNow() <= KILLS;
  };
  await until(madeUp, DONE_WITHIN_MS, `more seconds are missing than ${KILLS} kills can have cut off`);
  for (const times of [ticks, onces])
    if (new Set(times).size !== times.length) throw new Error(`${times.length - new Set(times).size} were told twice`);
  const cutOff = cutOffNow();
  return `${KILLS} kills, ${wanted.length} seconds, each told once; of a schedule that is not run again, ${cutOff} were cut off`;
}

async function told(pair: Pair, name: string, sinceMs: number): Promise<string[]> {
  const answers = await pair.answers(sinceMs);
  return answers.filter((text) => text.startsWith(`${name} `)).map((text) => text.slice(name.length + 1));
}
