/** What every engine's store does. */
import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { ConflictError, MisuseError, storeBelow, storeKey, z } from "matterwright";
import type { Claim } from "./harness.ts";

export const storeClaims: readonly Claim[] = [
  {
    says: "gives back what was stored, as JSON says it",
    run: async ({ durable: { store } }) => {
      for (const value of [null, false, 0, "", "ä 🌍 \u0000 \ud800 '\"\\", [1, [2]], { a: { b: null } }, 1.5e300]) {
        await store.set("value", value);
        deepEqual(await store.get("value"), JSON.parse(JSON.stringify(value)));
      }
      equal(await store.get("nothing"), undefined);
    },
  },
  {
    says: "hands out copies",
    run: async ({ durable: { store } }) => {
      const value = { list: [1] };
      await store.set("value", value);
      value.list.push(2);
      const read = (await store.get("value")) as typeof value;
      read.list.push(3);
      deepEqual(await store.get("value"), { list: [1] });
    },
  },
  {
    says: "refuses what cannot be a key or a value, and says why",
    run: async ({ durable: { store } }) => {
      for (const key of ["", "a\u0000b", "a\nb", "\ud800", "x".repeat(513)])
        await rejects(store.set(key, 1), MisuseError);
      await rejects(
        store.set("function", () => 1),
        MisuseError,
      );
      await rejects(store.set("nothing", undefined), /delete\(\)/);
      await rejects(store.set("long", "x".repeat(1_000_001)), /1000003 characters/);
      deepEqual(await store.keys(""), []);
    },
  },
  {
    says: "takes the longest key and a large value",
    run: async ({ durable: { store } }) => {
      const key = "ü".repeat(512);
      await store.set(key, "y".repeat(999_000));
      equal(((await store.get(key)) as string).length, 999_000);
    },
  },
  {
    says: "gives every write a higher version, after a deletion too",
    run: async ({ durable: { store } }) => {
      const first = await store.set("v", 1);
      const second = await store.set("v", 1);
      await store.delete("v");
      const third = await store.set("v", 1);
      ok(0 < first && first < second && second < third, `${first} ${second} ${third}`);
      equal((await store.read("v"))?.version, third);
    },
  },
  {
    says: "does not overwrite what somebody else has changed",
    run: async ({ durable: { store } }) => {
      const version = await store.set("v", "mine", { ifVersion: 0 });
      await rejects(store.set("v", "again", { ifVersion: 0 }), ConflictError);
      await store.set("v", "theirs");
      await rejects(store.set("v", "mine", { ifVersion: version }), ConflictError);
      await rejects(store.delete("v", { ifVersion: version }), ConflictError);
      equal(await store.get("v"), "theirs");
      await rejects(store.set("gone", 1, { ifVersion: 7 }), ConflictError);
    },
  },
  {
    says: "lets one of many win who write at the same time",
    run: async ({ durable: { store } }) => {
      const tries = await Promise.allSettled(Array.from({ length: 20 }, (_, n) => store.set("v", n, { ifVersion: 0 })));
      equal(tries.filter(({ status }) => status === "fulfilled").length, 1);
    },
  },
  {
    says: "deletes, and says whether there was something",
    run: async ({ durable: { store } }) => {
      await store.set("v", 1);
      equal(await store.delete("v"), true);
      equal(await store.delete("v"), false);
      equal(await store.get("v"), undefined);
    },
  },
  {
    says: "lists what begins so, in the order of code points, page by page",
    run: async ({ durable: { store } }) => {
      const keys = ["a", "a/%", "a/1", "a/10", "a/2", "a/B", "a/_", "a/b", "a/é", "a/\u{ffff}", "a/🌍", "b"];
      for (const key of keys.toReversed()) await store.set(key, key);
      const below = ["a/%", "a/1", "a/10", "a/2", "a/B", "a/_", "a/b", "a/é", "a/\u{ffff}", "a/🌍"];
      deepEqual(await store.keys("a/"), below);
      deepEqual(await store.keys("a/_"), ["a/_"]);
      deepEqual(await store.keys("a/%"), ["a/%"]);
      const paged: string[] = [];
      for (let after: string | undefined; ;) {
        const page = await store.list("a/", { limit: 3, ...(after === undefined ? {} : { after }) });
        if (page.length === 0) break;
        ok(page.length <= 3);
        for (const { key, value } of page) equal(key, value);
        paged.push(...page.map(({ key }) => key));
        after = paged.at(-1);
      }
      deepEqual(paged, below);
      equal((await store.keys("")).length, keys.length);
    },
  },
  {
    says: "forgets what has lived its time, and a new write decides anew",
    run: async ({ durable: { store }, pass }) => {
      await store.set("short", 1, { ttlMs: 60_000 });
      await store.set("kept", 1, { ttlMs: 60_000 });
      await store.set("kept", 2);
      await pass(59_000);
      equal(await store.get("short"), 1);
      await pass(2_000);
      equal(await store.get("short"), undefined);
      deepEqual(await store.keys(""), ["kept"]);
      equal(await store.delete("short"), false);
      await store.set("short", 3, { ifVersion: 0 });
      equal(await store.get("short"), 3);
    },
  },
  {
    says: "hands out what expired once, the earliest first",
    run: async ({ durable: { store }, pass }) => {
      await store.set("s/late", "late", { ttlMs: 20_000 });
      await store.set("s/early", "early", { ttlMs: 10_000 });
      await store.set("t/other", "other", { ttlMs: 10_000 });
      await store.set("s/living", "living", { ttlMs: 90_000 });
      deepEqual(await store.takeExpired("s/", 10), []);
      await pass(30_000);
      const [first] = await store.takeExpired("s/", 1);
      equal(first?.value, "early");
      deepEqual(
        (await store.takeExpired("s/", 10)).map(({ key }) => key),
        ["s/late"],
      );
      deepEqual(await store.takeExpired("s/", 10), []);
      equal(await store.get("s/living"), "living");
    },
  },
  {
    says: "removes what nobody has taken a day after it expired, and takes nothing when nothing is wanted",
    run: async ({ durable: { store }, pass }) => {
      await store.set("s/old", 1, { ttlMs: 10_000 });
      await store.set("s/young", 2, { ttlMs: 3 * 86_400_000 });
      await pass(86_400_000);
      deepEqual(await store.takeExpired("", 0), []);
      equal((await store.takeExpired("s/", 1))[0]?.key, "s/old");
      await store.set("s/old", 1, { ttlMs: 10_000 });
      await pass(86_420_000);
      deepEqual(await store.takeExpired("", 0), []);
      deepEqual(await store.takeExpired("s/", 10), []);
      equal(await store.get("s/young"), 2);
    },
  },
  {
    says: "can be divided, and no part sees another",
    run: async ({ durable: { store } }) => {
      const [one, other] = [storeBelow(store, "plugin/one/"), storeBelow(store, "plugin/other/")];
      await one.set("k/1", 1);
      await one.set("k/2", 2);
      await other.set("k/1", "other");
      deepEqual(
        (await one.list("k/", { after: "k/1" })).map(({ key }) => key),
        ["k/2"],
      );
      deepEqual(await one.keys(""), ["k/1", "k/2"]);
      equal(await other.get("k/1"), "other");
    },
  },
  {
    says: "keeps a typed key's promise, and names what does not fit any more",
    run: async ({ durable: { store } }) => {
      const votes = storeKey("votes", z.object({ pizza: z.number() }));
      equal(await votes.get(store), undefined);
      const adders = Array.from({ length: 5 }, () => votes.update(store, (now) => ({ pizza: (now?.pizza ?? 0) + 1 })));
      await Promise.all(adders);
      deepEqual(await votes.get(store), { pizza: 5 });
      await votes.at("friday").set(store, { pizza: 1 });
      deepEqual(await store.keys("votes"), ["votes", "votes/friday"]);
      await store.set("votes", { pizza: "many" });
      await rejects(votes.get(store), /"votes" does not fit: pizza: /);
      deepEqual(await store.get("votes"), { pizza: "many" });
    },
  },
];
