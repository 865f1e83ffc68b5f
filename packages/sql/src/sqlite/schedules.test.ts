/** Schedules of a bot that is killed again and again, on a file: no time is run twice, and none is lost. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stage } from "@matterwright/testing";
import { expect, test } from "vitest";
import { clockwork, written } from "../../test/clockwork.ts";
import { sqlite } from "../index.ts";

const ROUNDS = 60;
const MINUTE_MS = 60_000;

test(
  "killed at sixty moments, a bot has run each time once, or said that it was cut off",
  { timeout: 120_000 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "matterwright-schedules-"));
    const { make, begun, interrupted } = clockwork("*/10 * * * *");
    try {
      await using town = await stage(make, { durable: (clock) => sqlite({ file: join(folder, "bot.db"), clock }) });
      const fromMs = Math.floor(town.clock.now() / MINUTE_MS) * MINUTE_MS;
      for (let round = 0; round < ROUNDS; round++) {
        // Sooner or later within the round, in the middle of whatever is going on.
        town.life.endAfter(2 + ((round * 7) % 45));
        await town.wait(`${5 + ((round * 13) % 25)}m`);
        town.kill();
        await town.wait(`${(round * 3) % 11}m`);
        await town.restart();
      }
      await town.wait("10m");
      const wanted: string[] = [];
      for (let at = fromMs + 10 * MINUTE_MS; at <= town.clock.now(); at += 10 * MINUTE_MS)
        wanted.push(new Date(at).toISOString());
      expect(wanted.length).toBeGreaterThan(ROUNDS);
      expect(await written(town.durable.store)).toEqual(wanted.map((time) => [time, 1]));
      expect(new Set(begun).size).toBe(begun.length);
      expect(wanted.length - begun.length).toBeLessThanOrEqual(interrupted.length);
      // Those that were cut off are the exception, even so.
      expect(begun.length).toBeGreaterThan(wanted.length / 2);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);
