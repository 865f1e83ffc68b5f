/** Pain 5: proxies cut idle connections after a minute, and pings that are too strict cut healthy ones. */
import { Bot, type BotOptions } from "matterwright";
import { expect, test } from "vitest";
import { type Stage, stage } from "../index.ts";
import { Line } from "./line.ts";

const greeter = (options: BotOptions): Bot => new Bot(options).on("mention", (ctx) => ctx.reply("Hello!"));

test("an idle line always has something on it, long before a proxy would cut it", async () => {
  const line = new Line();
  await using town = await stage((options) => greeter(line.into(options)));
  let lastMs = town.clock.now();
  let longestMs = 0;
  line.through = (frame) => {
    longestMs = Math.max(longestMs, town.clock.now() - lastMs);
    lastMs = town.clock.now();
    return [frame];
  };
  await town.wait("1h");
  expect(longestMs).toBeGreaterThan(0);
  expect(longestMs).toBeLessThanOrEqual(30_000);
  expect(line.tried).toHaveLength(1);
});

test("a server that takes ten seconds for every answer keeps its connection", async () => {
  const line = new Line();
  await using town = await stage((options) => greeter(line.into(options)));
  line.through = (frame) => {
    town.clock.after(10_000, () => line.say(frame));
    return [];
  };
  await town.wait("1h");
  await town.person("ann").says("Good morning @wright", { in: "ops" });
  await town.wait("20s");
  expect(town.person("ann").sees).toBe("Hello!");
  expect(line.tried).toHaveLength(1);
});

test("a proxy that cuts every minute all the same costs no message", async () => {
  const line = new Line();
  await using town = await stage((options) => greeter(line.into(options)));
  const ann = town.person("ann");
  await ann.looksAt("ops");
  for (let minute = 0; minute < 30; minute++) {
    line.cut();
    await ann.says("Hello @wright");
    await town.wait("1m");
  }
  expect(hellos(town)).toBe(30);
  expect(line.tried).toHaveLength(31);
});

function hellos(town: Stage): number {
  return town.person("ann").posts.filter(({ message }) => message === "Hello!").length;
}
