/** What is measured of one bot on one server. */
import type { Asker } from "./asker.ts";
import { type Program, run } from "./program.ts";
import { at } from "./statistics.ts";

export interface Figures {
  /** From the program's start to the first answer heard, in s. */
  readonly firstAnswerS: number;
  /** Command heard to answer heard, in ms. */
  readonly medianMs: number;
  readonly p99Ms: number;
  readonly commandsPerSecond: number;
  /** Of the bot alone, before any load. */
  readonly memoryMb: number;
}

export interface Place {
  readonly url: string;
  readonly token: string;
  readonly asker: Asker;
}

const WARM_UP = 200;
const ONE_BY_ONE = 400;
const PARALLEL = 16;
const EACH = 100;
const REST_MS = 1_000;

export async function measure(
  bot: readonly [file: string, ...args: string[]],
  { url, token, asker }: Place,
): Promise<Figures> {
  const [file, ...args] = bot;
  const rooms = await asker.rooms(PARALLEL);
  const [room = ""] = rooms;
  const startedMs = performance.now();
  const program = await run(file, url, token, ...args);
  try {
    await asker.ask(room);
    const firstAnswerS = (performance.now() - startedMs) / 1_000;
    const memoryMb = await atRest(program);
    for (let each = 0; each < WARM_UP; each++) await asker.ask(room);
    const times: number[] = [];
    for (let each = 0; each < ONE_BY_ONE; each++) times.push(await asker.ask(room));
    const parallelMs = performance.now();
    await Promise.all(
      rooms.map(async (each) => {
        for (let round = 0; round < EACH; round++) await asker.ask(each);
      }),
    );
    const commandsPerSecond = (PARALLEL * EACH) / ((performance.now() - parallelMs) / 1_000);
    return { firstAnswerS, medianMs: at(times, 0.5), p99Ms: at(times, 0.99), commandsPerSecond, memoryMb };
  } finally {
    await program.stop();
  }
}

async function atRest(program: Program): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, REST_MS));
  return program.memoryMb();
}
