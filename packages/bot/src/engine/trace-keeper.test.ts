/** What is kept of what became of updates: so much, so long, and not what was typed. */
import { ManualClock } from "@matterwright/clock";
import { expect, test } from "vitest";
import type { Trace } from "../context/traces.ts";
import { LogBook, memoryDurable } from "../index.ts";
import { TraceKeeper } from "./trace-keeper.ts";

const trace = (postId: string, notes: readonly string[] = []): Trace => ({
  kind: "post",
  ref: "7F3A",
  postId,
  channelId: "c",
  username: "ben",
  author: "person",
  heardAt: 1,
  lateMs: undefined,
  state: "told",
  by: "shop command basket",
  tookMs: 3,
  notes,
});

function keeping() {
  const clock = new ManualClock(1_000_000);
  const { store } = memoryDurable(clock);
  let settled: Trace[] = [];
  let restored: readonly Trace[] = [];
  const traces = {
    takeSettled: () => settled.splice(0),
    restore: (found: readonly Trace[]) => void (restored = found),
  };
  const log = new LogBook({ to: { debug() {}, info() {}, warn() {}, error() {} }, clock, level: "error", secrets: [] });
  let number = 0;
  const random = (): number => (number += 0.001) % 1;
  const make = (): TraceKeeper => new TraceKeeper({ store: () => store, traces, clock, random, log });
  return {
    clock,
    store,
    make,
    settle: (more: readonly Trace[]) => void (settled = [...settled, ...more]),
    restored: () => restored,
  };
}

test("what was written is read by the next program, in its order and without what was typed", async () => {
  const { make, settle, restored } = keeping();
  const keeper = make();
  settle([trace("one", ["it ended with: `swordfish` is no number", "no command is called `swordfish`"])]);
  await keeper.flush();
  settle([trace("two", ["a handler failed: cannot open swordfish"])]);
  await keeper.flush();
  await make().load();
  expect(restored().map(({ postId }) => postId)).toEqual(["one", "two"]);
  expect(JSON.stringify(restored())).not.toContain("swordfish");
  expect(restored()[0]?.notes).toEqual(["it ended with words to whoever asked", "no command is called `…`"]);
});

test("only so many are kept, the newest, and only for so long", async () => {
  const { clock, store, make, settle, restored } = keeping();
  const keeper = make();
  for (let round = 0; round < 120; round++) {
    clock.jump(clock.now() + 1_000);
    settle(Array.from({ length: 70 }, (_, index) => trace(`${round * 70 + index}`)));
    await keeper.flush();
  }
  expect(await store.keys("traces/")).toHaveLength(100);
  await make().load();
  expect(restored().length).toBeLessThanOrEqual(5_000);
  expect(restored().at(-1)?.postId).toBe(`${120 * 70 - 1}`);
  clock.jump(clock.now() + 31 * 86_400_000);
  expect(await store.keys("traces/")).toEqual([]);
});

test("what cannot be read hinders nobody", async () => {
  const { store, make, restored } = keeping();
  await store.set("traces/0", { odd: true });
  await store.set("traces/1", [{ ...trace("fine"), author: undefined }]);
  await make().load();
  expect(restored().map(({ postId }) => postId)).toEqual(["fine"]);
});
