/** What plugins keep, each for itself: at once, and together with everything else that a handler writes. */
import { stage } from "@matterwright/testing";
import { expect, test } from "vitest";
import { Bot, type Plugin, plugin, storeKey, z } from "../index.ts";

const last = storeKey("last", z.string());

/** Notes who said its name, in the handler's transaction. */
const noting = (name: string): Plugin =>
  plugin({
    name,
    setup: (bot) =>
      void bot.hears(name, async (ctx) => {
        ctx.write((tx) => last.set(bot.storeIn(tx), ctx.text));
        await ctx.reply(`before: ${await last.get(bot.store)}`, { durable: true });
        if (ctx.text.endsWith("!")) throw new Error("no");
      }),
  });

test("plugins keep under one name what each of them wrote, in the handler's transaction, or not at all", async () => {
  await using town = await stage((options) => new Bot(options).plugin(noting("one")).plugin(noting("two")));
  const ann = town.person("ann");
  await ann.says("one");
  await ann.says("two");
  await ann.says("one more");
  expect(ann.sees).toBe("before: one");
  await ann.says("one and out!");
  await ann.says("one again");
  expect(ann.sees).toBe("before: one more");
  expect(await town.durable.store.keys("plugin/")).toEqual(["plugin/one/last", "plugin/two/last"]);
});
