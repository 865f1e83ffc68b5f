/**
 * Broadcasts with real processes: `kill -9` in the middle of sending, again and again; a file of two megabytes to 200 channels; a hundred
 * thousand targets; ten thousand people. What is on the server in the end is what was announced, once in each channel.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Crowd } from "./crowd.ts";
import { Hall, memoryOf } from "./hall.ts";
import { Program, until } from "./program.ts";

const KILLS = 20;
const CHANNELS = 300;
/** After so many targets on the average it is killed again. */
const TARGETS_PER_LIFE = CHANNELS / (KILLS + 1);
const LATEST_KILL_MS = 150;
const LONGEST_MS = 1_200_000;
const TEXT = "The lift is broken";
/** Of one session: slow enough that there is a middle. */
const SLOW = {
  MM_RATELIMITSETTINGS_ENABLE: "true",
  MM_RATELIMITSETTINGS_PERSEC: "20",
  MM_RATELIMITSETTINGS_MAXBURST: "40",
  MM_RATELIMITSETTINGS_VARYBYREMOTEADDR: "false",
  MM_RATELIMITSETTINGS_VARYBYUSER: "true",
};

export async function broadcastKills(): Promise<string> {
  await using hall = await Hall.open(CHANNELS, SLOW);
  const before = await hall.said();
  const arrived = async (): Promise<number> => (await hall.said()) - before;
  const beganMs = performance.now();
  let program = hall.run("start");
  await program.prints("is listening at");
  await announced(hall, ["--to", "All", TEXT]);
  const killedAt: number[] = [];
  try {
    for (let life = 1; life <= KILLS; life++) {
      const wanted = (life - Math.random() / 2) * TARGETS_PER_LIFE;
      await until(async () => (await arrived()) >= wanted, LONGEST_MS, `it stood still before ${wanted} targets`);
      await pause(Math.random() * LATEST_KILL_MS);
      await program.end("SIGKILL");
      killedAt.push(await arrived());
      program = hall.run("start");
      await program.prints("is listening at");
    }
    await until(async () => (await arrived()) >= CHANNELS, LONGEST_MS, "it never reached all channels");
    await ended(hall, `${CHANNELS} of ${CHANNELS} arrived`);
  } finally {
    await program.end("SIGTERM");
  }
  const seconds = Math.round((performance.now() - beganMs) / 1_000);
  const late = killedAt.filter((reached) => reached >= CHANNELS);
  if (late.length > KILLS / 4)
    throw new Error(`it was all sent at ${late.length} of ${KILLS} kills: ${killedAt.join(" ")}`);
  const copies = await hall.copies();
  const wrong = copies.filter((texts) => texts.length !== 1 || texts[0] !== TEXT);
  if (wrong.length > 0)
    throw new Error(`${wrong.length} channels have something else: ${JSON.stringify(wrong.slice(0, 3))}`);
  return `${KILLS} kills in ${seconds} s, with ${killedAt.join(", ")} of ${CHANNELS} reached, and one copy in each at the end`;
}

const SEEDS = 200;
const vitest = join(import.meta.dirname, "../../node_modules/vitest/vitest.mjs");

/** In simulated time: the test of every day with more courses of events. */
export async function broadcastSeeds(): Promise<string> {
  const root = join(import.meta.dirname, "../..");
  const command = [process.execPath, vitest, "run", "plugins/broadcast/src/sending/speed.test.ts"];
  const program = new Program(command, { cwd: root, env: { BROADCAST_SEEDS: String(SEEDS) } });
  if ((await program.ended) !== 0) throw new Error(program.printed);
  return `${SEEDS} seeds, three deaths in each: none lost, none twice, commands answered within half a second`;
}

const FILE_BYTES = 2 * 2 ** 20;
const MOST_ABOVE_REST_MB = 100;

export async function broadcastFiles(): Promise<string> {
  await using hall = await Hall.open(200);
  writeFileSync(join(hall.home, "plan.bin"), Buffer.alloc(FILE_BYTES, "x"));
  const program = hall.run("start");
  try {
    await program.prints("is listening at");
    await pause(3_000);
    const rest = memoryOf(program.pid).now;
    const beganMs = performance.now();
    await announced(hall, ["--to", "All", "--file", "plan.bin", TEXT]);
    await ended(hall, "200 of 200 arrived");
    const seconds = (performance.now() - beganMs) / 1_000;
    const above = memoryOf(program.pid).most - rest;
    if (above > MOST_ABOVE_REST_MB) throw new Error(`it took ${above.toFixed(0)} MiB above ${rest.toFixed(0)}`);
    return `200 copies of 2 MiB in ${seconds.toFixed(0)} s, at most ${above.toFixed(0)} MiB above the ${rest.toFixed(0)} at rest`;
  } finally {
    await program.end("SIGTERM");
  }
}

const TARGETS = 100_000;
/** Of the whole process, of which Node itself is some 45. */
const MOST_MB = 200;
const RESUMED_WITHIN_MS = 5_000;

export async function broadcastMany(): Promise<string> {
  await using crowd = await Crowd.open(0);
  const first = await crowd.start();
  await crowd.announce(TARGETS);
  await crowd.reached(TARGETS / 2);
  const half = memoryOf(first.pid).most;
  await first.end("SIGKILL");
  const before = crowd.sent.length;
  const beganMs = performance.now();
  const second = await crowd.start();
  await crowd.reached(before + 1);
  const resumedMs = Math.round(performance.now() - beganMs);
  await crowd.ended(second);
  const most = Math.max(half, memoryOf(second.pid).most);
  await second.end("SIGTERM");
  crowd.arrivedOnce(TARGETS);
  if (most > MOST_MB) throw new Error(`it took ${most.toFixed(0)} MiB`);
  if (resumedMs > RESUMED_WITHIN_MS) throw new Error(`it went on after ${resumedMs} ms`);
  return `${TARGETS} targets, killed at half: at most ${most.toFixed(0)} MiB, went on ${resumedMs} ms after it was started again`;
}

const PEOPLE = 10_000;
/** Each of them has a channel with the bot, of which it knows how far it was read. */
const MOST_FOR_PEOPLE_MB = 200;

export async function broadcastPeople(): Promise<string> {
  await using crowd = await Crowd.open(PEOPLE);
  const first = await crowd.start();
  const beganMs = performance.now();
  await crowd.announce(0);
  await crowd.reached(PEOPLE / 2);
  const half = memoryOf(first.pid).most;
  await first.end("SIGKILL");
  const second = await crowd.start();
  await crowd.ended(second);
  const seconds = Math.round((performance.now() - beganMs) / 1_000);
  const most = Math.max(half, memoryOf(second.pid).most);
  await second.end("SIGTERM");
  crowd.arrivedOnce(PEOPLE);
  if (most > MOST_FOR_PEOPLE_MB) throw new Error(`it took ${most.toFixed(0)} MiB`);
  return `${PEOPLE} people in ${seconds} s, killed at half: each has it once; at most ${most.toFixed(0)} MiB`;
}

async function announced(hall: Hall, args: readonly string[]): Promise<void> {
  const shell = hall.run("broadcast", ...args);
  if ((await shell.ended) !== 0) throw new Error(`it could not be announced: ${shell.printed}`);
}

async function ended(hall: Hall, what: string): Promise<void> {
  let shown = "";
  const isSo = async (): Promise<boolean> => {
    const shell = hall.run("broadcast", "list");
    await shell.ended;
    shown = shell.printed;
    return shown.includes(what) && !shown.includes("sending");
  };
  await until(isSo, 180_000, `it never came to "${what}":\n${shown}`);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
