/** Pain 3: connected but deaf. The line answers every question and brings no event; what the bot posts does not come back to it. */
import { Bot, type BotOptions, z } from "matterwright";
import { expect, test } from "vitest";
import { type Stage, stage } from "../index.ts";
import { Line, kindOf } from "./line.ts";

function parrot(options: BotOptions): Bot {
  return new Bot(options).command("echo", { about: "Say it again", args: { text: z.string() } }, (ctx, { text }) =>
    ctx.reply(`done ${text}`),
  );
}

const deafen = (line: Line): void => {
  line.through = (frame) => (kindOf(frame) === "reply" || kindOf(frame) === "hello" ? [frame] : []);
};
const hear = (line: Line): void => {
  line.through = (frame) => [frame];
};
const notice = (town: Stage): Promise<unknown> =>
  town.bot.rest.posts.create({
    channel_id: town.town.channels.ops.id,
    message: "Notice",
    pending_post_id: `${town.clock.now()}`,
  });
const renewals = (town: Stage): number =>
  town.log.filter(({ facts }) => facts["reason"] === "the bot's own posts do not come back").length;

test("a line that brings nothing back is renewed, and what was said meanwhile is answered", async () => {
  const line = new Line();
  await using town = await stage((options) => parrot(line.into(options)));
  const ann = town.person("ann");
  deafen(line);
  await ann.says("!echo anybody", { in: "ops" });
  await notice(town);
  await town.wait("10s");
  expect(renewals(town)).toBe(0);
  hear(line);
  await town.wait("10s");
  expect(renewals(town)).toBe(1);
  expect(ann.posts.map(({ message }) => message)).toEqual(["!echo anybody", "Notice", "done anybody"]);
  expect(town.bot.status()).toMatchObject({ link: "live", linkReason: "" });
});

test("where not even a new line helps, the status says so, and lines are renewed ever more rarely", async () => {
  const line = new Line();
  await using town = await stage((options) => parrot(line.into(options)));
  deafen(line);
  for (let minute = 0; minute < 60; minute++) {
    await notice(town);
    await town.wait("1m");
  }
  expect(town.bot.status()).toMatchObject({
    link: "degraded",
    linkReason: "the bot's own posts do not come back",
  });
  expect(renewals(town)).toBeGreaterThan(3);
  expect(renewals(town)).toBeLessThan(15);
  hear(line);
  await town.wait("20m");
  await notice(town);
  await town.wait("1m");
  expect(town.bot.status()).toMatchObject({ link: "live", linkReason: "" });
});

test("a bot whose posts come back keeps its line, through any number of them", async () => {
  const line = new Line();
  await using town = await stage((options) => parrot(line.into(options)));
  const ann = town.person("ann");
  for (let round = 0; round < 20; round++) {
    await ann.says(`!echo ${round}`, { in: "ops" });
    await town.wait("40s");
  }
  expect(line.tried).toHaveLength(1);
});

test("who is no member of the channel any more does not take its silence for deafness", async () => {
  const line = new Line();
  await using town = await stage((options) => parrot(line.into(options)));
  const { bot, channels } = town.town;
  deafen(line);
  await notice(town);
  await town.person("ann").calls(`DELETE /api/v4/channels/${channels.ops.id}/members/${bot.id}`);
  await town.wait("1m");
  expect(renewals(town)).toBe(0);
});

test("a quiet line is asked by an action, which proves the session", async () => {
  const line = new Line();
  await using town = await stage((options) => parrot(line.into(options)));
  let replies = 0;
  line.through = (frame) => {
    if (kindOf(frame) === "reply") replies++;
    return [frame];
  };
  await town.wait("10m");
  expect(replies).toBeGreaterThan(20);
  expect(line.tried).toHaveLength(1);
});
