/** Where a broadcast goes is found out when it is sent: whenever the program dies meanwhile, nobody gets it twice and nobody is forgotten. */
import { expect, test } from "vitest";
import { type SendingTown, sendingTown } from "../../test/town.ts";

const CHANNELS = 6;

/** Everything that is called like this, in the name of ann, who administers the bot. */
function named(town: SendingTown, ...names: readonly string[]) {
  const steps = names.map((text) => ({ how: "add" as const, all: [{ text, isQuoted: false }] }));
  return { steps, by: { id: town.annId, username: "ann" }, isAgreed: false };
}

test("a broadcast that is cut off while its targets are found out reaches those of now, each once", async () => {
  for (let after = 1; after < 60; after += 4) {
    await using town = await sendingTown({ channels: CHANNELS });
    const { ops } = town.stage.town.channels;
    const gone = { channelId: ops.id, name: "~ops", why: "named" };
    const id = await town.start("Lunch", {
      to: [gone, ...town.targets.slice(0, 4)],
      dueAt: town.stage.clock.now() + 1_000,
      audience: named(town, "~floor-*"),
    });
    town.stage.life.endAfter(after);
    await town.stage.wait("3s");
    town.stage.kill();
    await town.stage.restart();
    await town.ended(id);
    const copies = [gone, ...town.targets].map((target) => town.copies(target).length);
    expect({ after, copies }).toEqual({ after, copies: [0, ...Array<number>(CHANNELS).fill(1)] });
    const { counts, targets } = await town.broadcasts.show(id);
    expect({ ...counts, targets }).toEqual({
      pending: 0,
      sent: CHANNELS,
      failed: 0,
      skipped: 1,
      targets: CHANNELS + 1,
    });
    const report = town.told.find((text) => text.includes("6 of 7 arrived** (1 left out)"));
    expect(report).toContain("New: ~floor-4, ~floor-5; no longer among them: ~ops.");
  }
}, 60_000);

test("where the server does not say it for a while, it is found out later", async () => {
  await using town = await sendingTown({ channels: 2 });
  const id = await town.start("Lunch", { dueAt: town.stage.clock.now() + 60_000, audience: named(town, "~floor-*") });
  town.stage.sim.faults.server.stop();
  await town.stage.wait("10m");
  town.stage.sim.faults.server.start();
  await town.ended(id);
  expect(town.targets.map((target) => town.copies(target))).toEqual([["Lunch"], ["Lunch"]]);
});
