/** Replies in the threads of copies, as their author and those who reply meet them. */
import type { Post } from "@matterwright/protocol";
import { expect, test } from "vitest";
import { Announced } from "../../test/announced.ts";

/** The copy in a channel, as somebody sees it. */
async function copyIn(town: Announced, place: string, who: string): Promise<Post> {
  const person = town.stage.person(who);
  await person.looksAt(place);
  const copy = person.posts.findLast(({ user_id: by, root_id: root }) => by === town.stage.town.bot.id && root === "");
  return copy ?? expect.fail();
}

async function replies(town: Announced, who: string, place: string, text: string): Promise<Post> {
  const said = await town.stage.person(who).says(text, { thread: await copyIn(town, place, who) });
  await town.stage.wait("6s");
  return said;
}

/** The thread in which ann is told, without its first post. */
function gathered(town: Announced, who = "ann"): Post[] {
  const { posts } = town.stage.person(who);
  const root = posts.find(({ message }) => message.startsWith(":speech_balloon: **Replies to broadcast"));
  return posts.filter(({ root_id: id }) => root !== undefined && id === root.id);
}

async function answers(town: Announced, text: string): Promise<Post> {
  const ann = town.stage.person("ann");
  await ann.looksAt("@wright");
  const [first = expect.fail()] = gathered(town);
  const root = ann.posts.find(({ id }) => id === first.root_id) ?? expect.fail();
  const said = await ann.says(text, { thread: root });
  await town.stage.wait("6s");
  return said;
}

/** What the bot has written in the thread of a copy. */
async function answered(town: Announced, place: string): Promise<string[]> {
  const copy = await copyIn(town, place, "cat");
  const { posts } = town.stage.person("cat");
  return posts
    .filter(({ root_id: root, user_id: by }) => root === copy.id && by === town.stage.town.bot.id)
    .map(({ message }) => message);
}

test("replies of all channels stand in one thread for the author, whose answers go where they belong, once", async () => {
  await using town = await Announced.open();
  await town.announce("The lift is broken");
  await town.stage.person("ann").looksAt("@wright");
  const plan = town.stage.person("cat");
  await plan.looksAt("ops");
  const file = await plan.uploads("photo.png", "broken");
  await plan.says("This one?", { thread: await copyIn(town, "ops", "cat"), files: [file] });
  await town.stage.wait("6s");
  await replies(town, "ben", "off-topic", "Until when,\n@all?");
  const ann = town.stage.person("ann");
  const root = ann.posts.find(({ message }) => message.startsWith(":speech_balloon:"));
  expect(root?.message).toContain(":speech_balloon: **Replies to broadcast 1**\n> The lift is broken\n\n");
  expect(gathered(town).map(({ message }) => message)).toEqual([
    expect.stringMatching(
      /^\*\*#1\*\* @\u200Bcat in \[~ops\]\(.*\/_redirect\/pl\/\w{26}\)\n> This one\?\n:paperclip: photo\.png$/,
    ),
    expect.stringMatching(/^\*\*#2\*\* @\u200Bben in \[~off-topic\]\(.*\)\n> Until when,\n> @\u200Ball\?$/),
  ]);
  await answers(town, "#1 Yes, that one");
  expect(gathered(town).at(-1)?.message).toMatch(
    /^:leftwards_arrow_with_hook: \*\*#1\*\*: your answer has arrived: \[~ops\]\(.*\)\.$/,
  );
  expect(await answered(town, "ops")).toEqual(["@cat _An answer of @\u200Bann_:\n\nYes, that one"]);
  expect(await answered(town, "off-topic")).toEqual([]);
  await answers(town, "#1, #2: Until noon");
  expect((await answered(town, "ops")).at(-1)).toContain("Until noon");
  expect((await answered(town, "off-topic")).at(-1)).toBe("@ben _An answer of @\u200Bann_:\n\nUntil noon");
  // What the bot answers there is no reply, and none of it is an announcement.
  expect(gathered(town).filter(({ message }) => message.startsWith("**#"))).toHaveLength(2);
  expect(await town.tell("broadcast list")).not.toContain("Until noon");
  expect(await town.tell("broadcast show")).toContain("The lift is broken");
});

test("an answer needs no number where only one thread was answered in, and is kept and asked about otherwise", async () => {
  await using town = await Announced.open();
  await town.announce("The lift is broken");
  await replies(town, "cat", "ops", "Which one?");
  await replies(town, "ben", "ops", "And when?");
  // It begins like a command, and is one nowhere but here.
  await answers(town, "status of it: help is on the way");
  await answers(town, "help");
  expect(await answered(town, "ops")).toEqual([
    "@ben _An answer of @\u200Bann_:\n\nstatus of it: help is on the way",
    "@ben _An answer of @\u200Bann_:\n\nhelp",
  ]);
  await replies(town, "cat", "off-topic", "What about the stairs?");
  await answers(town, "They are fine");
  expect(gathered(town).at(-1)?.message).toBe(
    ":grey_question: To whom does this go? I have kept it: write `#3` to @\u200Bcat in ~off-topic, `#2` to @\u200Bben in ~ops.",
  );
  await answers(town, "#9");
  expect(gathered(town).at(-1)?.message).toBe("There is no #9 here: the last is #3.");
  await answers(town, "#3");
  expect(await answered(town, "off-topic")).toEqual(["@cat _An answer of @\u200Bann_:\n\nThey are fine"]);
  await answers(town, "#3");
  expect(gathered(town).at(-1)?.message).toBe("Write your answer behind the number: `#3 your answer`.");
  await answers(town, "> **#2** @ben in ~ops\n> And when?\n\nAt noon");
  expect((await answered(town, "ops")).at(-1)).toBe("@ben _An answer of @\u200Bann_:\n\nAt noon");
});

test("what is changed and taken back on either side follows", async () => {
  await using town = await Announced.open();
  await town.announce("The lift is broken");
  const cat = town.stage.person("cat");
  const said = await replies(town, "cat", "ops", "Which one?");
  await cat.edits(said, "Which lift?");
  await town.stage.wait("1s");
  expect(gathered(town)[0]?.message).toMatch(/_\(edited\)_\n> Which lift\?$/);
  await cat.deletes(said);
  await town.stage.wait("1s");
  expect(gathered(town)[0]?.message).toMatch(/\n> _taken back_$/);
  const answer = await answers(town, "#1 The left one");
  const ann = town.stage.person("ann");
  await ann.edits(answer, "#1 The right one");
  await town.stage.wait("6s");
  expect(await answered(town, "ops")).toEqual(["@cat _An answer of @\u200Bann_:\n\nThe right one"]);
  expect(gathered(town).at(-1)?.message).toBe(":pencil2: Your answer: 1 copy was changed.");
  await ann.deletes(answer);
  await town.stage.wait("6s");
  expect(await answered(town, "ops")).toEqual([]);
});

test("a reply that was written while the bot was away is heard afterwards, and those of bots and of the author never are", async () => {
  await using town = await Announced.open();
  await town.announce("The lift is broken");
  const ann = town.stage.person("ann");
  await town.stage.stop();
  await town.stage.person("cat").says("Which one?", { thread: await copyIn(town, "ops", "cat") });
  await ann.says("I know more at noon", { thread: await copyIn(town, "ops", "ann") });
  await town.stage.wait("3h");
  await town.stage.restart();
  await town.stage.wait("6s");
  await ann.looksAt("@wright");
  expect(gathered(town).map(({ message }) => message.split("\n")[1])).toEqual(["> Which one?"]);
});

test("whoever was reached by a direct message answers in its thread, and a reminder is answered like the copy", async () => {
  await using town = await Announced.open();
  for (const said of ["The lift is broken", "@cat", "ack", "yes", "broadcast remind"]) {
    await town.tell(said);
    await town.stage.wait("10s");
  }
  const cat = town.stage.person("cat");
  await cat.looksAt("@wright");
  const [copy, reminder] = cat.posts.filter(({ message }) => /^(?:The lift|:bell:)/.test(message));
  await cat.says("help: which one?", { thread: copy ?? expect.fail() });
  await cat.says("Is it?", { thread: reminder ?? expect.fail() });
  await town.stage.wait("6s");
  expect(cat.sees).toBe("Is it?");
  await town.stage.person("ann").looksAt("@wright");
  expect(gathered(town).map(({ message }) => message.split("\n> ")[1])).toEqual(["help: which one?", "Is it?"]);
  await answers(town, "#1 The left one");
  await cat.looksAt("@wright");
  expect(cat.posts.at(-1)).toMatchObject({ root_id: copy?.id, message: "_An answer of @\u200Bann_:\n\nThe left one" });
});

test("each reply is told of once and each answer arrives once, whenever the program dies", async () => {
  // Both take some 180 calls and writes.
  for (const after of [8, 45, 85, 125, 150, 175]) {
    await using town = await Announced.open();
    await town.announce("The lift is broken");
    const cat = town.stage.person("cat");
    const copy = await copyIn(town, "ops", "cat");
    town.stage.life.endAfter(after);
    await cat.says("Which one?", { thread: copy });
    await cat.says("This one?", { thread: copy });
    await town.stage.wait("10s");
    expect(town.stage.life.isOver).toBe(true);
    await town.stage.restart();
    await town.stage.wait("3m");
    await town.stage.person("ann").looksAt("@wright");
    const told = gathered(town).map(({ message }) => message);
    expect({ after, told: told.join("\n").match(/> \w+ one\?/g) }).toEqual({
      after,
      told: ["> Which one?", "> This one?"],
    });
    town.stage.life.endAfter(after);
    await answers(town, "#1 The left one");
    expect(town.stage.life.isOver).toBe(true);
    await town.stage.restart();
    await town.stage.wait("3m");
    expect({ after, answered: (await answered(town, "ops")).length }).toEqual({ after, answered: 1 });
    const arrived = gathered(town).filter(({ message }) => message.startsWith(":leftwards"));
    expect({ after, arrived: arrived.length }).toEqual({ after, arrived: 1 });
  }
}, 60_000);

test("of very many replies the first are passed on together, and the others honestly counted", async () => {
  await using town = await Announced.open();
  await town.announce("The lift is broken");
  const copy = await copyIn(town, "ops", "cat");
  const cat = town.stage.person("cat");
  const post = { channel_id: copy.channel_id, root_id: copy.id };
  for (let from = 0; from < 307; from += 60) {
    const some = Array.from({ length: Math.min(60, 307 - from) }, (_, index) => ({
      ...post,
      message: `${from + index}?`,
    }));
    await Promise.all(some.map((each) => cat.calls("POST /api/v4/posts", each)));
  }
  await town.stage.wait("2m");
  const ann = town.stage.person("ann");
  await ann.looksAt("@wright");
  const told = gathered(town).flatMap(({ message }) => message.match(/^\*\*#\d+\*\*/gm) ?? []);
  expect(told).toEqual(Array.from({ length: 300 }, (_, index) => `**#${index + 1}**`));
  expect(gathered(town).length).toBeLessThan(150);
  expect(ann.posts.find(({ message }) => message.startsWith(":speech_balloon:"))?.message).toContain(
    ":warning: There are 307 replies: the first 300 stand here, the others are counted.",
  );
});
