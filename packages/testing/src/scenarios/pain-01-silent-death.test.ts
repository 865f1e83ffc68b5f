/** Pain 1: the connection ends, and the bot is never heard again. Ours is back soon, whatever happened, and has missed nothing. */
import { Bot, type BotOptions, z } from "matterwright";
import { describe, expect, test } from "vitest";
import { type Stage, stage } from "../index.ts";
import { Line } from "./line.ts";

function parrot(options: BotOptions): Bot {
  return new Bot(options).command("echo", { about: "Say it again", args: { text: z.string() } }, (ctx, { text }) =>
    ctx.reply(`done ${text}`),
  );
}

function answers(town: Stage): string[] {
  const { posts } = town.person("ann");
  return posts.filter(({ user_id: author }) => author === town.town.bot.id).map(({ message }) => message);
}

/** Seconds until the first of what was asked is answered. */
async function secondsUntilBack(town: Stage): Promise<number> {
  const fromMs = town.clock.now();
  while (answers(town).length === 0 && town.clock.now() - fromMs < 600_000) await town.wait("50ms");
  return (town.clock.now() - fromMs) / 1_000;
}

const refuseFor = (length: string) => async (town: Stage, line: Line) => {
  line.isRefusing = true;
  line.cut();
  await town.wait(length);
  line.isRefusing = false;
};

describe.each<[string, number, (town: Stage, line: Line) => unknown]>([
  ["is reset", 1, (_, line) => line.cut()],
  ["ends with a goodbye", 1, (_, line) => line.cut(1001)],
  ["is reset and refused for ten seconds", 2, refuseFor("10s")],
  ["is reset and refused for a minute", 5, refuseFor("60s")],
  ["is reset and refused for an hour", 30, refuseFor("1h")],
  ["goes silent without an end", 45, (_, line) => line.swallow()],
])("a line that %s", (_name, withinSeconds, happens) => {
  test(`is back within ${withinSeconds} s, and each of twenty commands is answered once, in order`, async () => {
    const line = new Line();
    await using town = await stage((options) => parrot(line.into(options)));
    const ann = town.person("ann");
    await ann.looksAt("ops");
    const happening = happens(town, line);
    for (let command = 0; command < 20; command++) await ann.says(`!echo ${command}`);
    await happening;
    expect(await secondsUntilBack(town)).toBeLessThanOrEqual(withinSeconds);
    await town.wait("5s");
    expect(answers(town)).toEqual(Array.from({ length: 20 }, (_, command) => `done ${command}`));
    expect(town.bot.status()).toMatchObject({ link: "live", linkReason: "", reconnects: 1 });
  });
});

test("a server that is away for a day is found within half a minute of its return, and was not hammered meanwhile", async () => {
  const line = new Line();
  await using town = await stage((options) => parrot(line.into(options)));
  line.isRefusing = true;
  line.cut();
  await town.wait("1m");
  const ofFirstMinute = line.tried.length;
  expect(ofFirstMinute).toBeLessThan(80);
  expect(town.bot.status()).toMatchObject({ link: "down", linkReason: "nobody listens at this address" });
  await town.wait("24h");
  expect(line.tried.length - ofFirstMinute).toBeLessThan(24 * 60 * 5);
  line.isRefusing = false;
  await town.wait("30s");
  expect(town.bot.status().link).toBe("live");
});
