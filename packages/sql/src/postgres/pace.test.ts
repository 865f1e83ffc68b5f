/** Several processes that share one server's rate limit. */
import { systemClock } from "@matterwright/clock";
import { TestPostgres, mayTestPostgres } from "@matterwright/testing/postgres";
import type { BotOptions } from "matterwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type PostgresEngine, postgres } from "./durable.ts";

type Pace = NonNullable<BotOptions["pace"]>;

const SERVER = "https://chat.example.com";
const asked = { lane: "bulk", account: "", untilMs: 0 } as const;

/** Lets everybody go. */
const open = (): Pace => ({ clock: systemClock, random: Math.random, turn: () => ({ end: () => {} }) });

/** An answer of a server whose bucket of a hundred is used up so far, and is full again after six seconds. */
function answer(remaining: number): { status: number; headers: Record<string, string> } {
  const headers = { "x-ratelimit-limit": "100", "x-ratelimit-remaining": String(remaining), "x-ratelimit-reset": "6" };
  return { status: 200, headers };
}

async function shown(pace: Pace, remaining: number): Promise<void> {
  (await pace.turn({ ...asked, untilMs: systemClock.now() + 10_000 }))?.end(answer(remaining));
}

describe.skipIf(!mayTestPostgres())("a shared pace", { timeout: 30_000 }, () => {
  let server: TestPostgres;
  let engines: PostgresEngine[] = [];

  beforeAll(async () => {
    server = await TestPostgres.start();
    const url = server.database();
    engines = await Promise.all([1, 2].map(() => postgres({ url, clock: systemClock })));
  }, 60_000);

  afterAll(async () => {
    await Promise.all(engines.map((engine) => engine.close()));
    await server.end();
  }, 60_000);

  test("costs nothing where the server does not limit, or has much left", async () => {
    const pace = engines[0]!.pace(open(), SERVER);
    expect(pace.turn(asked)).not.toBeInstanceOf(Promise);
    await shown(pace, 80);
    expect(pace.turn(asked)).not.toBeInstanceOf(Promise);
  });

  test("lets all together send what comes back to the server's bucket, when that is half empty", async () => {
    const paces = engines.map((engine) => engine.pace(open(), `${SERVER}/busy`));
    for (const pace of paces) await shown(pace, 39);
    const startedMs = performance.now();
    const untilMs = systemClock.now() + 50;
    const turns = await Promise.all(
      Array.from({ length: 40 }, async (_, n) => paces[n % 2]!.turn({ ...asked, untilMs })),
    );
    const seconds = 1 + Math.floor((performance.now() - startedMs) / 1_000);
    const granted = turns.filter((turn) => turn !== undefined).length;
    expect(granted).toBeGreaterThanOrEqual(10);
    expect(granted).toBeLessThanOrEqual(10 * seconds);
  });

  test("waits for the next second, and can be called off", async () => {
    const pace = engines[0]!.pace(open(), `${SERVER}/later`);
    await shown(pace, 39);
    const all = Array.from({ length: 15 }, async () => pace.turn({ ...asked, untilMs: systemClock.now() + 5_000 }));
    expect(await Promise.all(all)).not.toContain(undefined);
    const off = new AbortController();
    const rest = Array.from({ length: 40 }, async () =>
      pace.turn({ ...asked, untilMs: systemClock.now() + 60_000, signal: off.signal }),
    );
    off.abort(new Error("no more"));
    const ended = await Promise.allSettled(rest);
    expect(ended.filter(({ status }) => status === "rejected").length).toBeGreaterThan(0);
  });

  test("goes by itself where the others cannot be asked, and hands a failed turn on to the governor", async () => {
    const given: unknown[] = [];
    const inner: Pace = {
      ...open(),
      turn: ({ after }) => {
        given.push(after);
        return { end: () => {} };
      },
    };
    const pace = engines[0]!.pace(inner, "x".repeat(300));
    const first = await pace.turn(asked);
    first?.end(answer(10));
    expect(await pace.turn({ ...asked, ...(first === undefined ? {} : { after: first }) })).toBeDefined();
    expect(given[1]).toBeDefined();
    expect(given[1]).not.toBe(first);
  });
});
