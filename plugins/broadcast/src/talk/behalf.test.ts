/** Announcing in somebody else's name, and with a priority. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { Home, tell } from "../../test/home.ts";

let home: Home;

beforeEach(() => {
  home = new Home();
});
afterEach(() => home[Symbol.dispose]());

test("each copy says in whose name it is, that person is told once, and it is recorded", async () => {
  await using town = await home.open({ onBehalf: ["ben"] });
  const [ann, ben, cat] = [town.person("ann"), town.person("ben"), town.person("cat")];
  await tell(ben, "Lunch is here");
  await tell(ben, "all");
  expect(await tell(ben, "on behalf of @nobdy")).toBe("There is nobody called `@nobdy`.");
  expect(await tell(ben, "On behalf of @wright")).toBe("@wright is no person who could announce anything.");
  const shown = await tell(ben, "on behalf of @cat");
  expect(shown).toContain("It says that it is on behalf of @\u200Bcat, who is told.");
  expect(shown).toMatch(/\n---\n_On behalf of .*@\u200Bcat\)?_\n\nLunch is here\n/);
  expect(await tell(ben, "on behalf of me")).not.toContain("On behalf of");
  await tell(ben, "on behalf of cat");
  await tell(ben, "yes");
  expect(home.started[0]?.draft.onBehalfOf).toMatchObject({ id: town.town.people.cat.id, username: "cat" });
  await cat.looksAt("@wright");
  expect(cat.sees).toMatch(
    /^:bust_in_silhouette: @\u200Bben announces this to 2 channels on your behalf:\n> Lunch is here\n/,
  );
  expect(await tell(ann, "!broadcast audit")).toMatch(
    /announced on behalf of somebody \| @\u200Bcat, by @\u200Bben, to 2 channels/,
  );
});

test("nobody may do that without the right, not even with what was shown before", async () => {
  await using town = await home.open();
  const ben = town.person("ben");
  await tell(ben, "Lunch is here");
  await tell(ben, "all");
  expect(await tell(ben, "on behalf of @cat")).toContain("whoever runs this bot allows it in `BROADCAST_ON_BEHALF`");
  await tell(ben, "yes");
  expect(home.started[0]?.draft.onBehalfOf).toBeUndefined();
});
