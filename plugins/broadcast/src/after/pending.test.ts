/** Changes of what was announced, confirmed in words: where there are no buttons, and by whoever would rather write. */
import { expect, test } from "vitest";
import { Announced } from "../../test/announced.ts";

test("`yes` does what was asked about last, and the question says what became of it", async () => {
  await using town = await Announced.open();
  await town.announce("Lunch at twelve");
  await town.tell("edit last Lunch at one");
  await town.tell("Yes, please");
  await town.stage.wait("10s");
  expect(await town.copies()).toEqual(["Lunch at one", "Lunch at one"]);
  const { posts } = town.stage.person("ann");
  expect(posts.find(({ message }) => message.includes("Answered"))?.props["attachments"]).toBeUndefined();
  expect(posts.some(({ message }) => message.includes("The copies of broadcast 1 are being changed."))).toBe(true);
  expect(await town.tell("yes")).toContain("There is nothing that waits for an answer.");
});

test("`no` leaves it as it is", async () => {
  await using town = await Announced.open();
  await town.announce("Lunch at twelve");
  expect(await town.tell("broadcast recall last")).toContain(
    "This deletes 2 copies of broadcast 1.\n> Lunch at twelve",
  );
  expect(await town.tell("no")).toBe("Nothing was changed.");
  await town.stage.wait("10s");
  expect(await town.copies()).toEqual(["Lunch at twelve", "Lunch at twelve"]);
});

test("a new announcement is what `yes` is about from then on, and with both open it is asked back", async () => {
  await using town = await Announced.open();
  await town.announce("Lunch at twelve");
  await town.tell("edit last Lunch at one");
  for (const said of ["Supper at six", "Everybody"]) await town.tell(said);
  await town.tell("edit last Lunch at two");
  expect(await town.tell("yes")).toContain("Two things wait for an answer");
  await town.tell("yes");
  await town.stage.wait("10s");
  expect(await town.copies()).toEqual(["Lunch at twelve", "Supper at six", "Lunch at twelve", "Supper at six"]);
});
