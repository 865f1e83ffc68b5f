/** What is asked again and again is answered by an index, however much there is: SQLite itself is asked how it goes about it. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { ManualClock } from "@matterwright/clock";
import type { Durable } from "matterwright";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { sqlite } from "../index.ts";

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "matterwright-plans-"));
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

/** Everything that a bot asks while it runs. */
async function aDay({ store, outbox, jobs, lease }: Durable): Promise<void> {
  await store.set("session/a", 1, { ttlMs: 1_000 });
  await store.set("session/b", 1, { ifVersion: 0 });
  await store.read("session/a");
  await store.list("session/");
  await store.keys("session/");
  await store.delete("session/a");
  await store.takeExpired("session/", 10);
  const post = { channel_id: "c".repeat(26), message: "", pending_post_id: "p" };
  await outbox.add({ intent: { kind: "post", post }, queue: "q", owner: "bot" });
  for (const entry of await outbox.claim({ limit: 8, leaseMs: 1_000 })) await outbox.settle(entry, { kind: "sent" });
  await outbox.nextDueAt();
  await outbox.prune(0);
  const done = Promise.withResolvers<void>();
  const run = (): Promise<{ readonly kind: "done" }> => {
    done.resolve();
    return Promise.resolve({ kind: "done" });
  };
  const worker = await jobs.work({ name: "tidy", run });
  const id = await jobs.add({ name: "tidy", payload: 1, key: "k" });
  await done.promise;
  await jobs.cancel(id ?? "");
  await worker.stop({ withinMs: 1_000 });
  const held = await lease.take({ name: "leader", holder: "one", ttlMs: 1_000 });
  if (held !== undefined) await lease.renew(held, 1_000);
}

test("nothing that is asked again and again reads through a whole table", async () => {
  const asked = new Set<string>();
  const file = join(folder, "bot.db");
  const durable = sqlite({ file, clock: new ManualClock() });
  const prepare = Reflect.get<DatabaseSync, "prepare">(DatabaseSync.prototype, "prepare");
  vi.spyOn(DatabaseSync.prototype, "prepare").mockImplementation(function (this: DatabaseSync, text, ...more) {
    asked.add(text);
    return prepare.call(this, text, ...more);
  });
  await aDay(durable);
  vi.restoreAllMocks();
  await durable.close();
  const database = new DatabaseSync(file);
  const plans = [...asked].flatMap((text) =>
    database
      .prepare(`explain query plan ${text}`)
      .all()
      .map(({ detail }) => `${String(detail)} <- ${text}`),
  );
  database.close();
  expect(asked.size).toBeGreaterThan(20);
  expect(plans.filter((plan) => /^(?:SEARCH|SCAN) /.test(plan)).length).toBeGreaterThan(15);
  expect(plans.filter((plan) => /^SCAN (?!.* USING (?:COVERING )?INDEX)/.test(plan))).toEqual([]);
  // Not the number alone, which stands in every row: all that have a lower one.
  expect(plans.filter((plan) => /INTEGER PRIMARY KEY \(rowid[<>]/.test(plan))).toEqual([]);
});
