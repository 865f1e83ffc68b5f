/**
 * Pain 27: a token is revoked, or the bot is disabled because its maker left. The server leaves the connection open and deaf. It is
 * found out, told once, and not followed by a storm of tries; and who is enabled again comes back by itself.
 */
import { Bot, type BotOptions } from "matterwright";
import { expect, test } from "vitest";
import { type Stage, stage } from "../index.ts";
import { Line } from "./line.ts";

const greeter = (options: BotOptions): Bot => new Bot(options).on("mention", (ctx) => ctx.reply("Hello!"));
const enable = (town: Stage, isEnabled: boolean): Promise<unknown> =>
  town.person("ann").calls(`POST /api/v4/bots/${town.town.bot.id}/${isEnabled ? "enable" : "disable"}`);

async function onStage(line: Line, asked: string[]): Promise<Stage> {
  const town = await stage(({ http, ...options }) =>
    greeter({
      ...line.into(options),
      http: (request) => {
        asked.push(request.url);
        return (http as NonNullable<BotOptions["http"]>)(request);
      },
    }),
  );
  // A server looks once more at every line, after five seconds.
  await town.wait("6s");
  return town;
}

test("a disabled bot says so in one line within half a minute, and asks every five minutes whether it may come back", async () => {
  const line = new Line();
  const asked: string[] = [];
  await using town = await onStage(line, asked);
  await enable(town, false);
  await town.wait("30s");
  const lines = town.log.filter(({ level }) => level === "warn" || level === "error");
  expect(lines.map(({ level, message }) => [level, message])).toEqual([
    ["error", "the server refuses the token: it was revoked, or the bot account was deactivated"],
  ]);
  expect(town.bot.status()).toMatchObject({
    link: "refused",
    linkReason: "the server refuses the token: it was revoked, or the bot account was deactivated",
  });
  const ready = await town.bot.fetch(new Request("http://bot.example.com/readyz"));
  expect([ready.status, await ready.json()]).toEqual([
    503,
    {
      status: "not ready",
      reasons: ["the server refuses the token: it was revoked, or the bot account was deactivated"],
    },
  ]);
  asked.length = 0;
  await town.wait("1h");
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.length).toBeLessThanOrEqual(13);
  expect(line.tried).toHaveLength(1);
  expect(town.log.filter(({ level }) => level === "error")).toHaveLength(1);
});

test("enabled again, it comes back and answers what was asked meanwhile", async () => {
  const line = new Line();
  await using town = await onStage(line, []);
  await enable(town, false);
  await town.wait("10m");
  await town.person("ben").says("Good morning @wright", { in: "ops" });
  await enable(town, true);
  await town.wait("5m");
  expect(town.bot.status().link).toBe("live");
  expect(town.person("ben").sees).toBe("Hello!");
});

test("disabled and enabled within seconds, its line is deaf for ever: it takes a new one", async () => {
  const line = new Line();
  await using town = await onStage(line, []);
  await enable(town, false);
  await enable(town, true);
  await town.person("ben").says("Good morning @wright", { in: "ops" });
  await town.wait("1m");
  expect(town.bot.status().link).toBe("live");
  expect(town.person("ben").sees).toBe("Hello!");
});

test("a token that is revoked while the bot is off the line is found out when it comes back", async () => {
  const line = new Line();
  await using town = await onStage(line, []);
  line.isRefusing = true;
  line.cut();
  await enable(town, false);
  await town.wait("1m");
  expect(town.bot.status().link).toBe("down");
  line.isRefusing = false;
  await town.wait("30s");
  expect(town.bot.status().link).toBe("refused");
  const tried = line.tried.length;
  await town.wait("1h");
  expect(line.tried).toHaveLength(tried);
});
