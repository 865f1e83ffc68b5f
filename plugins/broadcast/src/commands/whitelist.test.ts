/** The whitelist from chat: who may change it, and what they are told. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { Home, tell } from "../../test/home.ts";

let home: Home;

beforeEach(() => {
  home = new Home();
});
afterEach(() => home[Symbol.dispose]());

test("channels come and go with the file's comments kept, and it is recorded", async () => {
  await using town = await home.open();
  const [ann, ben] = [town.person("ann"), town.person("ben")];
  const before = home.text;
  const { ops, leads } = town.town.channels;
  await tell(ben, "Hello");
  expect(await tell(ben, "~ops")).toContain("it is not on the whitelist");
  await tell(ben, "no");
  expect(await tell(ann, `!add_whitelist ~ops, ${leads.id}`)).toBe(
    ":white_check_mark: ~ops, ~leads may be named alone now.",
  );
  expect(home.text).toBe(before.replace('",]\n', `", "${ops.id}", "${leads.id}",]\n`));
  expect(await tell(ben, "!whitelist")).toMatch(/\| ~off-topic +\| `\w{26}` +\|\n\| ~ops /);
  await tell(ben, "Hello");
  expect(await tell(ben, "~ops")).toContain("To **1 channel**: ~ops.");
  await tell(ben, "no");
  expect(await tell(ann, "!add_whitelist ~ops")).toBe("Nothing was changed: that may be named alone already.");
  await tell(ann, "!add_alias boss ~leads");
  expect(await tell(ann, '!remove_whitelist "ops", ~leads')).toBe(
    ":wastebasket: ~ops, ~leads may not be named alone any more.\n:warning: The alias `boss` stands for it, and works for administrators only now.",
  );
  await tell(ann, "!remove_alias boss");
  expect(home.text).toBe(before);
  expect(await tell(ann, "!broadcast audit")).toMatch(/removed from the whitelist[^]*added to the whitelist/);
});

test("nobody else changes it, and what is not there is named with what may be meant", async () => {
  await using town = await home.open();
  const [ann, ben] = [town.person("ann"), town.person("ben")];
  const before = home.text;
  for (const how of ["add", "remove"])
    expect(await tell(ben, `!${how}_whitelist ~off-topic`)).toBe(
      "Only administrators of this bot may change groups and aliases.",
    );
  expect(await tell(ann, "!add_whitelist ~ops, ~nowhere")).toContain(
    "`~nowhere` is neither the id nor the name of a channel.",
  );
  expect(await tell(ann, "!add_whitelist @ben")).toContain("Only channels stand on the whitelist");
  expect(await tell(ann, "!remove_whitelist off-topci")).toBe(
    "`off-topci` is not on the whitelist. Did you mean `off-topic`? Nothing was changed.",
  );
  expect(home.text).toBe(before);
});
