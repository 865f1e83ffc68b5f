/** How fast it is under the server's own limiter, killed or not, and whether anybody else has to wait for it. In simulated time. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { type SendingTown, limiter, sendingTown } from "../../test/town.ts";

/** The long proofs try many courses of events, and others each time. */
const SEEDS = process.env["BROADCAST_SEEDS"];
const TEXT = "The canteen is closed tomorrow";
const LIMITER = limiter(10, 100);

/** How long somebody waits for an answer to `!ping`, in milliseconds. */
async function answeredAfterMs(town: SendingTown, place: string): Promise<number> {
  const { clock } = town.stage;
  const ann = town.stage.person("ann");
  await ann.looksAt(place);
  const before = ann.posts.length;
  const askedMs = clock.now();
  await ann.says("!ping", { in: place });
  while (ann.posts.length < before + 2) await town.stage.wait(50);
  return clock.now() - askedMs;
}

test("500 channels take as long as the limiter takes, nobody is refused, and commands are answered meanwhile", async () => {
  await using town = await sendingTown({ channels: 500, settings: LIMITER, withCommand: true });
  const { clock } = town.stage;
  await town.stage.wait("30s");
  const statusesBefore = town.statuses.length;
  const beganMs = clock.now();
  const id = await town.start(TEXT);
  const answersMs: number[] = [];
  for (let asked = 0; asked < 4; asked++) {
    await town.stage.wait(8_000);
    answersMs.push(await answeredAfterMs(town, "town-square"));
  }
  await town.ended(id);
  const { counts, endedAt = 0 } = await town.broadcasts.show(id);
  expect(counts).toMatchObject({ sent: 500, failed: 0 });
  expect((endedAt - beganMs) / 1_000).toBeLessThanOrEqual(((500 + answersMs.length - 100) / 10) * 1.03);
  expect(town.statuses.slice(statusesBefore).filter((status) => status === 429)).toEqual([]);
  expect(Math.max(...answersMs)).toBeLessThan(500);
}, 60_000);

/** What a new life asks before it sends: who it is, what was missed where something was said, and whether those arrived that were tried. */
const LIFE_MS = 6_000;

test("killed again and again under the limiter, it goes on at once: none is lost, none comes twice, commands are answered", async () => {
  const kill = fc.integer({ min: 5_000, max: 9_000 });
  await fc.assert(
    fc.asyncProperty(fc.array(kill, { minLength: 3, maxLength: 3 }), async (lives) => {
      await using town = await sendingTown({ channels: 300, settings: LIMITER, withCommand: true });
      const { clock } = town.stage;
      await town.stage.wait("30s");
      const beganMs = clock.now();
      const id = await town.start(TEXT);
      for (const livedMs of lives) {
        const { counts: before } = await town.broadcasts.show(id);
        await town.stage.wait(livedMs);
        const { counts } = await town.broadcasts.show(id);
        expect(counts.sent - before.sent).toBeGreaterThanOrEqual(Math.min(5, before.pending));
        town.stage.kill();
        await town.stage.restart();
      }
      await town.stage.wait(LIFE_MS);
      expect(await answeredAfterMs(town, "floor-7")).toBeLessThan(500);
      await town.ended(id);
      const copies = town.targets.map((target) => town.copies(target).filter((text) => text !== "pong"));
      expect(copies).toEqual(town.targets.map(() => [TEXT]));
      const { counts, endedAt = 0 } = await town.broadcasts.show(id);
      expect(counts).toMatchObject({ sent: 300, failed: 0 });
      expect(endedAt - beganMs).toBeLessThan(((300 - 100) / 10) * 1_000 + lives.length * LIFE_MS);
    }),
    SEEDS === undefined ? { numRuns: 3, seed: 8 } : { numRuns: Number(SEEDS) },
  );
}, 600_000);
