/** What is measured of one bot under load: events that it hears and does nothing about, a burst of them, and posts of its own. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Id } from "@matterwright/protocol";
import type { Place } from "./measure.ts";
import { type Program, run } from "./program.ts";
import { at } from "./statistics.ts";

export interface LoadFigures {
  /** Handled, of 5,000 sent each second for six seconds. */
  readonly eventsPerSecond: number;
  /** Processor time of each, in ms. */
  readonly cpuPerEventMs: number;
  /** Command heard to answer heard meanwhile, in ms. */
  readonly busyMedianMs: number;
  readonly busyP99Ms: number;
  /** Of all that was sent, also in the burst of 20,000 in two seconds. */
  readonly lost: number;
  /** What the burst added to the most memory that there ever was, in MB. */
  readonly burstMemoryMb: number;
  /** From the last event of the burst to the last one handled, in ms. */
  readonly burstBacklogMs: number;
  readonly postsPerSecond: number;
}

export interface LoadPlace extends Place {
  /** Where the server takes orders. */
  readonly control: string;
}

interface Flow {
  readonly perSecond: number;
  readonly seconds: number;
}

const WARM_UP: Flow = { perSecond: 5_000, seconds: 2 };
const STEADY: Flow = { perSecond: 5_000, seconds: 6 };
const BURST: Flow = { perSecond: 10_000, seconds: 2 };
const POSTS = 3_000;
const ASK_EVERY_MS = 20;
const PATIENCE_MS = 20_000;

type Worker = readonly [file: string, ...args: string[]];

export async function measureLoad([file, ...args]: Worker, place: LoadPlace): Promise<LoadFigures> {
  const { url, token, asker } = place;
  const [room = "", counting = "", posting = ""] = await asker.rooms(3);
  const program = await run(file, url, token, ...args);
  try {
    for (let each = 0; each < 200; each++) await asker.ask(room);
    await flood(place, WARM_UP, "warming up");
    await heardAll(place, counting, countOf(WARM_UP));
    const startedMs = performance.now();
    const busy = await steady(place, program, room);
    await heardAll(place, counting, countOf(WARM_UP) + countOf(STEADY));
    const eventsPerSecond = countOf(STEADY) / ((performance.now() - startedMs) / 1_000);
    const before = program.peakMb();
    await flood(place, BURST, "a burst of");
    const endedMs = performance.now();
    const sent = countOf(WARM_UP) + countOf(STEADY) + countOf(BURST);
    const heard = await heardAll(place, counting, sent);
    const burstBacklogMs = performance.now() - endedMs;
    const burstMemoryMb = program.peakMb() - before;
    const took = await asker.answer(posting, `!post ${POSTS}`, "sent in");
    return {
      eventsPerSecond,
      cpuPerEventMs: busy.cpuMs / countOf(STEADY),
      busyMedianMs: at(busy.times, 0.5),
      busyP99Ms: at(busy.times, 0.99),
      lost: sent - heard,
      burstMemoryMb,
      burstBacklogMs,
      postsPerSecond: POSTS / (Number(took.slice("sent in ".length)) / 1_000),
    };
  } finally {
    await program.stop();
  }
}

/** Whether somebody who asks is kept waiting by a thousand handlers that take five seconds: medians without and with them, in ms. */
export async function measureSlowHandlers(
  [file, ...args]: Worker,
  place: LoadPlace,
): Promise<readonly [number, number]> {
  const { url, token, asker } = place;
  const [room = ""] = await asker.rooms(1);
  const program = await run(file, url, token, ...args);
  const median = async (): Promise<number> => {
    const times: number[] = [];
    for (let each = 0; each < 200; each++) times.push(await asker.ask(room));
    return at(times, 0.5);
  };
  try {
    for (let each = 0; each < 200; each++) await asker.ask(room);
    const idle = await median();
    await flood(place, { perSecond: 1_000, seconds: 1 }, "slow");
    return [idle, await median()];
  } finally {
    await program.stop();
  }
}

/** Asks all the time while the server floods. */
async function steady(place: LoadPlace, program: Program, room: Id): Promise<{ times: number[]; cpuMs: number }> {
  const times: number[] = [];
  const cpuBeforeMs = program.cpuMs();
  const over = new AbortController();
  const asking = (async () => {
    while (!over.signal.aborted) {
      times.push(await place.asker.ask(room));
      await sleep(ASK_EVERY_MS);
    }
  })();
  await flood(place, STEADY, "nothing for the bot in this post, which is number");
  over.abort();
  await asking;
  return { times, cpuMs: program.cpuMs() - cpuBeforeMs };
}

async function flood({ control }: LoadPlace, flow: Flow, message: string): Promise<void> {
  const response = await fetch(control, { method: "POST", body: JSON.stringify({ ...flow, message }) });
  await response.text();
}

function countOf({ perSecond, seconds }: Flow): number {
  return perSecond * seconds;
}

/** What the bot has heard in the end; waits for the last. */
async function heardAll({ asker }: LoadPlace, room: Id, wanted: number): Promise<number> {
  const untilMs = performance.now() + PATIENCE_MS;
  for (;;) {
    const heard = Number((await asker.answer(room, "!count", "heard")).slice("heard ".length));
    if (heard >= wanted || performance.now() > untilMs) return heard;
    await sleep(5);
  }
}
