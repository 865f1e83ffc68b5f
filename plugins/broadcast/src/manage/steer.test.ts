/** A broadcast is steered in words, where the server cannot call the bot and there are no buttons, and by nobody who may not. */
import { describe, expect, test } from "vitest";
import { Announced } from "../../test/announced.ts";
import { type Trouble, troubled } from "../../test/trouble.ts";

/** A town without callbacks, in which posts to some channels go wrong. */
async function town(trouble: Map<string, Trouble> = new Map()): Promise<Announced> {
  return Announced.open({}, { callbackUrl: false, around: troubled((channel) => trouble.get(channel)) });
}

/** Everything that the bot says after somebody wrote to it: the answer, and what follows at once. */
async function told(place: Announced, text: string): Promise<string> {
  const ann = place.stage.person("ann");
  await ann.looksAt("@wright");
  const before = ann.posts.length;
  await place.tell(text);
  return ann.posts
    .slice(before)
    .map(({ message }) => message)
    .join("\n\n");
}

describe("without buttons", () => {
  test("the progress says what to write, and pause, resume and cancel do it", async () => {
    const trouble = new Map<string, Trouble>();
    await using place = await town(trouble);
    const ann = place.stage.person("ann");
    const { ops, "off-topic": offTopic } = place.stage.town.channels;
    for (const { id } of [ops, offTopic]) trouble.set(id, "500");
    await place.announce("Lunch is here");
    const progress = (): string =>
      ann.posts.findLast(({ message }) => message.startsWith("**Broadcast 1**"))?.message ?? "";
    expect(progress()).toContain("`broadcast pause 1` · `broadcast cancel 1`");
    expect(ann.posts.every(({ props }) => props["attachments"] === undefined)).toBe(true);
    expect(await place.tell("broadcast pause 1")).toMatch(/^\*\*Broadcast 1\*\* is paused\.\n▱+ 0 of 2$/);
    await place.stage.wait("1s");
    expect(progress()).toContain("is paused");
    trouble.clear();
    await place.stage.wait("10m");
    expect(await place.copies()).toEqual([]);
    expect(await place.tell("!broadcast pause")).toContain("Broadcast 1 is paused already.");
    trouble.set(offTopic.id, "500");
    expect(await told(place, "broadcast resume")).toContain("is being sent");
    await place.stage.wait("1m");
    expect(await place.copies()).toEqual(["Lunch is here"]);
    expect(await told(place, "broadcast cancel last")).toMatch(/has ended: 1 of 2 arrived/);
    await place.stage.wait("1m");
    trouble.clear();
    await place.stage.wait("10m");
    expect(await place.copies()).toEqual(["Lunch is here"]);
    expect(ann.sees).toContain("1 of 2 arrived** (1 left out)");
    expect(ann.sees).toContain("It was cancelled by @ann.");
    expect(await place.tell("broadcast cancel 1")).toContain("Broadcast 1 has ended already.");
    expect(await place.tell("broadcast resume 1")).toContain("Broadcast 1 is not paused.");
  });

  test("the report says how to try the failed ones again, and that does it", async () => {
    await using place = await town();
    const ann = place.stage.person("ann");
    place.stage.sim.faults.channels.archive("~ops");
    await place.announce("Lunch is here");
    expect(ann.sees).toContain("1 of 2 arrived** (1 failed)");
    expect(ann.sees).toContain("`broadcast retry 1`");
    place.stage.sim.faults.channels.restore("~ops");
    expect(await told(place, "broadcast retry")).toContain("is being sent");
    await place.stage.wait("1m");
    expect(ann.sees).toContain("2 of 2 arrived**");
    expect(await place.copies()).toEqual(["Lunch is here", "Lunch is here"]);
    expect(await place.tell("broadcast retry 1")).toContain("None of its targets has failed.");
  });

  test.each(["pause", "resume", "cancel", "retry"])(
    "`broadcast %s` is for its author and administrators",
    async (deed) => {
      await using place = await town();
      await place.announce("Lunch is here");
      expect(await place.tell(`broadcast ${deed} 1`, "ben")).toContain(
        "Broadcast 1 is somebody else's: only its author and my administrators can do that.",
      );
      expect(await place.tell(`broadcast ${deed}`, "ben")).toContain("You have announced nothing that I remember.");
      expect(await place.tell(`broadcast ${deed} 7`)).toContain("There is no broadcast `7`.");
      expect(await place.tell(`!broadcast ${deed} seven`)).toContain("write a number from `broadcast list`, or `last`");
      const cat = place.stage.person("ann");
      await cat.says(`!broadcast ${deed}`, { in: "town-square" });
      expect(cat.sees).toContain("in a direct message");
    },
  );
});
