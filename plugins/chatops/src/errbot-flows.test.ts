/** What went wrong in Errbot's flows, and its kit for whoever writes plugins: conversations and commands that come and go. */
import { stage } from "@matterwright/testing";
import { Bot, ask, command, plugin, wizard, z } from "matterwright";
import { expect, test } from "vitest";
import { asks } from "../test/shop.ts";
import chatops from "./index.ts";

const kitchen = plugin({
  name: "kitchen",
  setup(bot) {
    const drink = wizard("drink", { size: ask.choice("Which size?", { s: "Small", l: "Large" }) }, (ctx, { size }) =>
      ctx.reply(`A drink, ${size}.`),
    );
    const meal = wizard("meal", { dish: ask.text("Which dish?") }, async (ctx, { dish }) => {
      await ctx.reply(`${dish} is being cooked.`);
      await drink.start(ctx);
    });
    bot.use(drink, meal).command("meal", { about: "Order a meal" }, (ctx) => meal.start(ctx));
  },
});

const DM = { place: "@wright" };

test("errbot-bug-19 what a step says that begins by itself is seen, and what it ends with too", async () => {
  await using town = await stage((options) => new Bot(options).plugin(chatops).plugin(kitchen));
  await asks(town, "meal", DM);
  await asks(town, "Soup", DM);
  const seen = (): string[] => town.person("ben").posts.map(({ message }) => message);
  expect(seen()).toContain("Soup is being cooked.");
  expect(seen().at(-1)).toContain("**Which size?**");
  expect(await asks(town, "l", DM)).toBe("A drink, l.");
});

test("errbot-bug-20 the status of what one is in the middle of has lines, and no signs that should have been some", async () => {
  await using town = await stage((options) => new Bot(options).plugin(chatops).plugin(kitchen));
  await asks(town, "meal", DM);
  for (const call of ["!flows status", "!flows list", "!flows show meal"]) {
    const answer = await asks(town, call, DM);
    expect(answer).toContain("meal");
    expect(answer).not.toMatch(/\\n|<br>|&emsp;|&#?\w+;/);
  }
  expect((await asks(town, "!flows status", DM)).split("\n")).toHaveLength(3);
});

test("errbot-40 commands come and go, conversations wait for answers, and a test has people, rooms, threads and direct messages", async () => {
  let bot: Bot | undefined;
  await using town = await stage((options) => (bot = new Bot(options).plugin(chatops).plugin(kitchen)));
  const lunch = command(
    "lunch",
    { about: "What there is", args: { day: z.string().default("today") } },
    (ctx, { day }) => ctx.reply(`Soup ${day}`),
  );
  const remove = bot?.add(lunch);
  const cat = town.person("cat");
  const root = await cat.says("hungry?", { in: "ops" });
  await town.person("ben").says("!lunch tomorrow", { thread: root });
  expect(cat.posts.at(-1)).toMatchObject({ message: "Soup tomorrow", root_id: root.id });
  remove?.();
  expect(await asks(town, "!lunch")).toContain("I know no command `lunch`.");
  await asks(town, "meal", DM);
  await town.restart();
  expect(await asks(town, "Rice", DM)).toContain("Which size?");
});
