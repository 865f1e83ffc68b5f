/** `/metrics` as Prometheus meets it. */
import { type Stage, stage } from "@matterwright/testing";
import { expect, test } from "vitest";
import { Bot, type BotOptions, MisuseError, plugin } from "../index.ts";

const token = "a-token-that-is-long";
const karma = plugin({
  name: "karma",
  setup(bot) {
    bot.metrics.measure("points", () => 7.5);
    bot.metrics.measure("broken", () => {
      throw new Error("no");
    });
    bot.command("thank", { about: "T" }, (ctx) => {
      bot.metrics.count("thanks_given", 2);
      return ctx.reply("thanked");
    });
    bot.command("fail", { about: "F" }, () => {
      throw new Error("no");
    });
  },
});
// As a file that cannot be loaded is named by its path.
const broken = {
  ...plugin({ name: "broken", setup: () => Promise.reject(new Error("no")) }),
  name: String.raw`plugins\odd "one".ts`,
};
const make =
  (metrics?: BotOptions["metrics"]): ((options: BotOptions) => Bot) =>
  (options) =>
    new Bot({ ...options, ...(metrics === undefined ? {} : { metrics }) }).plugin(karma).plugin(broken);

async function asked(town: Stage, headers: Readonly<Record<string, string>> = {}): Promise<readonly [number, string]> {
  const answer = await town.bot.fetch(new Request("http://bot/metrics", { headers }));
  return [answer.status, await answer.text()];
}

test("there is no such path unless it was asked for", async () => {
  await using town = await stage(make());
  expect((await asked(town))[0]).toBe(404);
});

test("tells how the bot and its plugins are, in the format of Prometheus", async () => {
  await using town = await stage(make({}));
  await town.person("ben").says("!thank", { in: "ops" });
  await town.person("ben").says("!fail", { in: "ops" });
  const [status, text] = await asked(town);
  expect(status).toBe(200);
  const lines = text.trimEnd().split("\n");
  for (const line of [
    "# TYPE matterwright_connected gauge",
    "matterwright_connected 1",
    "# TYPE matterwright_handled_total counter",
    "matterwright_handled_total 2",
    "matterwright_failures_total 1",
    'matterwright_outbox{state="failed"} 0',
    'matterwright_plugin_active{plugin="karma"} 1',
    String.raw`matterwright_plugin_active{plugin="plugins\\odd \"one\".ts"} 0`,
    'matterwright_plugin_figure{plugin="karma",figure="thanks_given"} 2',
    'matterwright_plugin_figure{plugin="karma",figure="points"} 7.5',
    'matterwright_plugin_figure{plugin="karma",figure="broken"} NaN',
  ])
    expect(lines).toContain(line);
  for (const line of lines) {
    expect(line).toMatch(
      /^(?:# HELP \w+ .+|# TYPE \w+ (?:counter|gauge|untyped)|\w+(?:\{(?:\w+="(?:[^"\\\n]|\\.)*",?)+\})? (?:NaN|[-+.e\d]+))$/,
    );
  }
  const names = lines.filter((line) => line.startsWith("# TYPE")).map((line) => line.split(" ")[2]);
  expect(new Set(names).size).toBe(names.length);
});

test("a token is asked for where there is one, and a short one is refused at once", async () => {
  await using town = await stage(make({ token }));
  expect((await asked(town))[0]).toBe(401);
  expect((await asked(town, { authorization: "Bearer another-token-so-long" }))[0]).toBe(401);
  const [status, text] = await asked(town, { authorization: `Bearer ${token}` });
  expect([status, text.includes("matterwright_info{version=")]).toEqual([200, true]);
  expect(() => new Bot({ url: "http://x", token: "t", metrics: { token: "short" } })).toThrow(MisuseError);
});
