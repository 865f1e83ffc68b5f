/** What was announced with values for each target, and is changed or corrected then. */
import { expect, test } from "vitest";
import { Announced } from "../../test/announced.ts";

/** Ann has announced her slots. */
async function slots(): Promise<Announced> {
  const town = await Announced.open();
  const ann = town.stage.person("ann");
  await ann.looksAt("@wright");
  const file = await ann.uploads("slots.csv", "target,slot\n~ops,9:00\n~off-topic,10:00\n");
  await ann.says("Your slot is {{slot}}", { in: "@wright", files: [file] });
  await town.tell("yes");
  await town.stage.wait("10s");
  expect(await town.copies()).toEqual(["Your slot is 9:00", "Your slot is 10:00"]);
  return town;
}

test("a change is filled anew for each target, and shown for one of them first", async () => {
  await using town = await slots();
  expect(await town.tell("edit last {{channel}} comes at {{slot}}")).toMatch(
    /This changes 2 copies[^]*- Your slot is \{\{slot\}\}\n\+ \{\{channel\}\} comes at \{\{slot\}\}[^]*\*For ~ops:\*\n\n~ops comes at 9:00$/,
  );
  await town.stage.person("ann").clicks("Change them");
  await town.stage.wait("10s");
  expect(await town.copies()).toEqual(["~ops comes at 9:00", "~off-topic comes at 10:00"]);
  expect(town.stage.person("ann").sees).toContain("2 copies were changed.");
});

test("a change that does not fit every target is refused, and says why", async () => {
  await using town = await slots();
  expect(await town.tell("edit last Your slto is {{slto}}, {{team}}")).toBe(
    "`{{slto}}` has no value for ~ops, ~off-topic. Did you mean `{{slot}}`?\nNothing was changed. Write \\{{ for the braces themselves.",
  );
  expect(await town.tell(`edit last ${"{{date}}".repeat(1_700)}`)).toBe(
    "It would be longer than a post may be, for ~ops, ~off-topic. Nothing was changed.",
  );
  expect(await town.copies()).toEqual(["Your slot is 9:00", "Your slot is 10:00"]);
});

test("a correction in the threads has the values of each", async () => {
  await using town = await slots();
  await town.tell("broadcast correct last Not at {{slot}}, sorry");
  await town.stage.person("ann").clicks("Send it");
  await town.stage.wait("10s");
  expect((await town.copies()).filter((text) => text.startsWith("Not"))).toEqual([
    "Not at 9:00, sorry",
    "Not at 10:00, sorry",
  ]);
});
