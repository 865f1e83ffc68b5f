/** Wizards as people meet them: in a direct message and in a thread, with every way to go back, stop and come back. */
import { type Stage, stage } from "@matterwright/testing";
import { expect, test } from "vitest";
import { Bot, type BotOptions, type WizardOptions, ask, channel, date, duration, wizard, z } from "../index.ts";

const DM = { in: "@wright" };

/** A bot with one wizard, and what came of it. */
function announcing(done: unknown[], options: WizardOptions = {}) {
  return (given: BotOptions): Bot => {
    const announce = wizard(
      "announce",
      {
        message: ask.text("What shall I announce?"),
        when: ask.choice("When?", { now: "Right away", later: "In an hour" }),
        copies: ask.of("How many copies?", z.int().min(1).max(9), { when: ({ when }) => when === "later" }),
      },
      async (ctx, answers) => {
        done.push(answers);
        await ctx.reply("It will go out. ✅");
      },
      options,
    );
    return new Bot(given)
      .use(announce)
      .command("announce", { about: "Write an announcement" }, (ctx) => announce.start(ctx))
      .command("help", { about: "Help" }, (ctx) => ctx.reply("Here is help."));
  };
}

async function tell(town: Stage, ...texts: readonly string[]): Promise<string> {
  for (const text of texts) await town.person("ben").says(text, DM);
  return town.person("ben").sees;
}

test("asks one question after another in a direct message, where commands need no prefix", async () => {
  const done: unknown[] = [];
  await using town = await stage(announcing(done), { callbackUrl: false });
  expect(await tell(town, "announce")).toMatch(/^\*\*What shall I announce\?\*\* \*\(1 of 2\)\*/);
  expect(await tell(town, "help")).toContain("1. Right away\n2. In an hour");
  expect(await tell(town, "In an hour")).toContain("**How many copies?** *(3 of 3)*");
  expect(await tell(town, "3")).toBe("It will go out. ✅");
  expect(done).toEqual([{ message: "help", when: "later", copies: 3 }]);
  expect(await tell(town, "help")).toBe("Here is help.");
});

test("asks only what the answers before call for", async () => {
  const done: unknown[] = [];
  await using town = await stage(announcing(done));
  expect(await tell(town, "announce", "Lunch", "1")).toBe("It will go out. ✅");
  expect(done).toEqual([{ message: "Lunch", when: "now" }]);
});

test("goes on in the thread of the command, with whoever called it, and lets others talk", async () => {
  const done: unknown[] = [];
  await using town = await stage(announcing(done));
  const [ann, ben] = [town.person("ann"), town.person("ben")];
  const root = await ben.says("!announce", { in: "ops" });
  const inThread = { in: "ops", thread: root };
  await ann.says("What is this?", inThread);
  await ben.says("not in the thread", { in: "ops" });
  await ben.says("Lunch", inThread);
  expect(ben.sees).toContain("When?");
  await ben.says("right", inThread);
  expect(done).toEqual([{ message: "Lunch", when: "now" }]);
  expect(ben.posts.filter(({ root_id: id }) => id === root.id)).toHaveLength(6);
});

test("a wrong answer is told with what was expected, and asked again", async () => {
  await using town = await stage(announcing([]));
  expect(await tell(town, "announce", "Lunch", "never")).toMatch(
    /none of the choices: write a number from 1 to 2.*When\?/s,
  );
  expect(await tell(town, "in an hout")).toContain("Did you mean `In an hour`?");
  expect(await tell(town, "2", "many")).toMatch(/^That must be a whole number\.\n\n\*\*How many copies/);
  expect(await tell(town, "10")).toMatch(/^That must be at most 9\./);
});

test("one can go back, change an answer and see what was said; quotes make words of these", async () => {
  const done: unknown[] = [];
  await using town = await stage(announcing(done));
  expect(await tell(town, "announce", "back")).toContain("This is the first question.");
  expect(await tell(town, '"cancel"', "back")).toContain("What shall I announce?");
  expect(await tell(town, "Lunch")).toContain("When?");
  expect(await tell(town, "2", "edit 1")).toContain("What shall I announce?");
  expect(await tell(town, "Dinner @all")).toContain("How many copies?");
  expect(await tell(town, "edit 7")).toContain("There is no question `7`: they are 1 to 3.");
  expect(await tell(town, "summary")).toContain(
    "1. What shall I announce? **Dinner @\u200Ball**\n2. When? **In an hour**",
  );
  await tell(town, "!edit when", "now");
  expect(done).toEqual([{ message: "Dinner @all", when: "now" }]);
});

test("cancel ends it, and a prefix or a mention calls a command all the same", async () => {
  const done: unknown[] = [];
  await using town = await stage(announcing(done));
  expect(await tell(town, "announce", "!help")).toBe("Here is help.");
  expect(await tell(town, "!cancel")).toBe("Cancelled `announce`: nothing was done.");
  expect([await tell(town, "help"), done]).toEqual(["Here is help.", []]);
});

test("asks at the end whether everything is as it was meant", async () => {
  const done: unknown[] = [];
  await using town = await stage(announcing(done, { confirm: "Shall I send it?" }));
  const asked = await tell(town, "announce", "Lunch", "1");
  expect(asked).toContain("1. What shall I announce? **Lunch**\n2. When? **Right away**\n\n**Shall I send it?**");
  expect(await tell(town, "perhaps")).toContain("`yes` or `no`?");
  expect(await tell(town, "no")).toContain("Nothing was done yet.");
  expect(await tell(town, "edit 2", "2", "4")).toContain("**4**");
  expect([await tell(town, "Yes"), done]).toEqual([
    "It will go out. ✅",
    [{ message: "Lunch", when: "later", copies: 4 }],
  ]);
});

test("who is silent is told that it stops asking, and can go on with what was said", async () => {
  const done: unknown[] = [];
  await using town = await stage(announcing(done));
  await tell(town, "announce", "Lunch");
  await town.wait("29m");
  expect(town.person("ben").sees).toContain("When?");
  await town.wait("2m");
  expect(town.person("ben").sees).toBe(
    "I waited 30 minutes for an answer, and stop asking about `announce` now. Your answer is kept for 1 day:\n\n" +
      "1. What shall I announce? **Lunch**\n\nWrite `resume` to go on.",
  );
  expect(await tell(town, "help")).toBe("Here is help.");
  expect(await tell(town, "resume")).toContain("When?");
  await tell(town, "1");
  expect(done).toEqual([{ message: "Lunch", when: "now" }]);
  expect(await tell(town, "resume")).not.toContain("When?");
});

test("what was kept is forgotten after a day", async () => {
  await using town = await stage(announcing([]));
  await tell(town, "announce", "Lunch");
  await town.wait("25h");
  expect(await tell(town, "resume")).not.toContain("When?");
});

test("a wizard within another waits for its end", async () => {
  const done: unknown[] = [];
  const order = wizard("order", { what: ask.text("What?") }, (ctx, { what }) => ctx.reply(`Ordered ${what}.`));
  await using town = await stage((options) =>
    announcing(done)(options)
      .use(order)
      .command("order", { about: "Order" }, (ctx) => order.start(ctx)),
  );
  expect(await tell(town, "announce", "Lunch", "!order")).toMatch(
    /^`announce` waits until this is done\.\n\n\*\*What\?/,
  );
  expect(await tell(town, "pizza")).toBe("Back to `announce`: write `resume` to see its question again.");
  expect(await tell(town, "!announce")).toMatch(/^You are in the middle of this already\.\n\n\*\*When/);
  await tell(town, "1");
  expect(done).toEqual([{ message: "Lunch", when: "now" }]);
});

test("a handler that fails leaves the last question open", async () => {
  let fails = true;
  const done: unknown[] = [];
  const once = wizard("once", { what: ask.text("What?") }, (_ctx, answers) => {
    if (fails) throw new Error("broken");
    done.push(answers);
  });
  await using town = await stage((options) =>
    new Bot(options).use(once).command("once", { about: "Once" }, (ctx) => once.start(ctx)),
  );
  expect(await tell(town, "once", "this")).toMatch(/^Something went wrong\. Ref /);
  fails = false;
  await tell(town, "that");
  expect(done).toEqual([{ what: "that" }]);
});

test("asks for people's own kinds, and keeps what they meant when they wrote it", async () => {
  const done: unknown[] = [];
  const meet = wizard(
    "meet",
    {
      where: ask.of("Where?", channel()),
      when: ask.of("When?", date()),
      long: ask.of("How long?", duration().optional()),
      sure: ask.yes("Sure?"),
    },
    (_ctx, { where, when, long, sure }) => void done.push([where.name, when, long, sure]),
  );
  await using town = await stage((options) =>
    new Bot(options).use(meet).command("meet", { about: "Meet" }, (ctx) => meet.start(ctx)),
  );
  const now = town.clock.now();
  expect(await tell(town, "meet", "~nowhere")).toContain("That must be a channel that you can see");
  await tell(town, "~ops", "in 2h");
  await town.wait("20m");
  expect(await tell(town, "skip")).toContain("Sure?");
  expect(await tell(town, "skip")).toContain("This has to be answered.");
  await tell(town, "yes");
  const [[where, when, long, sure]] = done as [[string, Date, unknown, boolean]];
  expect([where, long, sure]).toEqual(["ops", undefined, true]);
  expect(Math.abs(when.getTime() - now - 7_200_000)).toBeLessThan(60_000);
});

test("takes a message with its files as an answer", async () => {
  const done: unknown[] = [];
  const send = wizard("send", { what: ask.message("What?") }, (_ctx, { what }) => void done.push(what));
  await using town = await stage((options) =>
    new Bot(options).use(send).command("send", { about: "Send" }, (ctx) => send.start(ctx)),
  );
  const ben = town.person("ben");
  await ben.says("send", DM);
  const file = await ben.uploads("plan.txt", "the plan");
  const post = await ben.says("", { ...DM, files: [file] });
  expect(done).toEqual([{ text: "", fileIds: [file.id], postId: post.id }]);
});

test("starts with what is known already, and after a slash command goes on in a direct message", async () => {
  const done: unknown[] = [];
  const announce = wizard(
    "a",
    { x: ask.text("X?"), y: ask.of("Y?", z.int()) },
    (_ctx, answers) => void done.push(answers),
  );
  await using town = await stage((options) =>
    new Bot(options).use(announce).command("a", { about: "A" }, (ctx) => announce.start(ctx, { x: "one", y: "two" })),
  );
  expect(await tell(town, "a")).toMatch(/^What was said here before will not do any more\.\n\n\*\*Y\?/);
  await tell(town, "2");
  expect(done).toEqual([{ x: "one", y: 2 }]);
});

test("a choice is what was chosen, also where its name is a number", async () => {
  const done: unknown[] = [];
  const many = wizard(
    "many",
    {
      floor: ask.choice("Which floor?", { "2": "The second", "3": "The third" }),
      seats: ask.choice("How many seats?", { few: "2", many: "10" }),
    },
    (_ctx, answers) => void done.push(answers),
  );
  await using town = await stage((options) =>
    new Bot(options).use(many).command("many", { about: "Many" }, (ctx) => many.start(ctx)),
  );
  // By its number, by its name where that is no number of another, and by a label that is a number itself.
  await tell(town, "many", "1", "2", "many", "3", "10", "many", "2", "ten", "10");
  expect(done).toEqual([
    { floor: "2", seats: "few" },
    { floor: "3", seats: "many" },
    { floor: "3", seats: "many" },
  ]);
});

test("answers have the numbers by which they can be changed, also when a question before them is still open", async () => {
  const done: unknown[] = [];
  await using town = await stage(announcing(done, { confirm: "Well?" }));
  await tell(town, "announce", "Lunch", "2", "3");
  const more = (options: BotOptions): Bot => {
    const announce = wizard(
      "announce",
      { title: ask.text("Title?"), tone: ask.text("Tone?"), message: ask.text("What shall I announce?") },
      () => undefined,
    );
    return new Bot(options).use(announce);
  };
  await town.restart(more);
  expect(await tell(town, "summary")).toMatch(/^1\. Title\? …\n3\. What shall I announce\? \*\*Lunch\*\*/);
});

test("a wizard can be begun by what another one leads to", async () => {
  const done: unknown[] = [];
  const more = wizard("more", { how: ask.text("How?") }, (_ctx, answers) => void done.push(answers));
  const first = wizard("first", { what: ask.text("What?") }, async (ctx, { what }) => {
    await ctx.reply(`${what} it is.`);
    await more.start(ctx);
  });
  await using town = await stage((options) =>
    new Bot(options).use(first, more).command("first", { about: "First" }, (ctx) => first.start(ctx)),
  );
  expect(await tell(town, "first", "Lunch")).toMatch(/^\*\*How\?\*\*/);
  await tell(town, "Quickly");
  expect(done).toEqual([{ how: "Quickly" }]);
});

test("wrong wizards are refused when they are made", () => {
  const nothing = (): void => {};
  expect(() => wizard("a b", { x: ask.text("X?") }, nothing)).toThrow('cannot be called "a b"');
  expect(() => wizard("a", {}, nothing)).toThrow('the wizard "a" asks nothing');
  expect(() => wizard("a", { 1: ask.text("X?") }, nothing)).toThrow("begins with a digit");
  expect(() => ask.choice("When?", {})).toThrow('"When?" has no choices');
  expect(() => ask.text(" ")).toThrow("a question needs words");
  expect(() => ask.of("What?", z.object({ a: z.string() }))).toThrow("nobody could type an answer");
  const twice = wizard("a", { x: ask.text("X?") }, nothing);
  expect(() => new Bot({ url: "http://x", token: "t" }).use(twice, twice)).toThrow('answer of "a" already');
});
