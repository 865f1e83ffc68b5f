/** What every engine's outbox does. */
import { deepEqual, equal, ok } from "node:assert/strict";
import type { Intent, NewIntent } from "matterwright";
import type { Claim } from "./harness.ts";

let made = 0;

function post(message: string, more: Partial<NewIntent> = {}): NewIntent {
  const pending = `p:${++made}`;
  const intent: Intent = {
    kind: "post",
    post: { channel_id: "c".repeat(26), message, props: { mark: pending }, pending_post_id: pending },
  };
  return { intent, queue: message, owner: "test", ...more };
}

const claiming = { limit: 10, leaseMs: 60_000 };

export const outboxClaims: readonly Claim[] = [
  {
    says: "keeps an intent as it was given",
    run: async ({ durable: { outbox } }) => {
      const wanted = post("hello", { queue: "channel" });
      const id = await outbox.add(wanted);
      const entry = await outbox.get(id);
      deepEqual(entry?.intent, wanted.intent);
      deepEqual([entry?.state, entry?.queue, entry?.owner, entry?.attempts], ["waiting", "channel", "test", 0]);
      equal(await outbox.get("999999"), undefined);
      equal(await outbox.get("no number"), undefined);
    },
  },
  {
    says: "takes one that may have been sent elsewhere as tried once",
    run: async ({ durable: { outbox } }) => {
      const id = await outbox.add(post("moved", { unsureSince: 17 }));
      const [claimed] = await outbox.claim(claiming);
      deepEqual([claimed?.id, claimed?.attempts, claimed?.unsureSince], [id, 2, 17]);
    },
  },
  {
    says: "hands out one at a time of each queue, in order",
    run: async ({ durable: { outbox } }) => {
      const [a1, a2, b1] = [
        await outbox.add(post("a1", { queue: "a" })),
        await outbox.add(post("a2", { queue: "a" })),
        await outbox.add(post("b1", { queue: "b" })),
      ];
      const first = await outbox.claim(claiming);
      deepEqual(
        first.map(({ id }) => id),
        [a1, b1],
      );
      deepEqual(
        first.map(({ state, attempts }) => [state, attempts]),
        [
          ["sending", 1],
          ["sending", 1],
        ],
      );
      ok(first.every(({ unsureSince }) => unsureSince !== undefined));
      deepEqual(await outbox.claim(claiming), []);
      equal(await outbox.settle(first[0]!, { kind: "sent", postId: "p".repeat(26) }), true);
      deepEqual(
        (await outbox.claim(claiming)).map(({ id }) => id),
        [a2],
      );
      const sent = await outbox.get(a1);
      deepEqual([sent?.state, sent?.postId], ["sent", "p".repeat(26)]);
      deepEqual(
        (await outbox.list({ state: "sending" })).map(({ id }) => id),
        [a2, b1],
      );
    },
  },
  {
    says: "goes on behind one that failed, and keeps that one with its reason",
    run: async ({ durable: { outbox } }) => {
      const id = await outbox.add(post("one", { queue: "q" }));
      await outbox.add(post("two", { queue: "q" }));
      const [entry] = await outbox.claim(claiming);
      await outbox.settle(entry!, { kind: "failed", reason: "the channel is archived" });
      equal((await outbox.claim(claiming)).length, 1);
      deepEqual(await outbox.counts(), { waiting: 0, sending: 1, failed: 1 });
      const [failed] = await outbox.list({ state: "failed" });
      deepEqual([failed?.id, failed?.reason], [id, "the channel is archived"]);
    },
  },
  {
    says: "tries again when it is told, not before",
    run: async ({ durable: { outbox }, pass }) => {
      await outbox.add(post("one"));
      const [entry] = await outbox.claim(claiming);
      const dueAt = entry!.unsureSince! + 5_000;
      await outbox.settle(entry!, { kind: "again", dueAt, reason: "the server is down", isSure: false });
      deepEqual(await outbox.claim(claiming), []);
      equal(await outbox.nextDueAt(), dueAt);
      await pass(5_001);
      const [again] = await outbox.claim(claiming);
      deepEqual([again?.attempts, again?.unsureSince, again?.reason], [2, entry!.unsureSince, "the server is down"]);
    },
  },
  {
    says: "remembers since when nobody knows, and forgets it when it was nothing",
    run: async ({ durable: { outbox }, pass }) => {
      await outbox.add(post("one"));
      const [first] = await outbox.claim(claiming);
      await outbox.settle(first!, { kind: "again", dueAt: first!.unsureSince!, reason: "refused", isSure: true });
      equal((await outbox.get(first!.id))?.unsureSince, undefined);
      await pass(1_000);
      const [second] = await outbox.claim(claiming);
      ok(second!.unsureSince! > first!.unsureSince!);
      await outbox.settle(second!, { kind: "again", dueAt: second!.unsureSince!, reason: "cut off", isSure: false });
      await pass(1_000);
      const [third] = await outbox.claim(claiming);
      await outbox.settle(third!, { kind: "again", dueAt: third!.unsureSince!, reason: "refused", isSure: true });
      equal((await outbox.get(first!.id))?.unsureSince, second!.unsureSince);
    },
  },
  {
    says: "gives a claim to somebody else when its time has run out, and takes no word from the first",
    run: async ({ durable: { outbox }, pass }) => {
      await outbox.add(post("one"));
      const [dead] = await outbox.claim(claiming);
      await pass(61_000);
      const [heir] = await outbox.claim(claiming);
      deepEqual([heir?.id, heir?.attempts, heir?.unsureSince], [dead!.id, 2, dead!.unsureSince]);
      equal(await outbox.settle(dead!, { kind: "failed", reason: "too late" }), false);
      equal(await outbox.settle(heir!, { kind: "sent" }), true);
      equal(await outbox.settle(heir!, { kind: "sent" }), false);
    },
  },
  {
    says: "says when there is something to do next",
    run: async ({ durable: { outbox }, pass }) => {
      equal(await outbox.nextDueAt(), undefined);
      const id = await outbox.add(post("now"));
      const { addedAt } = (await outbox.get(id))!;
      await outbox.add(post("later", { dueAt: addedAt + 60_000 }));
      await outbox.add(post("sooner", { dueAt: addedAt + 30_000 }));
      ok(((await outbox.nextDueAt()) ?? Infinity) <= addedAt);
      const [entry] = await outbox.claim(claiming);
      await outbox.settle(entry!, { kind: "sent" });
      equal(await outbox.nextDueAt(), addedAt + 30_000);
      await pass(30_000);
      deepEqual(
        (await outbox.claim(claiming)).map(({ queue }) => queue),
        ["sooner"],
      );
    },
  },
  {
    says: "gives a failed one another chance, or forgets it, when it is told",
    run: async ({ durable: { outbox } }) => {
      const [one, two, three] = [await outbox.add(post("1")), await outbox.add(post("2")), await outbox.add(post("3"))];
      equal(await outbox.retry(one), false);
      const claimed = await outbox.claim({ ...claiming, limit: 2 });
      equal(await outbox.drop(one), false);
      for (const entry of claimed) await outbox.settle(entry, { kind: "failed", reason: "no" });
      equal(await outbox.retry(one), true);
      equal(await outbox.drop(two), true);
      equal(await outbox.drop(three), true);
      equal(await outbox.drop(three), false);
      deepEqual(
        (await outbox.list()).map(({ id, state }) => [id, state]),
        [[one, "waiting"]],
      );
      equal((await outbox.claim(claiming))[0]?.attempts, 2);
    },
  },
  {
    says: "lists page by page in order, and forgets what was sent long ago",
    run: async ({ durable: { outbox }, pass }) => {
      const ids: string[] = [];
      for (let n = 0; n < 12; n++) ids.push(await outbox.add(post(`${n}`)));
      for (const entry of await outbox.claim({ ...claiming, limit: 11 })) await outbox.settle(entry, { kind: "sent" });
      const first = await outbox.list({ limit: 5 });
      deepEqual(
        first.map(({ id }) => id),
        ids.slice(0, 5),
      );
      deepEqual(
        (await outbox.list({ after: first[4]!.id, limit: 100 })).map(({ id }) => id),
        ids.slice(5),
      );
      const { finishedAt } = first[0]!;
      equal(await outbox.prune(finishedAt!), 0);
      await pass(1_000);
      equal(await outbox.prune(finishedAt! + 1_000), 11);
      deepEqual(
        (await outbox.list()).map(({ id }) => id),
        ids.slice(11),
      );
    },
  },
  {
    says: "divides the work between several who claim at the same time",
    run: async ({ durable: { outbox } }) => {
      for (let n = 0; n < 20; n++) await outbox.add(post(`${n}`));
      const hauls = await Promise.all(Array.from({ length: 4 }, () => outbox.claim(claiming)));
      const ids = hauls.flat().map(({ id }) => id);
      equal(new Set(ids).size, ids.length);
      for (let more = await outbox.claim(claiming); more.length > 0; more = await outbox.claim(claiming))
        ids.push(...more.map(({ id }) => id));
      equal(new Set(ids).size, 20);
      equal(ids.length, 20);
    },
  },
];
