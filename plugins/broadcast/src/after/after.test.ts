/** What can be done with a broadcast while it is sent and afterwards: pause, resume, cancel, retry, edit, recall. */
import { describe, expect, test } from "vitest";
import { type SendingTown, limiter, sendingTown } from "../../test/town.ts";
import { troubled } from "../../test/trouble.ts";

const SLOW = limiter(5, 5);

/** A broadcast to sixty channels in the middle. */
async function halfway(): Promise<{ town: SendingTown; id: string }> {
  const town = await sendingTown({ channels: 60, settings: SLOW });
  const id = await town.start("Old text");
  await town.stage.wait("5s");
  const { counts } = await town.broadcasts.show(id);
  expect(counts.sent).toBeGreaterThan(10);
  expect(counts.pending).toBeGreaterThan(20);
  return { town, id };
}

/** A click, and the time that its answer waits for the limiter. */
async function clicks(town: SendingTown, label: string): Promise<void> {
  const clicked = town.stage.person("ann").clicks(label);
  await town.stage.wait("1s");
  await clicked;
}

function texts(town: SendingTown): string[] {
  return town.targets.flatMap((target) => town.copies(target));
}

describe("while it is being sent", () => {
  test("it is paused with a button, stands still, also over a restart, and goes on", async () => {
    const { town, id } = await halfway();
    await using _ = town;
    const ann = town.stage.person("ann");
    await ann.looksAt("@wright");
    await clicks(town, "Pause");
    await town.stage.wait("2s");
    const { state, counts } = await town.broadcasts.show(id);
    expect(state).toBe("paused");
    expect(town.told[0]).toMatch(/is paused\.\n▰+▱+ \d\d of 60/);
    await town.stage.restart();
    await town.stage.wait("10m");
    expect((await town.broadcasts.show(id)).counts).toEqual(counts);
    await clicks(town, "Resume");
    await town.ended(id);
    expect(texts(town)).toEqual(Array(60).fill("Old text"));
  });

  test("it is cancelled: what was sent stays, the others are left out, and the report says by whom", async () => {
    const { town, id } = await halfway();
    await using _ = town;
    const ann = town.stage.person("ann");
    await ann.looksAt("@wright");
    await clicks(town, "Cancel");
    await town.ended(id);
    const { state, counts } = await town.broadcasts.show(id);
    expect({ state, sum: counts.sent + counts.skipped }).toEqual({ state: "cancelled", sum: 60 });
    expect(texts(town)).toHaveLength(counts.sent);
    expect(town.told.at(-1)).toContain(`${counts.sent} of 60 arrived** (${counts.skipped} left out)`);
    expect(town.told.at(-1)).toContain("It was cancelled by @ann.");
    await expect(town.broadcasts.resume(id)).rejects.toThrow("Broadcast 1 is not paused.");
  });

  test("it is edited: copies that are there are changed, those to come have the new text, none is there twice", async () => {
    const { town, id } = await halfway();
    await using _ = town;
    await town.broadcasts.edit(id, "New text");
    await town.ended(id);
    expect(texts(town)).toEqual(Array(60).fill("New text"));
    expect(town.told.join("\n")).toMatch(/\d\d copies were changed\./);
    expect((await town.broadcasts.show(id)).counts.sent).toBe(60);
  });

  test("it is recalled: copies go, and none follows", async () => {
    const { town, id } = await halfway();
    await using _ = town;
    await town.broadcasts.recall(id, "delete", "@ann");
    await town.stage.wait("2m");
    expect(texts(town)).toEqual([]);
    const { state, counts } = await town.broadcasts.show(id);
    expect({ state, pending: counts.pending }).toEqual({ state: "cancelled", pending: 0 });
    expect(town.told.join("\n")).toMatch(/\d\d copies were taken back\./);
  });

  test("it shows how far it is, and how long it will take", async () => {
    const { town, id } = await halfway();
    await using _ = town;
    expect(town.told[0]).toMatch(/^\*\*Broadcast 1\*\* is being sent\.\n▱+ 0 of 60$/);
    await town.stage.wait("6s");
    expect(town.told[0]).toMatch(/is being sent\.\n▰+▱+ \d\d of 60 · about \d+ seconds? left$/);
    await town.ended(id);
    expect(town.told[0]).toMatch(/has ended: 60 of 60 arrived\.\n▰{20} 60 of 60$/);
  });
});

describe("when it has ended", () => {
  test("the failed ones are tried again with a button, and the new report counts all", async () => {
    let isBroken = true;
    await using town = await sendingTown({
      channels: 4,
      around: troubled((id) => (isBroken && id === broken ? "500" : undefined)),
    });
    const broken = town.targets[2]?.channelId;
    const id = await town.start("Hello");
    await town.ended(id);
    expect(town.told.at(-1)).toContain("3 of 4 arrived** (1 failed)");
    isBroken = false;
    const ann = town.stage.person("ann");
    await ann.looksAt("@wright");
    await ann.clicks("Retry failed");
    await town.ended(id);
    expect(town.told.at(-1)).toContain("4 of 4 arrived**");
    expect(texts(town)).toEqual(Array(4).fill("Hello"));
    await expect(town.broadcasts.retryFailed(id)).rejects.toThrow("None of its targets has failed.");
  });

  test("it is edited, and then recalled, after somebody has removed three of its copies", async () => {
    await using town = await sendingTown({ channels: 50 });
    const id = await town.start("Old text");
    await town.ended(id);
    const ann = town.stage.person("ann");
    for (const n of [3, 20, 44]) await ann.deletes(town.posts(town.targets[n]!)[0]!);
    await town.broadcasts.edit(id, "New text");
    await town.stage.wait("1m");
    expect(texts(town)).toEqual(Array(47).fill("New text"));
    expect(town.told.at(-1)).toContain("47 copies were changed; 3 had been deleted by others.");
    await town.broadcasts.recall(id, "withdraw", "@ann");
    await town.stage.wait("1m");
    expect(texts(town)).toEqual(Array(47).fill("_This message was withdrawn by @ann._"));
    expect(town.told.at(-1)).toContain("47 copies were taken back.");
    expect(await town.broadcasts.show(id)).toMatchObject({ state: "sent", recalled: "withdraw" });
    await expect(town.broadcasts.edit(id, "Newer")).rejects.toThrow("Broadcast 1 was taken back.");
  });

  test("an edit that is cut off by a death is finished after it", async () => {
    await using town = await sendingTown({ channels: 10 });
    const id = await town.start("Old text");
    await town.ended(id);
    town.stage.life.endAfter(14);
    void town.broadcasts.edit(id, "New text");
    await town.stage.wait("1s");
    expect(town.stage.life.isOver).toBe(true);
    await town.stage.restart();
    await town.stage.wait("1m");
    expect(texts(town)).toEqual(Array(10).fill("New text"));
  });
});
