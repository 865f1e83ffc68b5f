/** Several processes on one database, as engines of their own: what they share, and what happens when one of them, or the server, dies. */
import { systemClock } from "@matterwright/clock";
import { TestPostgres, mayTestPostgres } from "@matterwright/testing/postgres";
import { type Durable, type NewIntent, StoreUnavailableError } from "matterwright";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { nameIn, template } from "../../test/time-machine.ts";
import { postgres } from "./durable.ts";

const hello = (mark: string): NewIntent => ({
  intent: { kind: "post", post: { channel_id: "c".repeat(26), message: mark, pending_post_id: mark } },
  queue: "q",
  owner: "test",
});

describe.skipIf(!mayTestPostgres())("several engines on one database", { timeout: 30_000 }, () => {
  let server: TestPostgres;
  let copied = "";
  let database = "";
  let troubles: unknown[];
  let one: Durable;
  let other: Durable;

  beforeAll(async () => {
    server = await TestPostgres.start();
    copied = await template(server);
  }, 60_000);

  afterAll(() => server.end(), 60_000);

  beforeEach(async () => {
    const url = server.database(copied);
    database = nameIn(url);
    troubles = [];
    const open = (): Promise<Durable> =>
      postgres({ url, clock: systemClock, onTrouble: (error) => void troubles.push(error) });
    [one, other] = await Promise.all([open(), open()]);
  });

  afterEach(async () => {
    await one.close();
    await other.close();
  });

  test("tell each other at once what there is to send", async () => {
    const told = Promise.withResolvers<void>();
    other.outbox.watch(() => told.resolve());
    await one.transaction((tx) => tx.outbox.add(hello("a")));
    await told.promise;
    expect(await other.outbox.claim({ limit: 1, leaseMs: 60_000 })).toHaveLength(1);
    expect(await one.outbox.claim({ limit: 1, leaseMs: 60_000 })).toHaveLength(0);
  });

  test("share jobs: each is done by one of them, and any of them can take one back", async () => {
    const done: unknown[] = [];
    const workers = await Promise.all(
      [one, other].map(({ jobs }, n) =>
        jobs.work({
          name: "share",
          concurrency: 2,
          run: (job) => {
            done.push([n, job.payload]);
            return Promise.resolve({ kind: "done" });
          },
        }),
      ),
    );
    for (let n = 0; n < 20; n++) await (n % 2 === 0 ? one : other).jobs.add({ name: "share", payload: n });
    await vi.waitUntil(() => done.length >= 20, { timeout: 20_000 });
    expect(done.map((each) => (each as unknown[])[1]).toSorted((a, b) => Number(a) - Number(b))).toEqual(
      Array.from({ length: 20 }, (_, n) => n),
    );
    await Promise.all(workers.map((worker) => worker.stop()));
    const cancelled = Promise.withResolvers<string>();
    const id = await one.jobs.add({ name: "long", payload: 0 });
    const running = Promise.withResolvers<void>();
    await one.jobs.work({
      name: "long",
      run: (_, signal) => {
        running.resolve();
        return new Promise((resolve) => {
          signal.addEventListener("abort", () => {
            cancelled.resolve(String(signal.reason));
            resolve({ kind: "failed", reason: "told to stop" });
          });
        });
      },
    });
    await running.promise;
    expect(await other.jobs.cancel(id!)).toBe(true);
    expect(await cancelled.promise).toContain("cancelled");
  });

  test("give what a dead one was about to send to a living one", async () => {
    await one.outbox.add(hello("a"));
    await one.outbox.claim({ limit: 1, leaseMs: 600_000 });
    expect(await other.outbox.claim({ limit: 1, leaseMs: 600_000 })).toHaveLength(0);
    const told = Promise.withResolvers<void>();
    other.outbox.watch(() => told.resolve());
    server.sql(database, "update matterwright.intent set claimed_by = 'process/that-died'");
    await told.promise;
    const [heirs] = await other.outbox.claim({ limit: 1, leaseMs: 600_000 });
    expect(heirs?.attempts).toBe(2);
  });

  test("let nobody take a lease while its holder writes under it", async () => {
    const held = await one.lease.take({ name: "leader", holder: "one", ttlMs: 10_000 });
    const order: string[] = [];
    const [writing, mayEnd] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const written = one.transaction(
      async (tx) => {
        await tx.store.set("by", "one");
        writing.resolve();
        await mayEnd.promise;
      },
      { fence: held! },
    );
    await writing.promise;
    server.sql(database, "insert into matterwright.test_shift values (11000)");
    const taken = other.lease.take({ name: "leader", holder: "other", ttlMs: 10_000 }).then((theirs) => {
      order.push("taken");
      return theirs;
    });
    // The second waits for the first, and the database says so.
    const waiting = `select count(*) from pg_stat_activity where datname = '${database}' and wait_event_type = 'Lock'`;
    while (server.sql("postgres", waiting) === "0") await other.store.get("by");
    order.push("ends");
    mayEnd.resolve();
    await written;
    expect((await taken)?.token).toBeGreaterThan(held!.token);
    expect(order).toEqual(["ends", "taken"]);
    await expect(one.transaction((tx) => tx.store.set("by", "late"), { fence: held! })).rejects.toThrow(
      /no longer holds the lease "leader"/,
    );
    expect(await other.store.get("by")).toBe("one");
  });

  test("say so when the server is away, keep what was accepted, and go on when it is back", async () => {
    await one.store.set("kept", 1);
    const done: unknown[] = [];
    await other.jobs.work({
      name: "later",
      run: (job) => {
        done.push(job.payload);
        return Promise.resolve({ kind: "done" });
      },
    });
    await server.down();
    await expect(one.transaction((tx) => tx.store.set("lost", 1))).rejects.toBeInstanceOf(StoreUnavailableError);
    await expect(one.store.get("kept")).rejects.toThrow(/no PostgreSQL listens at|cannot be reached now/);
    await server.up();
    expect(await one.store.get("kept")).toBe(1);
    expect(await one.store.get("lost")).toBeUndefined();
    await one.jobs.add({ name: "later", payload: "back" });
    await vi.waitUntil(() => done.length > 0, { timeout: 20_000 });
    expect(done).toEqual(["back"]);
    expect(troubles.length).toBeGreaterThan(0);
    expect(troubles.every((error) => !String(error).includes("not-so-secret"))).toBe(true);
  });
});
