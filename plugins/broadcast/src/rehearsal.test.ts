/** What a rehearsal is not: neither what its author announced last, nor what was made of their message. */
import { expect, test } from "vitest";
import { Announced } from "../test/announced.ts";

test("after a rehearsal an edit of its message is one of the announcement, and `last` is what was announced", async () => {
  await using town = await Announced.open();
  await town.announce("Lunch at twelve");
  for (const said of ["Supper at six", "Everybody", "rehearse"]) await town.tell(said);
  await town.stage.wait("10s");
  const ann = town.stage.person("ann");
  const bot = town.stage.town.bot.id;
  const source = ann.posts.find(({ message, user_id: by }) => message === "Supper at six" && by !== bot);
  await ann.edits(source!, "Supper at seven");
  expect(ann.sees).toContain(":pencil2: You have changed the message. Now it is this:");
  expect(await town.tell("edit last Lunch at one")).toContain("- Lunch at twelve");
  // Which of both is meant is asked back.
  for (const said of ["yes", "yes"]) await town.tell(said);
  await town.stage.wait("10s");
  expect(await town.copies()).toEqual(["Lunch at twelve", "Supper at seven", "Lunch at twelve", "Supper at seven"]);
});
