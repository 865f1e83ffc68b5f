/** A bot with a shop, for the tests of what whoever comes from Errbot must find again. */
import { type Stage, stage } from "@matterwright/testing";
import { Bot, type BotOptions, plugin, rest, z } from "matterwright";
import chatops from "../src/index.ts";

/** Something to command: plain, with arguments, for administrators, hidden, secret, and failing. */
export const shop = plugin({
  name: "shop",
  about: "Sell things",
  setup(bot) {
    bot.command("basket add", { about: "Put something into the basket", args: { item: z.string() } }, (ctx, { item }) =>
      ctx.reply(`added ${item}`),
    );
    bot.command("basket", { about: "Tell what is in the basket" }, (ctx) => ctx.reply("a basket"));
    bot.command("raw", { about: "Say a text again", args: { text: rest() } }, (ctx, { text }) => ctx.reply(text));
    bot.command("close", { about: "Close the shop", adminOnly: true, aliases: ["shut"] }, (ctx) => ctx.reply("closed"));
    bot.command("teapot", { about: "Short and stout", hidden: true }, (ctx) => ctx.reply("418"));
    bot.command("pin", { about: "Take a secret", isForgotten: true, args: { pin: z.string() } }, (ctx) =>
      ctx.reply("kept"),
    );
    bot.command("crash", { about: "Fail" }, () => {
      throw new Error("password swordfish at 10.0.0.7");
    });
  },
});

/** Adds to the bot of a test. */
export type Also = (bot: Bot, options: BotOptions) => unknown;

/** ChatOps and the shop, in a town. */
export const onStage = (more: Partial<BotOptions> = {}, also: Also = () => {}): Promise<Stage> =>
  stage((options) => {
    const bot = new Bot({ ...options, ...more }).plugin(chatops).plugin(shop);
    also(bot, options);
    return bot;
  });

/** Says something, and tells what is seen then. */
export const asks = async (town: Stage, text: string, { who = "ben", place = "ops" } = {}): Promise<string> => {
  await town.person(who).says(text, { in: place });
  return town.person(who).sees;
};
