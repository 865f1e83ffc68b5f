import { type Stage, stage } from "@matterwright/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { secondBot } from "../../test/second-bot.ts";
import { Bot } from "../bot.ts";
import type { BotOptions } from "../options.ts";
import { StormBreaker } from "./breaker.ts";

/** Says again whatever a bot or a person says. */
const echo = (options: BotOptions): Bot =>
  new Bot(options).on("bot", (ctx) => ctx.reply(ctx.text)).on("message", (ctx) => ctx.reply(ctx.text));
const pong = (options: BotOptions): Bot =>
  new Bot({ ...options, storm: { repliesPerMinute: 5, muteMs: 60_000 } }).command("ping", { about: "Answer" }, (ctx) =>
    ctx.reply("pong"),
  );

const inOps = ({ sim, town }: Stage, username: string): string[] =>
  (sim.world.postsOfChannel.get(town.channels.ops.id) ?? [])
    .filter((post) => post.user_id === sim.world.userNamed(username)?.id)
    .map(({ message }) => message);
const alarms = (town: Stage): string[] =>
  town
    .person("ann")
    .heard.filter(({ event }) => event === "posted")
    .map(({ data }) => (JSON.parse(String(data["post"])) as { message: string }).message)
    .filter((message) => message.includes("looks like a loop"));
const warnings = (town: Stage): unknown[] => town.log.filter(({ message }) => message.includes("falls silent"));

describe("two bots that answer each other", () => {
  test("are stopped after so many answers, an administrator is told once, and it stands in the log", async () => {
    await using town = await stage(echo);
    const other = await secondBot(town, "parrot", echo);
    const ann = town.person("ann");
    await ann.says("hello", { in: "ops" });
    await town.wait("5min");
    expect(inOps(town, "wright").length).toBeLessThanOrEqual(61);
    expect(inOps(town, "wright").length).toBeGreaterThan(50);
    expect(alarms(town)).toEqual([
      "I answered 60 times within a minute in ~ops, last to `@parrot`. That looks like a loop, so I am silent there for 10 minutes.",
    ]);
    expect(warnings(town)).toHaveLength(1);
    expect(inOps(town, "wright").filter((message) => message.includes("went wrong"))).toEqual([]);
    await other.stop({ drainMs: 0 });
  });

  test("in a thread silence the thread, which the message to the administrator leads to", async () => {
    await using town = await stage((options) => echo({ ...options, replyIn: "thread" }));
    const other = await secondBot(town, "parrot", (options) => echo({ ...options, replyIn: "thread" }));
    const ann = town.person("ann");
    const root = await ann.says("hello", { in: "ops" });
    await town.wait("1min");
    expect(alarms(town)[0]).toContain(`in ~ops in [this thread](http://simulator/_redirect/pl/${root.id})`);
    await other.stop({ drainMs: 0 });
    const before = inOps(town, "wright").length;
    await ann.says("are you still there?", { thread: root });
    expect(inOps(town, "wright")).toHaveLength(before);
    await ann.says("a new topic", { in: "ops" });
    expect(ann.sees).toBe("a new topic");
    expect(inOps(town, "wright")).toHaveLength(before + 1);
  });
});

describe("a place that is muted", () => {
  /** ben has asked once too often in ops. */
  async function muted(): Promise<Stage> {
    const town = await stage(pong);
    for (let ask = 0; ask < 6; ask++) await town.person("ben").says("!ping", { in: "ops" });
    expect(inOps(town, "wright")).toHaveLength(5);
    return town;
  }

  test("is heard again after its time, and counts anew", async () => {
    await using town = await muted();
    await town.wait("59s");
    await town.person("ben").says("!ping", { in: "ops" });
    expect(inOps(town, "wright")).toHaveLength(5);
    await town.wait("1s");
    await town.person("ben").says("!ping", { in: "ops" });
    expect(inOps(town, "wright")).toHaveLength(6);
    expect(town.bot.storms.muted).toEqual([]);
  });

  test("is muted for one account only, and in that channel only", async () => {
    await using town = await muted();
    await town.person("cat").says("!ping", { in: "ops" });
    expect(inOps(town, "wright")).toHaveLength(6);
    await town.person("ben").says("!ping", { in: "town-square" });
    expect(town.person("ben").sees).toBe("pong");
  });

  test("can be looked up and opened again", async () => {
    await using town = await muted();
    const ops = town.town.channels.ops.id;
    expect(town.bot.storms.muted).toEqual([
      {
        channelId: ops,
        rootId: "",
        userId: town.town.people.ben.id,
        plugin: "",
        repliesPerMinute: 5,
        until: expect.any(Number) as number,
      },
    ]);
    expect(town.bot.storms.unmute("elsewhere")).toBe(false);
    expect(town.bot.storms.unmute(ops)).toBe(true);
    await town.person("ben").says("!ping", { in: "ops" });
    expect(inOps(town, "wright")).toHaveLength(6);
  });
});

test("five answers in each minute are no storm, however long it goes on", async () => {
  await using town = await stage(pong);
  for (let minute = 0; minute < 4; minute++) {
    for (let ask = 0; ask < 5; ask++) await town.person("ben").says("!ping", { in: "ops" });
    await town.wait("1min");
  }
  expect(inOps(town, "wright")).toHaveLength(20);
  expect(warnings(town)).toEqual([]);
});

test("no minute has more answers than it may, whenever they are asked for", () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(20_000), { maxLength: 200, size: "max" }),
      fc.integer({ min: 1, max: 20 }),
      (steps, most) => {
        const breaker = new StormBreaker(most);
        const given: number[] = [];
        let nowMs = 0;
        for (const step of steps) {
          nowMs += step;
          if (breaker.isOneTooMany("here", nowMs)) given.length = 0;
          else given.push(nowMs);
          expect(given.filter((atMs) => atMs > nowMs - 60_000).length).toBeLessThanOrEqual(most);
        }
      },
    ),
  );
});

describe("what no person typed", () => {
  const kinds = [
    ["bot", { props: { from_bot: "true" } }],
    ["bot", { props: { from_plugin: "true" } }],
    ["webhook", { props: { from_webhook: "true" } }],
    ["system", { type: "system_join_channel" }],
    ["system", { type: "system_auto_responder" }],
  ] as const;

  test.each(kinds)("is not heard unless a handler asks for what comes from a %s: %j", async (word, more) => {
    for (const asks of [true, false]) {
      const heard: string[] = [];
      await using town = await stage((options) => {
        const bot = new Bot(options).on("message", () => void heard.push("as a person's"));
        bot.command("status", { about: "Answer" }, () => void heard.push("as a command"));
        return asks ? bot.on(word, () => void heard.push("as asked")) : bot;
      });
      const { channels, people } = town.town;
      const post = {
        id: "p".repeat(26),
        channel_id: channels.ops.id,
        user_id: people.ben.id,
        message: "!status",
        ...more,
      };
      await town.person("ann").says("hm", { in: "ops" });
      expect(heard.splice(0)).toEqual(["as a person's"]);
      const world = town.sim.act();
      const data = { post: JSON.stringify(post), channel_type: "O", sender_name: "@ben", team_id: town.town.team.id };
      world.emit({ event: "posted", data, to: { channel_id: channels.ops.id } });
      await town.rest();
      expect(heard).toEqual(asks ? ["as asked"] : []);
    }
  });
});
