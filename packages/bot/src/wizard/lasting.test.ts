/** Wizards through restarts, sudden deaths and upgrades: whoever is in the middle of one stays there. */
import { stage } from "@matterwright/testing";
import { expect, test } from "vitest";
import { Bot, type BotOptions, type Question, ask, wizard, z } from "../index.ts";

const DM = { in: "@wright" };

/** The same wizard with other questions, as after an upgrade. */
function asking(done: unknown[], questions: Record<string, Question>) {
  return (options: BotOptions): Bot => {
    const order = wizard("order", questions, async (ctx, answers) => {
      done.push(answers);
      await ctx.reply("Ordered.", { durable: true });
    });
    return new Bot(options).use(order).command("order", { about: "Order" }, (ctx) => order.start(ctx));
  };
}

const what = ask.text("What?");
const size = ask.choice("How large?", { s: "Small", l: "Large" });

test("goes on after a restart", async () => {
  const done: unknown[] = [];
  await using town = await stage(asking(done, { what, size }));
  const ben = town.person("ben");
  await ben.says("order", DM);
  await ben.says("pizza");
  await town.restart();
  await ben.says("large");
  expect([done, ben.sees]).toEqual([[{ what: "pizza", size: "l" }], "Ordered."]);
});

test("an upgrade that adds, removes, reorders and changes questions asks what it does not know yet", async () => {
  const done: unknown[] = [];
  await using town = await stage(
    asking(done, { color: ask.text("Which color?"), count: ask.of("How many?", z.int()), what, size }),
  );
  const ben = town.person("ben");
  for (const text of ["order", "red", "12", "pizza"]) await ben.says(text, DM);
  const dip = ask.yes("With dip?");
  const count = ask.of("How many?", z.int().max(10));
  await town.restart(asking(done, { dip, size, what, count }));
  await ben.says("large");
  expect(ben.sees).toContain("With dip?");
  await ben.says("no");
  expect(ben.sees).toContain("How large?");
  await ben.says("large");
  expect(ben.sees).toMatch(/^What was said here before will not do any more\.\n\n\*\*How many\?/);
  await ben.says("9");
  expect(done).toEqual([{ dip: false, size: "l", what: "pizza", count: 9 }]);
});

test("a wizard that is no more lets messages through", async () => {
  await using town = await stage(asking([], { what, size }));
  const ben = town.person("ben");
  await ben.says("order", DM);
  await town.restart((options) => new Bot(options).on("message", (ctx) => ctx.reply(`heard ${ctx.text}`)));
  await ben.says("pizza");
  expect(ben.sees).toBe("heard pizza");
});

test("wherever the program dies, an answer counts once and the next question comes once", async () => {
  for (let crossings = 1; crossings <= 12; crossings++) {
    const done: unknown[] = [];
    await using town = await stage(asking(done, { what, size }));
    const ben = town.person("ben");
    await ben.says("order", DM);
    town.life.endAfter(crossings);
    await ben.says("pizza");
    await town.restart();
    await town.wait("2m");
    const asked = ben.posts.filter(({ message }) => message.includes("How large?"));
    expect([crossings, asked.length]).toEqual([crossings, 1]);
    await ben.says("1");
    expect([crossings, done]).toEqual([crossings, [{ what: "pizza", size: "s" }]]);
    expect(ben.posts.filter(({ message }) => message === "Ordered.")).toHaveLength(1);
  }
});
