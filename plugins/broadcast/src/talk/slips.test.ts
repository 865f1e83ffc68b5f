/** What people write in the dialog that is not what was asked for: each is answered kindly, and nothing is lost. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Home, tell } from "../../test/home.ts";

let home: Home;

beforeEach(() => {
  home = new Home();
});
afterEach(() => home[Symbol.dispose]());

describe("a cry for help", () => {
  test.each(["!help", "help", "--help", "-h", "!man", "man"])(
    "%s is no announcement, whatever commands there are, and no answer either",
    async (cry) => {
      await using town = await home.open({}, { toml: ({ ops }) => `[groups]\nfloor = ["${ops}"]\n` });
      const ben = town.person("ben");
      const said = await tell(ben, cry);
      expect(said).toContain("**Announcing something to many channels**");
      for (const each of ["!add_group", "edit last", "broadcast recall last", "broadcast list"])
        expect(said).toContain(each);
      await tell(ben, "Lunch is here");
      expect(await tell(ben, cry)).toContain("**Announcing something to many channels**");
      await tell(ben, "floor");
      await tell(ben, "yes");
      expect(home.started[0]?.draft.text).toBe("Lunch is here");
    },
  );
});

describe("a misspelt command", () => {
  test.each([
    ["!get_gruops", "There is no command `!get_gruops`. Did you mean `!get_groups`?"],
    ["!get gruops", "There is no command `!get gruops`. Did you mean `!get groups`?"],
    ["get_gruops", "There is no command `get_gruops`. Did you mean `get_groups`?"],
    ["get gruops", "There is no command `get gruops`. Did you mean `get groups`?"],
    ["get gruops of all machines", "You may not announce anything here."],
    ["Good morning", "You may not announce anything here."],
  ])("%s, of somebody who may not announce: %s", async (said, answer) => {
    await using town = await home.open({ authors: ["ben"] });
    expect(await tell(town.person("cat"), said)).toContain(answer);
  });

  test("without its prefix is an announcement, and its author is told that it may have been a command", async () => {
    await using town = await home.open();
    const ben = town.person("ben");
    const said = await tell(ben, "get gruops");
    expect(said).toContain("to whom shall this go?");
    expect(said).toContain("(Did you mean the command? Write `!get groups`.)");
    await tell(ben, "cancel");
    expect(await tell(ben, "Good morning")).not.toContain("the command?");
  });
});

describe("in the middle of an announcement", () => {
  test("a misspelt command is named, and is no answer", async () => {
    await using town = await home.open();
    const ben = town.person("ben");
    await tell(ben, "Lunch is here");
    const said = await tell(ben, "!get_group");
    expect(said).toContain("There is no command `!get_group`. Did you mean `!get_groups`");
    expect(said).toContain(
      "You are in the middle of it already. Write to whom it shall go, or `cancel`.\n> Lunch is here",
    );
    await tell(ben, "man");
    expect(await tell(ben, "!add_grup x")).toContain("Write `yes` or `no`.");
    await tell(ben, "yes");
    expect(home.targets).toEqual(["~ops"]);
  });

  test.each(["yes", "dry run", "rehearse", "list", "urgent", "explain", "preview"])(
    "%s comes too early while its targets are not known",
    async (word) => {
      await using town = await home.open();
      const ben = town.person("ben");
      await tell(ben, "Lunch is here");
      expect(await tell(ben, word)).toMatch(/^First I have to know where it goes\.[^]*Step 1 of 2[^]*> Lunch is here/);
      expect(await tell(ben, "man")).toContain("Step 2 of 2");
    },
  );

  test.each([
    ["yes please", "Confirmed"],
    ["Yes, send it!", "Confirmed"],
    [":+1:", "Confirmed"],
    ["No, thanks.", "Forgotten"],
    ["nope", "Forgotten"],
    ["yes we can, at noon", "I know nothing called"],
  ])("%j is understood as people mean it", async (word, said) => {
    await using town = await home.open();
    const ben = town.person("ben");
    await tell(ben, "Lunch is here");
    await tell(ben, "man");
    await tell(ben, word);
    expect(ben.posts.some(({ message }) => message.includes(said))).toBe(true);
    expect(home.started).toHaveLength(said === "Confirmed" ? 1 : 0);
  });

  test("an author may leave out what they may not announce to", async () => {
    await using town = await home.open();
    const ben = town.person("ben");
    await tell(ben, "Lunch is here");
    expect(await tell(ben, "all minus ~town-square, minus Führung 🎩")).toContain("To **1 channel**: ~off-topic.");
  });

  test("a group may be called like a word of the dialog", async () => {
    await using town = await home.open({}, { toml: ({ ops }) => `[groups]\nurgent = ["${ops}"]\n` });
    const ben = town.person("ben");
    await tell(ben, "Lunch is here");
    expect(await tell(ben, "urgent")).toContain("To **1 channel**: ~ops.");
  });
});

test("people of a group are counted as such", async () => {
  await using town = await home.open();
  expect(await tell(town.person("ann"), '!add_group "Both" = ["~ops", "@cat"]')).toContain(
    "**Both** is added, with 1 channel and 1 person.",
  );
});
