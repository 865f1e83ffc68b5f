/** What a gap costs: 10,000 posts in 500 channels, 1,500 of them in one, said while nobody listened. From a program's start to the last of them. */
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Place } from "./measure.ts";
import { run } from "./program.ts";
import { medians } from "./statistics.ts";
import type { Row } from "./table.ts";

export interface CatchingUpFigures {
  readonly tookS: number;
  /** The most memory that there ever was, in MB. */
  readonly memoryMb: number;
}

const CHANNELS = 500;
const POSTS = 10_000;
const IN_ONE = 1_500;
const AT_ONCE = 50;
const ROUNDS = 3;

/** Medians of the raw bot, then of ours. */
export async function measureCatchingUp(place: Place): Promise<readonly [CatchingUpFigures, CatchingUpFigures]> {
  const folder = mkdtempSync(join(tmpdir(), "matterwright-bench-"));
  try {
    const { url, token, asker } = place;
    const rooms: string[] = [];
    while (rooms.length < CHANNELS) rooms.push(...(await asker.rooms(AT_ONCE)));
    const before = join(folder, "before");
    await (await run("our-catcher.ts", url, token, join(before, "bot.db"))).stop();
    const sinceMs = Date.now();
    await speak(place, rooms);
    const raw: CatchingUpFigures[] = [];
    const ours: CatchingUpFigures[] = [];
    for (let round = 1; round <= ROUNDS; round++) {
      raw.push(await measured("raw-catcher.ts", url, token, String(sinceMs), String(POSTS)));
      const home = join(folder, `round-${round}`);
      cpSync(before, home, { recursive: true });
      ours.push(await measured("our-catcher.ts", url, token, join(home, "bot.db"), String(POSTS)));
    }
    return [medians(raw), medians(ours)];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export function catchingUpRows([raw, ours]: readonly [CatchingUpFigures, CatchingUpFigures]): readonly Row[] {
  const row = (name: string, key: keyof CatchingUpFigures, unit: string, digits: number): Row => ({
    name,
    raw: `${raw[key].toFixed(digits)} ${unit}`,
    ours: `${ours[key].toFixed(digits)} ${unit}`,
    ratio: (ours[key] / raw[key]).toFixed(2),
    aim: "",
  });
  return [
    row("10,000 missed posts in 500 channels: start to the last handled", "tookS", "s", 2),
    row("most memory meanwhile", "memoryMb", "MB", 0),
  ];
}

/** Somebody says it all, as fast as it goes: the first 1,500 in one channel. */
async function speak({ asker }: Place, rooms: readonly string[]): Promise<void> {
  const places = Array.from({ length: POSTS }, (_, each) => (each < IN_ONE ? 0 : each % rooms.length));
  for (let from = 0; from < POSTS; from += AT_ONCE) {
    const some = places.slice(from, from + AT_ONCE);
    await Promise.all(some.map((room, each) => asker.says(rooms[room] ?? "", `missed ${from + each}`)));
  }
}

async function measured(file: string, ...args: readonly string[]): Promise<CatchingUpFigures> {
  const program = await run(file, ...args);
  try {
    if (program.said !== "caught up") throw new Error(`${file} missed something: ${program.said}`);
    return { tookS: program.readyMs / 1_000, memoryMb: program.peakMb() };
  } finally {
    await program.stop();
  }
}
