/** What an author leaves out: nothing goes where they said that it shall not, however they have spelt it. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Announced } from "../../test/announced.ts";
import { Home, tell } from "../../test/home.ts";

let home: Home;

beforeEach(() => {
  home = new Home();
});
afterEach(() => home[Symbol.dispose]());

/** What the bot says to each answer of ben, who announces something. */
async function answers(...said: readonly string[]): Promise<string[]> {
  await using town = await home.open();
  const ben = town.person("ben");
  await tell(ben, "Lunch is here");
  const told: string[] = [];
  for (const text of said) told.push(await tell(ben, text));
  return told;
}

describe("a misspelt channel behind `minus`", () => {
  test("is asked for again, and left out by its name alone", async () => {
    const [asked, shown] = await answers("all, man minus ~off-topik", "~off-topic");
    expect(asked).toContain(":grey_question: I know nothing called `~off-topik` that I could leave out.");
    expect(asked).toContain("Did you mean `off-topic`?");
    expect(asked).toContain("Write what shall be left out, `skip` if all of them shall get it");
    expect(shown).toContain("To **2 channels**: ~town-square, ~ops.");
  });

  test.each([
    ["with `minus` again", ["all minus ~off-topik", "minus ~off-topic"]],
    ["misspelt once more", ["all minus ~off-topik", "~of-topc", "~off-topic"]],
    ["by somebody who may not name it otherwise", ["all minus ~off-topik", "~town-squaer, ~off-topic", "~leads"]],
  ])("may be written %s", async (_, said) => {
    const shown = (await answers(...said)).at(-1);
    expect(shown).toContain("To **1 channel**: ~town-square.");
  });

  test("is asked for until it is known, beside a target that was misspelt too", async () => {
    const [asked, more, shown] = await answers("all, mn minus ~off-topik", "man", "~off-topic");
    expect(asked).toContain("with `minus` before what shall be left out");
    expect(more).toContain(":grey_question: And what shall be left out?");
    expect(more).toContain("3 channels (~town-square, ~off-topic, ~ops)");
    expect(shown).toContain("To **2 channels**: ~town-square, ~ops.");
    expect((await answers("all, mn minus ~off-topik", "man minus ~off-topic")).at(-1)).toContain(
      "To **2 channels**: ~town-square, ~ops.",
    );
  });

  test("with nothing before it is no answer, and the next one is a whole one", async () => {
    const [asked, shown] = await answers("minus ~off-topik", "all");
    expect(asked).toContain("Write the targets again, or `cancel`.");
    expect(shown).toContain("To **2 channels**: ~town-square, ~off-topic.");
  });

  test("is left in where its author says so", async () => {
    expect((await answers("all minus ~off-topik", "skip")).at(-1)).toContain("To **2 channels**");
  });
});

test("a list behind `minus` is one of those who get it, and that is told", async () => {
  const [shown] = await answers("all minus ~off-topic, man");
  expect(shown).toContain("To **2 channels**: ~town-square, ~ops.");
  expect(shown).toContain(
    ":information_source: `man` comes in, as a comma stands before it: `minus ~off-topic minus man` leaves both out.",
  );
  expect((await answers("all, man minus ~off-topic minus man")).at(-1)).not.toContain("comes in");
});

test("`minus` takes something from what was shown", async () => {
  expect((await answers("all, man", "minus ~off-topic")).at(-1)).toContain("To **2 channels**: ~town-square, ~ops.");
});

test("what is called something else when it goes out is left out all the same, and its author is told", async () => {
  await using town = await Announced.open();
  const { ops } = town.stage.town.channels;
  for (const said of ["Lunch is here", "Everybody minus ~ops", "in 2h", "yes"]) await town.tell(said);
  await town.stage
    .person("ann")
    .calls(`PUT /api/v4/channels/${ops.id}/patch`, { name: "works", display_name: "Works" });
  await town.stage.wait("3h");
  const told = town.stage.person("ann").sees;
  expect(told).toContain("1 of 1 arrived");
  expect(told).toContain('There is nothing called "~ops" any more, which was to be left out');
  expect(town.stage.sim.world.aliveInChannel.get(ops.id)?.some(({ message }) => message === "Lunch is here")).toBe(
    false,
  );
});

test("somebody who has left is left out, and no trouble", async () => {
  await using town = await Announced.open();
  for (const said of ["Lunch is here", "members(~ops) minus @cat", "in 2h", "yes"]) await town.tell(said);
  await town.stage.person("ann").calls(`PUT /api/v4/users/${town.stage.town.people.cat.id}/active`, { active: false });
  await town.stage.wait("3h");
  expect(town.stage.person("ann").sees).toContain("2 of 2 arrived");
  expect(town.stage.person("ann").sees).not.toContain("left out");
});
