/** Several processes that are one bot, in front of one clock: whoever leads plans, anybody runs, and each time is run once. */
import { type Stage, httpInto, socketInto, stage } from "@matterwright/testing";
import { expect, test } from "vitest";
import { Bot, type BotOptions, memoryDurable } from "../index.ts";

const MINUTE_MS = 60_000;

/** Each process writes down what it was given to run. */
function processes() {
  const runs: { readonly by: string; readonly time: string }[] = [];
  const make = (by: string) => (options: BotOptions) =>
    new Bot(options)
      .every("work", "*/5 * * * *", { missed: "all" }, (_ctx, { planned }) => {
        runs.push({ by, time: planned.toISOString() });
      })
      .every("poll", "every 10 s", { missed: "skip" }, (_ctx, { planned }) => {
        runs.push({ by, time: `poll ${planned.toISOString()}` });
      });
  return { runs, make };
}

const shared = (make: (options: BotOptions) => Bot): Promise<Stage> =>
  stage(make, { durable: (clock) => Object.assign(memoryDurable(clock), { isShared: true }) });

async function joined(town: Stage, make: (options: BotOptions) => Bot): Promise<Bot> {
  const { clock, sim, durable } = town;
  const network = { http: httpInto(sim), connect: socketInto(sim) };
  const bot = make({
    url: "http://simulator",
    token: town.town.bot.token,
    clock,
    ...network,
    durable,
    random: () => 0.3,
  });
  const started = bot.start();
  await town.wait(1_000);
  await started;
  return bot;
}

test("two processes run each time once, while one of them dies and comes back again and again", async () => {
  const { runs, make } = processes();
  await using town = await shared(make("first"));
  const fromMs = town.clock.now();
  const second = await joined(town, make("second"));
  for (let round = 0; round < 12; round++) {
    await town.wait(`${3 + ((round * 5) % 9)}m`);
    town.kill();
    await town.wait(`${(round * 7) % 11}m`);
    await town.restart();
  }
  await town.wait("5m");
  await second.stop({ drainMs: 0 });
  const times = runs.map(({ time }) => time);
  expect(new Set(times).size).toBe(times.length);
  const wanted: string[] = [];
  const first = Math.ceil(fromMs / (5 * MINUTE_MS)) * 5 * MINUTE_MS;
  for (let at = first; at <= town.clock.now(); at += 5 * MINUTE_MS) wanted.push(new Date(at).toISOString());
  expect(times.filter((time) => !time.startsWith("poll")).toSorted()).toEqual(wanted);
  expect(new Set(runs.map(({ by }) => by))).toEqual(new Set(["first", "second"]));
  // Ten seconds may pass before somebody else leads, and no longer.
  const polls = times.filter((time) => time.startsWith("poll"));
  expect(polls.length).toBeGreaterThan((town.clock.now() - fromMs) / 10_000 - 12 * 3);
});

test("what is paused in one process is not run by the other, and what is resumed is", async () => {
  const { runs, make } = processes();
  await using town = await shared(make("first"));
  const second = await joined(town, make("second"));
  await second.schedules.pause("work", "@ann");
  await second.schedules.pause("poll", "@ann");
  await town.wait("20m");
  expect(runs).toEqual([]);
  await second.schedules.resume("work");
  await town.wait("5m");
  expect(runs).toHaveLength(1);
  await second.stop({ drainMs: 0 });
});

test("a schedule that only the newer program knows waits for it, and the older one does not lose its run", async () => {
  const older = (options: BotOptions): Bot => new Bot(options).every("old", "@yearly", () => {});
  const runs: string[] = [];
  const newer = (options: BotOptions): Bot =>
    older(options).every(
      "new",
      "*/5 * * * *",
      (_ctx, { planned }) => void runs.push(planned.toISOString().slice(11, 16)),
    );
  await using town = await stage(newer);
  await town.wait("4m");
  await town.stop();
  // Given to the jobs by a program that knows it, and found by one that does not.
  const payload = { schedule: "new", planned: Date.UTC(2026, 0, 1, 8, 5) };
  await town.durable.jobs.add({ name: "schedule/run", payload, key: "new@2026-01-01T08:05:00.000Z" });
  await town.restart(older);
  await town.wait("30s");
  expect(runs).toEqual([]);
  await town.restart(newer);
  await town.wait("10s");
  expect(runs).toEqual(["08:05"]);
  await town.wait("1m");
  expect(runs).toEqual(["08:05"]);
});
