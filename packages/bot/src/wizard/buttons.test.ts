/** Wizards whose questions are answered with buttons where the server can call the bot, and with reactions where it cannot. */
import { type Stage, stage } from "@matterwright/testing";
import { expect, test } from "vitest";
import { Bot, type BotOptions, type WizardOptions, ask, button, channel, user, wizard, z } from "../index.ts";

const DM = { in: "@wright" };

function ordering(done: unknown[], options: WizardOptions = {}) {
  return (given: BotOptions): Bot => {
    const order = wizard(
      "order",
      {
        what: ask.text("What?"),
        size: ask.choice("How large?", { s: "Small", l: "Large" }),
        sauce: ask.of("Which sauce?", z.enum(["hot", "mild"]).optional()),
        gift: ask.yes("Is it a gift?"),
      },
      async (ctx, answers) => {
        done.push(answers);
        await ctx.reply("Ordered.");
      },
      options,
    );
    return new Bot(given).use(order).command("order", { about: "Order" }, (ctx) => order.start(ctx));
  };
}

async function tell(town: Stage, ...texts: readonly string[]): Promise<string> {
  for (const text of texts) await town.person("ben").says(text, DM);
  return town.person("ben").sees;
}

function labels(town: Stage): string[] {
  const cards = town.person("ben").posts.at(-1)?.props.attachments ?? [];
  return cards.flatMap(({ actions = [] }) => actions.map(({ name = "" }) => name));
}

test("choices are buttons, an answer takes the place of them, and what follows is asked in a message of its own", async () => {
  const done: unknown[] = [];
  await using town = await stage(ordering(done));
  const ben = town.person("ben");
  await tell(town, "order");
  expect(labels(town)).toEqual(["Cancel"]);
  await tell(town, "pizza");
  expect(labels(town)).toEqual(["Small", "Large", "Back", "Cancel"]);
  await ben.clicks("Large");
  const asked = ben.posts.at(-2);
  expect([asked?.message, asked?.props.attachments]).toEqual(["**How large?** **Large**", undefined]);
  expect(ben.sees).toContain("Which sauce?");
  expect(labels(town)).toEqual(["hot", "mild", "Skip", "Back", "Cancel"]);
  await ben.clicks("Skip");
  expect(labels(town)).toEqual(["Yes", "No", "Back", "Cancel"]);
  await ben.clicks("No");
  expect([done, ben.sees]).toEqual([[{ what: "pizza", size: "l", sauce: undefined, gift: false }], "Ordered."]);
  expect(ben.posts.every(({ root_id: root }) => root === "")).toBe(true);
});

test("what is written beside the buttons counts as well, and a button of a passed step says so", async () => {
  const done: unknown[] = [];
  await using town = await stage(ordering(done));
  const ben = town.person("ben");
  await tell(town, "order", "pizza", "large");
  await ben.clicks("Small");
  expect(ben.sees).toBe("You have answered this already: **Large**. Write `edit 2` to change it.");
  expect(ben.ephemerals).toHaveLength(1);
  await town.wait("1s");
  expect(await tell(town, "HOT", "yes")).toBe("Ordered.");
  expect(done).toEqual([{ what: "pizza", size: "l", sauce: "hot", gift: true }]);
  await ben.clicks("mild");
  expect(ben.sees).toBe("This is over: nobody waits for it any more.");
});

test("Back and Cancel are buttons, and all answers are confirmed with one", async () => {
  const done: unknown[] = [];
  await using town = await stage(ordering(done, { confirm: "Shall I order it?" }));
  const ben = town.person("ben");
  await tell(town, "order", "pizza");
  await ben.clicks("Back");
  expect(ben.sees).toContain("**What?**");
  await tell(town, "pasta", "small", "skip", "no");
  expect(labels(town)).toEqual(["Yes", "Back", "Cancel"]);
  await ben.clicks("Back");
  expect(ben.sees).toContain("**Is it a gift?**");
  await ben.clicks("Yes");
  expect(ben.sees).toContain(
    "1. What? **pasta**\n2. How large? **Small**\n3. Which sauce? *skipped*\n4. Is it a gift? **Yes**",
  );
  await ben.clicks("Yes");
  expect(done).toEqual([{ what: "pasta", size: "s", sauce: undefined, gift: true }]);
  const summary = ben.posts.at(-2);
  expect([summary?.message.endsWith("**Shall I order it?**"), summary?.props.attachments]).toEqual([true, undefined]);
  await tell(town, "order");
  await ben.clicks("Cancel");
  expect(ben.sees).toBe("Cancelled `order`: nothing was done.");
});

test("in a channel it is the thread in which the buttons stand, and they are for one person alone", async () => {
  const done: unknown[] = [];
  await using town = await stage(ordering(done));
  const [ann, ben] = [town.person("ann"), town.person("ben")];
  const root = await ben.says("!order", { in: "ops" });
  await ben.says("pizza", { in: "ops", thread: root });
  await ann.looksAt("ops");
  await ann.clicks("Large");
  expect(ann.sees).toBe("This is not for you to decide.");
  for (const label of ["Large", "Skip", "No"]) await ben.clicks(label);
  expect(done).toHaveLength(1);
  expect(ben.posts.filter(({ root_id: id }) => id === root.id)).toHaveLength(6);
});

test("buttons survive a restart, and one of a wizard that stopped asking takes it up again", async () => {
  const done: unknown[] = [];
  await using town = await stage(ordering(done));
  const ben = town.person("ben");
  await tell(town, "order", "pizza");
  await town.restart();
  await ben.clicks("Large");
  await town.wait("31m");
  expect(ben.sees).toContain("Your 2 answers are kept for 1 day:\n\n1. What? **pizza**\n2. How large? **Large**");
  await ben.clicks("hot");
  expect(ben.sees).toContain("Is it a gift?");
  await ben.clicks("Yes");
  expect(done).toEqual([{ what: "pizza", size: "l", sauce: "hot", gift: true }]);
});

test("a button counts once, and its wizard says which one comes first", async () => {
  const done: unknown[] = [];
  const other = wizard("other", { why: ask.text("Why?") }, () => undefined);
  await using town = await stage((options) =>
    ordering(done)(options)
      .use(other)
      .command("other", { about: "Other" }, (ctx) => other.start(ctx)),
  );
  const ben = town.person("ben");
  await tell(town, "order", "pizza", "!other");
  await ben.clicks("Large");
  expect(ben.sees).toBe("`other` comes first: this waits until it is done.");
  await town.wait("1s");
  await tell(town, "so");
  await ben.clicks("Large");
  expect(ben.sees).toContain("Which sauce?");
});

test("of a word and a click at the same moment one counts, and the next question is asked once", async () => {
  const done: unknown[] = [];
  await using town = await stage(ordering(done));
  const ben = town.person("ben");
  await tell(town, "order", "pizza");
  await Promise.all([ben.says("small", DM), ben.clicks("Large")]);
  expect(ben.posts.filter(({ message }) => message.includes("Which sauce?"))).toHaveLength(1);
  await tell(town, "summary");
  expect(ben.sees).toMatch(/2\. How large\? \*\*(?:Small|Large)\*\*/);
});

test("many choices are a menu", async () => {
  const done: unknown[] = [];
  const days = wizard(
    "days",
    { day: ask.of("Which day?", z.enum(["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"])) },
    (_ctx, answers) => void done.push(answers),
  );
  await using town = await stage((options) =>
    new Bot(options).use(days).command("days", { about: "Days" }, (ctx) => days.start(ctx)),
  );
  await tell(town, "days");
  expect(labels(town)).toEqual(["Choose…", "Cancel"]);
  await town.person("ben").chooses("Choose…", "Wed");
  expect(done).toEqual([{ day: "Wed" }]);
});

test("people and channels are menus, and are shown by their names", async () => {
  const done: unknown[] = [];
  const invite = wizard(
    "invite",
    { who: ask.of("Whom?", user()), where: ask.of("Where?", channel()) },
    (_ctx, { who, where }) => void done.push([who.username, where.name]),
    { confirm: "Shall I?" },
  );
  await using town = await stage((options) =>
    new Bot(options).use(invite).command("invite", { about: "Invite" }, (ctx) => invite.start(ctx)),
  );
  const ben = town.person("ben");
  await tell(town, "invite");
  expect(labels(town)).toEqual(["Choose somebody…", "Cancel"]);
  await ben.chooses("Choose somebody…", town.town.people.cat.id);
  expect(ben.posts.at(-2)?.message).toBe("**Whom?** **@\u200Bcat**");
  const ops = [...town.sim.world.channels.values()].find(({ name }) => name === "ops")?.id ?? "";
  await ben.chooses("Choose a channel…", ops);
  expect(ben.sees).toContain("1. Whom? **@\u200Bcat**\n2. Where? **~ops**");
  await ben.clicks("Yes");
  expect(done).toEqual([["cat", "ops"]]);
});

test("where the server cannot call, choices are reactions and numbers, and nothing else is", async () => {
  const done: unknown[] = [];
  await using town = await stage(ordering(done), { callbackUrl: false });
  const ben = town.person("ben");
  expect(await tell(town, "order", "pizza")).toBe(
    "**How large?** *(2 of 4)*\n\n1. Small\n2. Large\n\nReact with a number, or write a number or a name, or `back`, `cancel`.",
  );
  await ben.reacts("two");
  expect(ben.posts.at(-2)?.message).toBe("**How large?** **Large**");
  expect(await tell(town, "1")).toContain("Is it a gift?");
  await ben.reacts("two");
  expect(done).toEqual([{ what: "pizza", size: "l", sauce: "hot", gift: false }]);
});

test("a number answers the question that was asked last, not an older choice", async () => {
  const done: unknown[] = [];
  const yes = button("yes", {}, (ctx) => ctx.reply("Chosen."));
  const count = wizard("count", { many: ask.of("How many?", z.int()) }, (_ctx, answers) => void done.push(answers));
  await using town = await stage(
    (options) =>
      new Bot(options)
        .use(yes, count)
        .command("poll", { about: "Poll" }, (ctx) => ctx.reply("Well?", { actions: [yes("Yes", {})] }))
        .command("count", { about: "Count" }, (ctx) => count.start(ctx)),
    { callbackUrl: false },
  );
  await tell(town, "poll", "count", "1");
  expect(done).toEqual([{ many: 1 }]);
});
