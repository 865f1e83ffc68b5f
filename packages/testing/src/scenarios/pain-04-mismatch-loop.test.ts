/** Pain 4: the numbers of the events do not fit, so the bot reconnects, and they do not fit again, for ever. Ours starts afresh at the second time. */
import { Bot, type BotOptions } from "matterwright";
import { expect, test } from "vitest";
import { stage } from "../index.ts";
import { Line, kindOf } from "./line.ts";

const listener =
  (heard: string[]) =>
  (options: BotOptions): Bot =>
    new Bot(options).on("message", (ctx) => void heard.push(ctx.text));

const isResume = (url: string): boolean => url.includes("sequence_number");

test("an event that is lost on the way is fetched by a resume", async () => {
  const line = new Line();
  const heard: string[] = [];
  await using town = await stage((options) => listener(heard)(line.into(options)));
  let toLose = 1;
  line.through = (frame) => (kindOf(frame) === "posted" && toLose-- > 0 ? [] : [frame]);
  const ann = town.person("ann");
  for (const text of ["one", "two", "three"]) await ann.says(text, { in: "ops" });
  await town.wait("5s");
  expect(heard).toEqual(["one", "two", "three"]);
  expect(line.tried.map(isResume)).toEqual([false, true]);
});

test("one that is lost again and again leads to a fresh start and is read up, without a loop", async () => {
  const line = new Line();
  const heard: string[] = [];
  await using town = await stage((options) => listener(heard)(line.into(options)));
  line.through = (frame) => (frame.includes("cursed") ? [] : [frame]);
  const ann = town.person("ann");
  for (const text of ["one", "cursed", "three"]) await ann.says(text, { in: "ops" });
  await town.wait("1m");
  expect(heard).toEqual(["one", "cursed", "three"]);
  expect(line.tried.map(isResume)).toEqual([false, true, false]);
  expect(town.bot.status().link).toBe("live");
});

test("frames that come twice, and in another order, are handled once and in their own", async () => {
  const line = new Line();
  const heard: string[] = [];
  await using town = await stage((options) => listener(heard)(line.into(options)));
  const held: string[] = [];
  line.through = (frame) => {
    if (kindOf(frame) !== "posted") return [frame, frame];
    held.push(frame);
    return held.length % 2 === 0 ? [...held.splice(0).toReversed(), frame] : [];
  };
  const ann = town.person("ann");
  for (let n = 0; n < 6; n++) await ann.says(`${n}`, { in: "ops" });
  line.through = (frame) => [frame];
  await town.wait("1m");
  expect(heard).toEqual(["0", "1", "2", "3", "4", "5"]);
});

test("a server that greets every resume as somebody new is believed", async () => {
  const line = new Line();
  const heard: string[] = [];
  await using town = await stage((options) => listener(heard)(line.into(options)));
  const ann = town.person("ann");
  for (let round = 0; round < 5; round++) {
    // Left half-open, the server keeps the old connection and resumes nothing.
    line.swallow();
    await ann.says(`missed ${round}`, { in: "ops" });
    await town.wait("2m");
    await ann.says(`heard ${round}`, { in: "ops" });
  }
  expect(heard).toEqual([0, 1, 2, 3, 4].flatMap((round) => [`missed ${round}`, `heard ${round}`]));
  expect(line.tried).toHaveLength(6);
});
