/** What is measured of an engine: how fast something is accepted so that it outlives the machine's power. */
import type { Durable } from "matterwright";
import { at } from "./statistics.ts";

export interface DurableFigures {
  /** One intent accepted after the other, in ms. */
  readonly enqueueMedianMs: number;
  readonly enqueueP99Ms: number;
  readonly enqueuePerSecond: number;
  /** By sixteen at a time. */
  readonly parallelPerSecond: number;
  /** What a handler writes: a session, a durable reply and a job in one transaction, in ms. */
  readonly unitMedianMs: number;
}

const WARM_UP = 50;
const TIMES = 500;
const PARALLEL = 16;
/** In the year 2096. */
const NEVER = 4_000_000_000_000;

export async function measureDurable(durable: Durable): Promise<DurableFigures> {
  let made = 0;
  const intent = (): Parameters<Durable["outbox"]["add"]>[0] => {
    const post = { channel_id: "c".repeat(26), message: "Counted.", pending_post_id: `bench:${++made}` };
    return { intent: { kind: "post", post }, queue: `queue ${made % 100}`, owner: "bench" };
  };
  const add = async (): Promise<unknown> => durable.outbox.add(intent());
  const unit = (): Promise<unknown> =>
    durable.transaction(async (tx) => {
      await tx.store.set(`session/bench/${made % 100}`, { count: made });
      await tx.outbox.add(intent());
      await tx.jobs.add({ name: "bench", payload: { made }, runAt: NEVER });
    });
  await times(WARM_UP, add);
  const startedMs = performance.now();
  const enqueue = await times(TIMES, add);
  const enqueuePerSecond = TIMES / ((performance.now() - startedMs) / 1_000);
  const parallelMs = performance.now();
  await Promise.all(Array.from({ length: PARALLEL }, () => times(TIMES / PARALLEL, add)));
  const parallelPerSecond = TIMES / ((performance.now() - parallelMs) / 1_000);
  const units = await times(TIMES / 2, unit);
  return {
    enqueueMedianMs: at(enqueue, 0.5),
    enqueueP99Ms: at(enqueue, 0.99),
    enqueuePerSecond,
    parallelPerSecond,
    unitMedianMs: at(units, 0.5),
  };
}

async function times(count: number, call: () => Promise<unknown>): Promise<number[]> {
  const took: number[] = [];
  for (let each = 0; each < count; each++) {
    const startedMs = performance.now();
    await call();
    took.push(performance.now() - startedMs);
  }
  return took;
}
