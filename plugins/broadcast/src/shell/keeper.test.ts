/** Who is told of what was announced from a shell, beside which there is nobody who wrote to the bot. */
import { expect, test } from "vitest";
import { Announced } from "../../test/announced.ts";
import { type Order, type OrderAnswer, broadcastStore, orders } from "../index.ts";

/** Has something announced as a shell does. */
async function ordered(town: Announced, more: Partial<Order> = {}): Promise<OrderAnswer | undefined> {
  const store = broadcastStore(town.stage.durable);
  const id = crypto.randomUUID();
  await orders.place(store, id, { to: "~ops", text: "The lift is broken", fileIds: [], ...more });
  await town.stage.wait("10s");
  return orders.answer(store, id);
}

/** What the bot has told somebody, as one text. */
async function told(town: Announced, who: string): Promise<string> {
  const person = town.stage.person(who);
  await person.looksAt("@wright");
  return person.posts.map(({ message }) => message).join("\n\n");
}

/** Somebody answers in the thread of the copy. */
async function replies(town: Announced, who: string, text: string): Promise<void> {
  const person = town.stage.person(who);
  await person.looksAt("ops");
  const copy = person.posts.findLast(({ message }) => message === "The lift is broken") ?? expect.fail();
  await person.says(text, { thread: copy });
  await town.stage.wait("10s");
}

test("an administrator is told how it ends, of replies and of the deadline, answers them, and can stop it", async () => {
  await using town = await Announced.open();
  expect(await ordered(town, { ack: "ack within 2h" })).toMatchObject({ kind: "begun", targets: 1 });
  expect(await told(town, "ann")).toContain("**Broadcast 1: 1 of 1 arrived**");
  await replies(town, "ben", "Until when?");
  await replies(town, "ann", "Nobody knows");
  const seen = await told(town, "ann");
  expect(seen).toContain(":speech_balloon: **Replies to broadcast 1**");
  expect(seen).toMatch(/\*\*#1\*\* @.?ben in \[~ops\]/);
  expect(seen).not.toContain("> Nobody knows");
  const ann = town.stage.person("ann");
  const thread = ann.posts.find(({ message }) => message.startsWith(":speech_balloon:")) ?? expect.fail();
  await ann.says("Until noon", { thread });
  await town.stage.wait("10s");
  expect((await town.copies()).at(1)).toContain("Until noon");
  await town.stage.wait("2h");
  expect(await told(town, "ann")).toContain("its deadline is over");
  // It is not what she has announced herself.
  expect(await town.tell("broadcast show last")).toContain("You have announced nothing that I remember.");
  town.stage.sim.faults.channels.archive("~ops");
  await ordered(town);
  await town.stage.person("ann").looksAt("@wright");
  town.stage.sim.faults.channels.restore("~ops");
  await town.stage.person("ann").clicks("Retry failed");
  await town.stage.wait("10s");
  expect(await told(town, "ann")).toContain("**Broadcast 3: 1 of 1 arrived**");
});

test("whoever it is announced as is told instead, at once as well, and may change it", async () => {
  await using town = await Announced.open();
  expect(await ordered(town, { as: "@Ben", when: "in 2h" })).toMatchObject({ kind: "begun" });
  expect(await told(town, "ben")).toMatch(
    /announces this as yours, to 1 channel, \*\*.*\(UTC\)\*\*:\n> The lift is broken\nIt is broadcast 1: `broadcast cancel 1` takes it back\./,
  );
  expect(await town.tell("!broadcast audit")).toContain("announced as somebody's from a shell | @");
  await town.stage.wait("3h");
  expect(await told(town, "ben")).toContain("**Broadcast 1: 1 of 1 arrived**");
  await replies(town, "cat", "Until when?");
  expect(await told(town, "ben")).toMatch(/\*\*#1\*\* @.?cat in/);
  expect(await told(town, "ann")).not.toContain("Replies to broadcast");
  expect(await town.tell("edit last The lift works", "ben")).toContain("This changes 1 copy of broadcast 1");
});

test("nobody, a bot, and somebody who has left, announce nothing", async () => {
  await using town = await Announced.open();
  for (const [as, why] of [
    ["@nobody", "There is nobody called `@nobody`."],
    ["wright", "@wright is no person who could announce anything."],
  ] as const)
    expect(await ordered(town, { as })).toEqual({ kind: "refused", why });
  expect(await town.copies()).toEqual([]);
});
