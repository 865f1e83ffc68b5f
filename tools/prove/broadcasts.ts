/**
 * Broadcasts with real processes: `kill -9` in the middle of sending, again and again; a file of two megabytes to 200 channels; a hundred
 * thousand targets. What is on the server in the end is what was announced, once in each channel.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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
/** Node takes what there is before it tidies up: what is needed shows when there is little. The simulator is in the same process. */
const SMALL = ["--max-old-space-size=100", "--max-semi-space-size=4"];
const MOST_MB = 200;
const RESUMED_WITHIN_MS = 5_000;

export async function broadcastMany(): Promise<string> {
  const home = mkdtempSync(join(tmpdir(), "matterwright-crowd-"));
  const run = (): Program =>
    new Program(
      [
        process.execPath,
        ...SMALL,
        join(import.meta.dirname, "fixtures/crowd.ts"),
        join(home, "crowd.db"),
        String(TARGETS),
      ],
      { cwd: home, env: {} },
    );
  try {
    const first = run();
    await says(first, "half");
    const half = memoryOf(first.pid).most;
    await first.end("SIGKILL");
    const second = run();
    await second.prints("resumed after");
    const resumedMs = Number(/resumed after (\d+) ms/.exec(second.printed)?.[1]);
    await says(second, "all sent");
    const most = Math.max(half, memoryOf(second.pid).most);
    await second.end("SIGKILL");
    if (most > MOST_MB) throw new Error(`it took ${most.toFixed(0)} MiB`);
    if (resumedMs > RESUMED_WITHIN_MS) throw new Error(`it went on after ${resumedMs} ms`);
    const lines = readFileSync(join(home, "crowd.db.sent"), "utf8").trimEnd().split("\n");
    const once = new Set(lines);
    if (once.size !== TARGETS) throw new Error(`${once.size} of ${TARGETS} were reached`);
    return `${TARGETS} targets, killed at half: at most ${most.toFixed(0)} MiB, went on after ${resumedMs} ms`;
  } finally {
    if (existsSync(home)) rmSync(home, { recursive: true, force: true });
  }
}

function says(program: Program, what: string): Promise<void> {
  return until(() => program.printed.includes(what), LONGEST_MS, `"${what}" was not said:\n${program.printed}`);
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
