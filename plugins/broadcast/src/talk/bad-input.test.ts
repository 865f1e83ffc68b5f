/** What people write who are in a hurry, or did not mean it: each has a kind answer, and nothing that was typed is lost. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Home, tell } from "../../test/home.ts";

let home: Home;

beforeEach(() => {
  home = new Home();
});
afterEach(() => home[Symbol.dispose]());

const LONG = "And then there is the other thing that I wanted to say to everybody who reads this today.";

describe("a message", () => {
  test.each(["   ", "\n\n", "\u200B", "\u2060 \uFEFF"])("that is empty is no announcement: %j", async (text) => {
    await using town = await home.open();
    expect(await tell(town.person("ben"), text)).toBe(
      "There is nothing in your message: write what shall be announced, or send a file.",
    );
  });

  test("that was deleted after it was asked what it is leaves the first where it was", async () => {
    await using town = await home.open();
    const ben = town.person("ben");
    await tell(ben, "Lunch is here");
    await tell(ben, LONG);
    await ben.deletes(ben.posts.find(({ message }) => message === LONG)!);
    expect(ben.sees).toContain("so I go on with the first.\n\n:loudspeaker: **Step 1 of 2");
    await tell(ben, "man");
    await tell(ben, LONG);
    await town.wait("1s");
    await ben.deletes(ben.posts.findLast(({ message }) => message === LONG)!);
    expect(ben.sees).toMatch(/so I go on with the first\.\n\n:mag: \*\*Step 2 of 2[^]*\nLunch is here\n/);
    await tell(ben, "yes");
    expect(home.started.map(({ draft }) => draft.text)).toEqual(["Lunch is here"]);
  });

  test("that was edited to nothing cannot be sent, until it is edited again", async () => {
    await using town = await home.open();
    const ben = town.person("ben");
    const post = await ben.says("Lunch is here", { in: "@wright" });
    await tell(ben, "man");
    await ben.edits(post, " ");
    expect(ben.sees).toContain(":no_entry: There is nothing to send: the message is empty.");
    expect(await tell(ben, "yes")).toContain("This cannot be sent as it is.");
    await town.wait("1s");
    await ben.edits(post, "Lunch is late");
    await tell(ben, "yes");
    expect(home.started.map(({ draft }) => draft.text)).toEqual(["Lunch is late"]);
  });
});

describe("an answer", () => {
  test("that is empty is asked for again, wherever the dialog stands", async () => {
    await using town = await home.open();
    const ben = town.person("ben");
    await tell(ben, "Lunch is here");
    expect(await tell(ben, " ")).toBe(
      "There is nothing in your answer. Write to whom it shall go, or `cancel`.\n> Lunch is here",
    );
    await tell(ben, "man");
    expect(await tell(ben, " ")).toContain("Write `yes` or `no`.");
    await tell(ben, LONG);
    expect(await tell(ben, " ")).toContain("Write `replace`, `add` or `keep`.");
    await tell(ben, "keep");
    await tell(ben, "yes");
    expect(home.started.map(({ draft }) => draft.text)).toEqual(["Lunch is here"]);
  });

  test("of nobody that is known names the nearest, also behind signs and in other cases", async () => {
    await using town = await home.open();
    const ben = town.person("ben");
    await tell(ben, "Lunch is here");
    for (const [written, meant] of [
      ["everybody her", "Everybody here"],
      ["~of-topic", "off-topic"],
      ['"MANN"', "man"],
    ])
      expect(await tell(ben, written ?? "")).toContain(`Did you mean \`${meant}\``);
    expect(await tell(ben, "xyzzy")).toContain("`!get_groups` and `!channels` list what there is.");
  });

  test("by an alias whose group is gone says what it stood for", async () => {
    await using town = await home.open();
    home.write(`${home.text}\nold = "Floor 9"\n`);
    const ben = town.person("ben");
    await tell(ben, "Lunch is here");
    expect(await tell(ben, "old, man")).toContain(
      ':no_entry_sign: `old`: it stands for "Floor 9", and there is nothing called that.',
    );
    expect(ben.sees).toContain("I have kept the rest: 1 channel (~ops).");
  });

  test("by an alias that a group shadows goes to the group, and the list says so", async () => {
    await using town = await home.open();
    home.write(`${home.text}\nman = "Everybody here"\n`);
    const ann = town.person("ann");
    expect(await tell(ann, "!aliases")).toMatch(/`man` \| Everybody here :warning: not used: there is a group of/);
    await tell(ann, "Lunch is here");
    expect(await tell(ann, "man")).toContain("To **1 channel**: ~ops.");
  });

  test("to a question of long ago is explained, and the announcement can be taken up again", async () => {
    await using town = await home.open();
    const ben = town.person("ben");
    await tell(ben, "Lunch is here");
    await tell(ben, "man");
    await town.wait("6m");
    for (const late of ["yes", "at 17:30", "list", "urgent"])
      expect(await tell(ben, late)).toContain("I had stopped waiting for an answer, so nothing was sent.");
    expect(home.started).toEqual([]);
    expect(await tell(ben, "resume")).toContain("To **1 channel**: ~ops.");
    expect(await tell(ben, "resume")).toBe(
      "You are in the middle of it already. Write `yes` or `no`.\n> Lunch is here",
    );
    await tell(ben, "yes");
    expect(home.started.map(({ draft }) => draft.text)).toEqual(["Lunch is here"]);
  });

  test("that is given twice sends once", async () => {
    await using town = await home.open();
    const ben = town.person("ben");
    await tell(ben, "Lunch is here");
    await tell(ben, "man");
    await Promise.all(["yes", "yes"].map((word) => ben.says(word, { in: "@wright" })));
    expect(home.started).toHaveLength(1);
    expect(ben.sees).toContain("There is nothing that waits for an answer.");
  });

  test("in a thread is an answer too", async () => {
    await using town = await home.open();
    const ben = town.person("ben");
    const post = await ben.says("Lunch is here", { in: "@wright" });
    await ben.says("man", { thread: post });
    expect(ben.sees).toContain("Step 2 of 2");
    await ben.says("yes", { thread: post });
    expect(home.started).toHaveLength(1);
  });
});
