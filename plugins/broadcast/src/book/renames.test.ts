/** What was announced to a group, or goes out to it later, when the group is called something else by then. */
import { expect, test } from "vitest";
import { Announced } from "../../test/announced.ts";

test("what goes out later reaches the group under its new name", async () => {
  await using town = await Announced.open();
  for (const said of ["Lunch is here", "Everybody", "in 2h", "yes"]) await town.tell(said);
  await town.tell('!rename_group Everybody "All of us"');
  await town.stage.wait("3h");
  expect(await town.copies()).toEqual(["Lunch is here", "Lunch is here"]);
  expect(town.stage.person("ann").sees).toContain("2 of 2 arrived");
});

test("a change of what was announced is agreed to by whoever has to agree to the group now", async () => {
  await using town = await Announced.open({ approvers: ["cat"] });
  const { ops } = town.stage.town.channels;
  town.write(`[groups]\nBoard = ["${ops.id}"]\n\n[rights.Board]\napprove = true\n`);
  for (const said of ["Lunch at 12", "Board", "yes"]) await town.tell(said, "ben");
  const cat = town.stage.person("cat");
  await cat.looksAt("@wright");
  await cat.clicks("Agree");
  await town.stage.wait("10s");
  await town.tell("!rename_group Board Directors");
  await town.tell("edit last Lunch at 1", "ben");
  expect(town.stage.person("ben").sees).toContain("Somebody else has to agree to whatever goes to **Directors**.");
});
