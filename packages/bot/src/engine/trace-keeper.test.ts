/** What is kept of what became of updates: so much, so long, and not what was typed. */
import { ManualClock } from "@matterwright/clock";
import { expect, test } from "vitest";
import { LogBook, memoryDurable } from "../index.ts";
import { note } from "../update/trail.ts";
import { said } from "../../test/said.ts";
import { TraceKeeper } from "./trace-keeper.ts";

function keeping() {
  const clock = new ManualClock(1_000_000);
  const { store } = memoryDurable(clock);
  const log = new LogBook({ to: { debug() {}, info() {}, warn() {}, error() {} }, clock, level: "error", secrets: [] });
  let number = 0;
  const random = (): number => (number += 0.001) % 1;
  const make = (): TraceKeeper => new TraceKeeper({ store: () => store, clock, random, log });
  return { clock, store, make };
}

function handle({ traces }: TraceKeeper, id: string, notes: readonly string[] = []): void {
  const update = said(id, "!basket swordfish");
  traces.heard(update);
  traces.began(update, "7F3A");
  for (const step of notes) note(update, step);
  traces.settled(update, update, { state: "told", by: "shop command basket", tookMs: 3 });
}

test("what was written is read by the next program, without what was typed", async () => {
  const { store, make } = keeping();
  const keeper = make();
  handle(keeper, "one", ["it ended with: `swordfish` is no number", "no command is called `swordfish`"]);
  await keeper.flush();
  handle(keeper, "two", ["a handler failed: cannot open swordfish"]);
  await keeper.flush();
  const later = make();
  expect(later.traces.about("one")).toEqual([]);
  await later.load();
  expect(later.traces.about("one")).toMatchObject([
    {
      state: "told",
      by: "shop command basket",
      notes: ["it ended with words to whoever asked", "no command is called `…`"],
    },
  ]);
  expect(later.traces.about("two")).toMatchObject([{ notes: ["a handler failed"] }]);
  expect(JSON.stringify(await store.list("", { limit: 1_000 }))).not.toContain("swordfish");
});

test("only so many are kept, the newest, and only for so long", async () => {
  const { clock, store, make } = keeping();
  const keeper = make();
  for (let round = 0; round < 120; round++) {
    clock.jump(clock.now() + 1_000);
    for (let index = 0; index < 70; index++) handle(keeper, `${round} ${index}`);
    await keeper.flush();
  }
  expect(await store.keys("traces/")).toHaveLength(100);
  const later = make();
  await later.load();
  expect(later.traces.about("119 69")).toHaveLength(1);
  expect(later.traces.about("0 0")).toEqual([]);
  clock.jump(clock.now() + 31 * 86_400_000);
  expect(await store.keys("traces/")).toEqual([]);
});

test("what cannot be read hinders nobody", async () => {
  const { store, make } = keeping();
  const keeper = make();
  handle(keeper, "fine");
  await keeper.flush();
  await store.set("traces/0", { odd: true });
  const later = make();
  await later.load();
  expect(later.traces.about("fine")).toHaveLength(1);
});
