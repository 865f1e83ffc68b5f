import { ManualClock } from "@matterwright/clock";
import { expect, test } from "vitest";
import { Traces } from "./traces.ts";
import { note } from "../update/trail.ts";
import { said } from "../../test/said.ts";

const done = { state: "done", tookMs: 1 } as const;

test("remembers so many that somebody handled, apart from so many that nobody took, and says since when", () => {
  const clock = new ManualClock(1_000);
  const traces = new Traces(clock, 3);
  const handle = (id: string, by: string | undefined): void => {
    const update = said(id);
    traces.heard(update);
    traces.began(update, id.toUpperCase());
    traces.settled(update, update, { ...done, by });
    clock.jump(clock.now() + 1_000);
  };
  handle("kept", "bot command kept");
  expect(traces.since).toBe(1_000);
  for (let talk = 0; talk < 50; talk++) handle(`t${talk}`, undefined);
  expect(traces.about("kept")).toMatchObject([{ by: "bot command kept", username: "ben" }]);
  expect(traces.about("t49")).toMatchObject([{ by: undefined, state: "done" }]);
  expect(traces.about("t1")).toEqual([]);
  expect(traces.since).toBeGreaterThan(1_000);
  expect(traces.byRef("T49")?.postId).toBe("t49");
  for (const id of ["a", "b", "c"]) handle(id, "bot command x");
  expect(traces.about("kept")).toEqual([]);
});

test("a trail holds so much, however much is written down", () => {
  const traces = new Traces(new ManualClock());
  const update = said("long");
  for (let step = 0; step < 100; step++) note(update, "x".repeat(1_000));
  traces.settled(update, update, { ...done, by: "x" });
  expect(JSON.stringify(traces.about("long")).length).toBeLessThan(4_000);
});

test("what waits, was turned away, or is another process's to do is told as such", () => {
  const traces = new Traces(new ManualClock());
  const [waiting, turned, left] = [said("one"), said("two"), said("three")];
  for (const each of [waiting, turned, left]) traces.heard(each);
  traces.ended(turned, "turned away");
  traces.ended(left, "elsewhere");
  expect(["one", "two", "three"].map((id) => traces.about(id)[0]?.state)).toEqual([
    "waiting",
    "turned away",
    "elsewhere",
  ]);
});
