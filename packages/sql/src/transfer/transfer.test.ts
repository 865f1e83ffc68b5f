/** What one engine exports another imports: all of it, or nothing with a sentence. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ManualClock } from "@matterwright/clock";
import { type Durable, type Intent, memoryDurable } from "matterwright";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ImportError, type Imported, exportData, importData, sqlite } from "../index.ts";

let folder = "";
let clock: ManualClock;
let from: Durable;
let into: Durable;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "matterwright-transfer-"));
  clock = new ManualClock();
  from = sqlite({ file: join(folder, "from.db"), clock });
  into = memoryDurable(clock);
});

afterEach(async () => {
  await from.close();
  rmSync(folder, { recursive: true });
});

const exported = (): Promise<string[]> => Array.fromAsync(exportData(from, clock));
const imported = (lines: readonly string[]): Promise<Imported> =>
  importData(into, { lines: () => linesOf(lines), name: "monday.jsonl", clock });

async function* linesOf(lines: readonly string[]): AsyncGenerator<string> {
  yield* await Promise.resolve(lines);
}

const post = (message: string): Intent => ({
  kind: "post",
  post: { channel_id: "c".repeat(26), message, pending_post_id: message, props: { from_webhook: "true" } },
});

describe("an export", () => {
  test("brings values and what is left of their time to another engine", async () => {
    await from.transaction(async ({ store }) => {
      for (let n = 0; n < 1_234; n++) await store.set(`many/${String(n).padStart(4, "0")}`, { n, text: "Grüße\n" });
    });
    await from.store.set("short", 1, { ttlMs: 60_000 });
    expect(await imported(await exported())).toEqual({ entries: 1_235, intents: 0, jobs: 0, leftOut: 0 });
    expect(await into.store.keys("many/")).toHaveLength(1_234);
    expect(await into.store.get("many/1000")).toEqual({ n: 1_000, text: "Grüße\n" });
    expect(await into.store.get("short")).toBe(1);
    clock.advance(60_000);
    expect(await into.store.get("short")).toBeUndefined();
  });

  test("brings what is to be sent, as something that may have been sent, and leaves out what failed", async () => {
    for (const queue of ["broken", "q"]) await from.outbox.add({ intent: post(queue), queue, owner: "bot" });
    const addedAt = clock.now();
    const [broken] = await from.outbox.claim({ limit: 1, leaseMs: 60_000 });
    await from.outbox.settle(broken!, { kind: "failed", reason: "archived" });
    clock.advance(5_000);
    expect(await imported(await exported())).toEqual({ entries: 0, intents: 1, jobs: 0, leftOut: 1 });
    const [claimed, ...others] = await into.outbox.claim({ limit: 10, leaseMs: 60_000 });
    expect(claimed).toMatchObject({ intent: post("q"), queue: "q", owner: "bot", attempts: 2, unsureSince: addedAt });
    expect(others).toEqual([]);
  });

  test("brings jobs, and remembers the keys of those that are done", async () => {
    await from.jobs.add({ name: "ended", payload: 1, key: "monday" });
    const worker = await from.jobs.work({ name: "ended", run: () => Promise.resolve({ kind: "done" }) });
    while ((await from.jobs.get("1"))?.state !== "done");
    await worker.stop();
    await from.jobs.add({ name: "later", payload: { n: 2 }, runAt: clock.now() + 1_000, key: "k" });
    expect(await imported(await exported())).toEqual({ entries: 0, intents: 0, jobs: 1, leftOut: 1 });
    expect(await into.jobs.list({ state: "waiting" })).toMatchObject([
      { name: "later", payload: { n: 2 }, runAt: clock.now() + 1_000, key: "k" },
    ]);
    expect(await into.jobs.add({ name: "ended", payload: 1, key: "monday" })).toBeUndefined();
  });
});

describe("an import says what is wrong, and imports nothing then", () => {
  beforeEach(async () => {
    await from.store.set("one", 1);
    await from.store.set("two", 2);
  });

  const changed = async (change: (lines: string[]) => void): Promise<string> => {
    const lines = await exported();
    change(lines);
    const error: unknown = await imported(lines).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ImportError);
    expect(await into.store.get("one")).toBeUndefined();
    return (error as Error).message;
  };

  test.each<readonly [string, (lines: string[]) => void, RegExp]>([
    [
      "what is no JSON",
      (lines) => void (lines[2] = "{"),
      /^monday\.jsonl, line 3: it is no JSON\. Nothing was imported$/,
    ],
    ["what has the wrong shape", (lines) => void (lines[2] = '{"kind":"entry","key":7}'), /line 3: key: /],
    ["an unknown kind", (lines) => void (lines[2] = '{"kind":"cake"}'), /line 3: kind: /],
    ["a key that cannot be one", (lines) => void (lines[2] = '{"kind":"entry","key":"","value":1}'), /line 3: a key/],
    ["a file that is cut off", (lines) => void lines.pop(), /ends after line 3, before its last line: export again/],
    ["a missing line", (lines) => void lines.splice(1, 1), /line 3: it counts more or fewer lines than there are/],
    ["something else's", (lines) => void lines.shift(), /line 1: this is not how an export begins/],
    ["another format", (lines) => void (lines[0] = lines[0]!.replace(":1,", ":9,")), /has format 9 and this program/],
    ["lines behind the end", (lines) => void lines.push(lines[1]!), /line 5: there is something behind the last line/],
    ["an empty file", (lines) => void lines.splice(0), /monday\.jsonl is empty: name a file/],
  ])("about %s", async (_, change, says) => {
    expect(await changed(change)).toMatch(says);
  });

  test("about an engine that holds something", async () => {
    await into.store.set("mine", 1);
    expect(await changed(() => {})).toMatch(/memory holds data already, and an import never mixes/);
  });
});
