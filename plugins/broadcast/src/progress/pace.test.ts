/** How often the message about the progress changes. */
import { expect, test } from "vitest";
import { limiter, sendingTown } from "../../test/town.ts";

test("progress is shown every two seconds at most, and the end at once", async () => {
  await using town = await sendingTown({
    channels: 700,
    settings: limiter(100, 5),
  });
  const id = await town.start("The lift is broken");
  const seenAtMs: number[] = [];
  let seen = town.told[0];
  for (let at = 0; at < 30_000 && !town.told[0]?.includes("has ended"); at += 100) {
    await town.stage.wait(100);
    if (town.told[0] !== seen) seenAtMs.push(at);
    seen = town.told[0];
  }
  const gaps = seenAtMs.slice(1, -1).map((at, index) => at - (seenAtMs[index] ?? 0));
  expect(gaps.length).toBeGreaterThan(1);
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(2_000);
  expect((await town.broadcasts.show(id)).counts.sent).toBe(700);
});
