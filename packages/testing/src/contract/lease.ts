/** What every engine's leases do. */
import { equal, ok } from "node:assert/strict";
import type { Claim } from "./harness.ts";

const ttlMs = 10_000;

export const leaseClaims: readonly Claim[] = [
  {
    says: "belongs to one at a time",
    run: async ({ durable: { lease } }) => {
      const tries = await Promise.all(
        ["one", "two", "three"].map((holder) => lease.take({ name: "leader", holder, ttlMs })),
      );
      const held = tries.filter((each) => each !== undefined);
      equal(held.length, 1);
      equal((await lease.current("leader"))?.holder, held[0]?.holder);
      ok(await lease.take({ name: "another", holder: "two", ttlMs }));
    },
  },
  {
    says: "is kept by renewing, and lost by not renewing",
    run: async ({ durable: { lease }, pass }) => {
      let mine = await lease.take({ name: "leader", holder: "one", ttlMs });
      for (let turn = 0; turn < 3; turn++) {
        await pass(6_000);
        mine = await lease.renew(mine!, ttlMs);
        ok(mine);
      }
      equal(await lease.take({ name: "leader", holder: "two", ttlMs }), undefined);
      await pass(11_000);
      equal(await lease.current("leader"), undefined);
      const theirs = await lease.take({ name: "leader", holder: "two", ttlMs });
      ok(theirs !== undefined && theirs.token > mine!.token);
      equal(await lease.renew(mine!, ttlMs), undefined);
    },
  },
  {
    says: "can be given back, by its holder only",
    run: async ({ durable: { lease } }) => {
      const mine = await lease.take({ name: "leader", holder: "one", ttlMs });
      await lease.release({ ...mine!, token: mine!.token - 1 });
      equal((await lease.current("leader"))?.holder, "one");
      await lease.release(mine!);
      const theirs = await lease.take({ name: "leader", holder: "two", ttlMs });
      ok(theirs !== undefined && theirs.token > mine!.token);
    },
  },
];
