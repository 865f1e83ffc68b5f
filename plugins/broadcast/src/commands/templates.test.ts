/** Texts that are kept under a name: who keeps them, and how they are announced. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { Home, tell } from "../../test/home.ts";

let home: Home;

beforeEach(() => {
  home = new Home();
});
afterEach(() => home[Symbol.dispose]());

const TEXT = "Hello {{name}},\nyour slot is {{slot|open}}";

test("a text is kept, listed, shown, and announced again and again with other tables", async () => {
  await using town = await home.open();
  const ben = town.person("ben");
  expect(await tell(ben, "template list")).toContain("There are no templates.");
  expect(await tell(ben, `template save "Weekly slots" ${TEXT}`)).toBe(
    ":white_check_mark: `template use Weekly slots` announces this text now, with values for {{name}}, {{slot}}.",
  );
  expect(await tell(ben, "!template list")).toContain(
    "| `Weekly slots` | Hello {{name}}, your slot is {{slot\\|open}} | {{name}}, {{slot}} | @\u200Bben |",
  );
  expect(await tell(town.person("ann"), '!template show "weekly  SLOTS"')).toContain(`\`\`\`\n${TEXT}\n\`\`\``);
  for (const name of ["Men", "Gentlemen"]) {
    await ben.looksAt("@wright");
    const table = await ben.uploads("slots.csv", `target,name\nman,${name}\n`);
    await ben.says("template use weekly slots", { in: "@wright", files: [table] });
    expect(ben.sees).toContain(`\n---\nHello ${name},\nyour slot is open\n`);
    await tell(ben, "yes");
  }
  expect(home.started.map(({ draft, targets }) => [draft.text, targets[0]?.values?.["name"]])).toEqual([
    [TEXT, "Men"],
    [TEXT, "Gentlemen"],
  ]);
  await tell(ben, "template use Weekly slots");
  await tell(ben, "man");
  expect(ben.sees).toContain("`{{name}}` has no value.");
  expect(await tell(ben, "template use Weekly slots")).toContain("You are in the middle of announcing something");
});

test("what is being announced is kept without writing it again", async () => {
  await using town = await home.open();
  const ben = town.person("ben");
  expect(await tell(ben, "template save Lunch")).toContain("Write the text behind the name");
  await tell(ben, "Lunch is here");
  await tell(ben, "man");
  expect(await tell(ben, "template save Lunch")).toBe(
    ":white_check_mark: `template use Lunch` announces this text now.",
  );
  await tell(ben, "yes");
  expect(home.started).toHaveLength(1);
  expect(await tell(ben, "template show Lunch")).toContain("Lunch is here");
});

test("is changed by whoever keeps it and by administrators alone, and a name that nothing has is named with the nearest", async () => {
  await using town = await home.open({ authors: ["ben", "cat"] });
  const [ann, ben, cat] = [town.person("ann"), town.person("ben"), town.person("cat")];
  await tell(ben, "template save Lunch Lunch is here");
  expect(await tell(cat, "template save lunch Dinner is here")).toContain(
    "is of @ben: only they and my administrators",
  );
  expect(await tell(cat, "template remove Lunch")).toContain("only they and my administrators");
  expect(await tell(cat, "template show Lumch")).toBe("There is no template `Lumch`. Did you mean `Lunch`?");
  expect(await tell(ann, "template save Lunch Dinner is here")).toContain("Before, it said:\n```\nLunch is here\n```");
  expect(await tell(ann, "template remove lunch")).toContain("It said:\n```\nDinner is here\n```");
  expect(await tell(ben, "template list")).toContain("There are no templates.");
  const audit = await tell(ann, "!broadcast audit");
  for (const did of ["@ben | saved a template", "@ann | changed a template", "@ann | removed a template"])
    expect(audit).toContain(`| ${did} | Lunch |`);
});

test("is nothing for those who may not announce", async () => {
  await using town = await home.open();
  for (const said of ["list", "save Lunch Lunch is here", "show Lunch", "use Lunch", "remove Lunch"])
    expect(await tell(town.person("cat"), `!template ${said}`)).toContain("You may not announce anything here.");
});
