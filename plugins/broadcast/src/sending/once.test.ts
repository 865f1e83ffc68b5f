/** Whenever the program dies, and however often: every target is reached once, and none is forgotten. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { type SendingTown, sendingTown } from "../../test/town.ts";
import { troubled } from "../../test/trouble.ts";

const CHANNELS = 8;

async function arrivesOnce(town: SendingTown, id: string): Promise<void> {
  await town.ended(id);
  expect(town.targets.map((target) => town.copies(target))).toEqual(town.targets.map(() => ["The lift works again"]));
  const { state, counts } = await town.broadcasts.show(id);
  expect({ state, counts }).toEqual({ state: "sent", counts: { sent: CHANNELS, pending: 0, failed: 0, skipped: 0 } });
  // Whoever died while sending the report has it claimed for two minutes.
  const reported = (): string[] => town.told.filter((text) => text.includes("arrived**"));
  if (reported().length === 0) await town.stage.wait("3m");
  const reports = reported();
  expect(reports).toHaveLength(1);
  for (const { postId } of await town.deliveries(id)) expect(reports[0]).toContain(postId);
}

test("a broadcast that is cut off at any instant goes on where it was: no target twice, none forgotten", async () => {
  expect.hasAssertions();
  const death = fc.record({ after: fc.nat(70), awayS: fc.nat(90) });
  const chances = { deaths: fc.array(death, { minLength: 1, maxLength: 3 }), cutEvery: fc.integer({ min: 2, max: 9 }) };
  await fc.assert(
    fc.asyncProperty(fc.record(chances), async ({ deaths, cutEvery }) => {
      let posts = 0;
      // Some answers are lost as well, after the server has done what it was asked or before.
      const around = troubled(() => (++posts % cutEvery === 0 && posts < 40 ? "cut" : undefined));
      await using town = await sendingTown({ channels: CHANNELS, around });
      await town.stage.wait(1);
      const [first, ...more] = deaths;
      town.stage.life.endAfter(first?.after ?? 0);
      void town.start("The lift works again", { key: "the yes of ann" });
      await town.stage.wait(2_000);
      for (const { after, awayS } of [...more, { after: Infinity, awayS: first?.awayS ?? 0 }]) {
        town.stage.kill();
        await town.stage.wait(awayS * 1_000);
        await town.stage.restart();
        town.stage.life.endAfter(after);
        await town.stage.wait(2_000);
      }
      // Whoever was not told that it began says so again.
      await arrivesOnce(town, await town.start("The lift works again", { key: "the yes of ann" }));
    }),
    { numRuns: 200, seed: 8 },
  );
}, 180_000);

test("and so does one to more targets than are read at once", async () => {
  for (const after of [120, 300, 480, 700, 950]) {
    await using town = await sendingTown({ channels: 300 });
    const id = await town.start("The lift works again", { dueAt: town.stage.clock.now() + 1_000 });
    town.stage.life.endAfter(after);
    await town.stage.wait("5s");
    await town.stage.restart();
    await town.ended(id);
    const copies = town.targets.map((target) => town.copies(target).length);
    expect({ after, copies }).toEqual({ after, copies: copies.map(() => 1) });
    expect((await town.broadcasts.show(id)).counts.sent).toBe(300);
  }
}, 60_000);
