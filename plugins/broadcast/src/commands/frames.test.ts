/** Headers and footers from chat. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { Home, tell } from "../../test/home.ts";

let home: Home;

beforeEach(() => {
  home = new Home();
});
afterEach(() => home[Symbol.dispose]());

test("are set, changed and taken away by administrators, follow their group, and are recorded", async () => {
  await using town = await home.open();
  const [ann, ben] = [town.person("ann"), town.person("ben")];
  const before = home.text;
  expect(await tell(ben, "!set_header man Hello men")).toBe(
    "Only administrators of this bot may change groups and aliases.",
  );
  expect(await tell(ann, '!set_header "MAN" **Listen**\nall of you')).toBe(
    ":white_check_mark: This stands above whatever goes to **man** now:\n```\n**Listen**\nall of you\n```",
  );
  await tell(ann, "!set_footer * Yours");
  await tell(ann, "!set_header man **Listen**");
  expect(ann.sees).toContain("Before, it was:\n```\n**Listen**\nall of you\n```");
  expect(home.text).toContain('[headers]\nman = "**Listen**"');
  await tell(ann, '!rename_group man "Men only"');
  expect(home.text).toContain('"Men only" = "**Listen**"');
  await tell(ben, "Lunch is here");
  expect(await tell(ben, "Men only")).toContain("\n---\n**Listen**\n\nLunch is here\n\nYours\n");
  expect(await tell(ann, "!set_header womn Hi")).toContain("There is no group called `womn`.");
  expect(await tell(ann, "!set_header all Hi")).toContain("There is no group called `all`.");
  expect(await tell(ann, '!set_header "Men only"')).toContain("**Men only** has no header any more.");
  expect(await tell(ann, '!set_header "Men only"')).toBe("**Men only** has no header. Nothing was changed.");
  await tell(ann, "!set_footer *");
  await tell(ann, '!rename_group "Men only" man');
  expect(home.text.replaceAll(/\n*\[(?:headers|footers)\]\n*/g, "")).toBe(before);
  expect(await tell(ann, "!broadcast audit")).toContain("| removed a footer |");
});
