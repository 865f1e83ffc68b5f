/** Menus as people meet them: one of a few, a person, a channel. */
import { stage } from "@matterwright/testing";
import { expect, test } from "vitest";
import { Bot, type BotOptions, select, z } from "../index.ts";

const region = select(
  "region",
  { from: { eu: "Europe", us: "America" }, carries: { ticket: z.string() } },
  (ctx, chosen, { ticket }) => ctx.edit(`${ticket} goes to ${chosen}.`),
);
const size = select("size", { from: ["small", "large"] }, (ctx, chosen) => ctx.edit(`It is ${chosen}.`));
const who = select("who", { from: "users" }, async (ctx, id) => {
  const { username } = await ctx.people.user(id);
  return ctx.edit(`@${username} takes it.`);
});
const where = select("where", { from: "channels" }, async (ctx, id) => {
  const { name } = await ctx.people.channel(id);
  return ctx.edit(`In ~${name}, then.`);
});

const bot = (options: BotOptions): Bot =>
  new Bot(options).use(region, size, who, where).command("ask", { about: "Ask" }, (ctx) =>
    ctx.reply("Well?", {
      attachments: [{ text: "A card" }],
      actions: [region("Region", { ticket: "MW-7" }), size("Size"), who("Who"), where("Where")],
    }),
  );

test.each([
  ["Region", "Europe", "MW-7 goes to eu."],
  ["Size", "large", "It is large."],
  ["Who", "", "@cat takes it."],
  ["Where", "", "In ~ops, then."],
])("%s is chosen", async (label, choice, said) => {
  await using town = await stage(bot);
  const ben = town.person("ben");
  await ben.says("!ask", { in: "ops" });
  const ids: Record<string, string> = { Who: town.town.people.cat.id, Where: town.town.channels.ops.id };
  await ben.chooses(label, choice || (ids[label] ?? ""));
  expect(ben.posts.at(-1)?.message).toBe(said);
});

test("menus stand under the card that was given", async () => {
  await using town = await stage(bot);
  const ben = town.person("ben");
  await ben.says("!ask", { in: "ops" });
  const cards = ben.posts.at(-1)?.props.attachments ?? [];
  expect(cards.map(({ text, actions }) => [text, actions?.length])).toEqual([["A card", 4]]);
  expect(cards[0]?.actions?.map(({ data_source, options }) => data_source ?? options?.length)).toEqual([
    2,
    2,
    "users",
    "channels",
  ]);
});

test.each([
  ["Region", "mars"],
  ["Who", "nobody"],
])("what was not offered in %s is not taken", async (label, choice) => {
  await using town = await stage(bot);
  const ben = town.person("ben");
  await ben.says("!ask", { in: "ops" });
  await ben.chooses(label, choice);
  expect(ben.sees).toContain("from an earlier version of me");
});

test("a menu without options is refused when the bot is built", () => {
  const empty = (from: Parameters<typeof select>[1]["from"]) => (): unknown => select("x", { from }, () => undefined);
  expect(empty({})).toThrow("the menu x has no options: give it at least one");
  expect(empty([])).toThrow("no options");
  expect(empty({ a: " " })).toThrow("without a value or a text");
  expect(() => select("a-b", { from: "users" }, () => undefined)).toThrow("letters and digits");
});
