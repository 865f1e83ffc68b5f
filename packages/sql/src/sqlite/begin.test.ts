/** Two who write to one file: a bot, and a command that looks in. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { ManualClock } from "@matterwright/clock";
import { expect, test } from "vitest";
import { sqlite } from "../index.ts";

test("whoever comes second waits for the other, and the program goes on meanwhile", async () => {
  const folder = mkdtempSync(join(tmpdir(), "matterwright-begin-"));
  const file = join(folder, "bot.db");
  const clock = new ManualClock();
  const bot = sqlite({ file, clock });
  const guest = sqlite({ file, clock, isGuest: true });
  const order: string[] = [];
  const gate = Promise.withResolvers<void>();
  const long = guest.transaction(async (tx) => {
    await tx.store.set("guest", 1);
    order.push("guest writes");
    await gate.promise;
  });
  while (order.length === 0) await setImmediate();
  const second = bot.store.set("bot", 2).then(() => order.push("bot has written"));
  for (let turn = 0; turn < 3; turn++) await setImmediate();
  order.push("the program goes on");
  gate.resolve();
  await Promise.all([long, second]);
  expect(order).toEqual(["guest writes", "the program goes on", "bot has written"]);
  expect([await bot.store.get("guest"), await guest.store.get("bot")]).toEqual([1, 2]);
  await Promise.all([guest.close(), bot.close()]);
  rmSync(folder, { recursive: true });
});
