/** A bot that is stopped before its handlers have ended: what was not done is done after the restart, and not taken for done. */
import { sleep } from "@matterwright/clock";
import { Bot, type BotOptions } from "matterwright";
import { expect, test } from "vitest";
import { stage } from "../index.ts";

test("a command that was still being done when the time to end was over is done after the restart", async () => {
  const wait = { forMs: 60_000 };
  const slow = (options: BotOptions): Bot =>
    new Bot(options).command("build", { about: "Build it" }, async (ctx) => {
      await sleep(options.clock!, wait.forMs);
      await ctx.reply("built");
    });
  await using town = await stage(slow);
  const ann = town.person("ann");
  const asked = ann.says("!build", { in: "ops" });
  await asked;
  const { bot } = town;
  const stopping = bot.stop();
  await town.wait("2m");
  await stopping;
  expect(ann.posts.map(({ message }) => message)).toEqual(["!build"]);
  wait.forMs = 0;
  town.kill();
  await town.restart();
  expect(ann.sees).toBe("built");
});

test("a bot that is stopped while it reads up what it missed does not complain of that", async () => {
  await using town = await stage((options) => new Bot(options));
  await town.stop();
  const fault = town.sim.faults.requests.swallow({ on: "GET */users/me/channels", of: "wright", times: Infinity });
  await town.restart();
  await town.stop();
  await town.wait("2m");
  expect(fault.hits).toBe(1);
  expect(town.log.filter(({ level }) => level === "warn")).toEqual([]);
});
