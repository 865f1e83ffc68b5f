/** How fast it is under the server's own limiter, and whether anybody else has to wait for it. In simulated time. */
import { expect, test } from "vitest";
import { sendingTown } from "../../test/town.ts";

const LIMITER = {
  "RateLimitSettings.Enable": true,
  "RateLimitSettings.PerSec": 10,
  "RateLimitSettings.MaxBurst": 100,
  "RateLimitSettings.VaryByRemoteAddr": false,
  "RateLimitSettings.VaryByUser": true,
} as const;

test("500 channels take as long as the limiter takes, nobody is refused, and commands are answered meanwhile", async () => {
  await using town = await sendingTown({ channels: 500, settings: LIMITER, withCommand: true });
  const { clock } = town.stage;
  const ben = town.stage.person("ben");
  await ben.looksAt("town-square");
  await town.stage.wait("30s");
  const statusesBefore = town.statuses.length;
  const beganMs = clock.now();
  const id = await town.start("The canteen is closed tomorrow");
  const answersMs: number[] = [];
  for (let asked = 0; asked < 4; asked++) {
    await town.stage.wait(8_000);
    const before = ben.posts.length;
    const askedMs = clock.now();
    await ben.says("!ping", { in: "town-square" });
    while (ben.posts.length < before + 2) await town.stage.wait(50);
    answersMs.push(clock.now() - askedMs);
  }
  await town.ended(id);
  const { counts, endedAt = 0 } = await town.broadcasts.show(id);
  expect(counts).toMatchObject({ sent: 500, failed: 0 });
  expect((endedAt - beganMs) / 1_000).toBeLessThanOrEqual(((500 + answersMs.length - 100) / 10) * 1.03);
  expect(town.statuses.slice(statusesBefore).filter((status) => status === 429)).toEqual([]);
  expect(Math.max(...answersMs)).toBeLessThan(500);
}, 60_000);
