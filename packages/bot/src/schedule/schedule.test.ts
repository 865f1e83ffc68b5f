import { stage } from "@matterwright/testing";
import { describe, expect, test } from "vitest";
import { Bot, type BotOptions, MisuseError, type ScheduleOptions, type When, plugin } from "../index.ts";

/** A bot with one schedule, that writes down the time of each run. The stage begins on Thursday, 1 January 2026, at 8:00 UTC. */
function clockwork(when: When, options: ScheduleOptions = {}, act: () => unknown = () => {}) {
  const runs: string[] = [];
  const make = (botOptions: BotOptions): Bot =>
    new Bot(botOptions).every("work", when, options, async (_ctx, { planned }) => {
      runs.push(planned.toISOString().slice(5, 16));
      await act();
    });
  return { runs, make };
}

describe("a schedule", () => {
  test("runs at its times, in its zone", async () => {
    await using town = await stage((options) =>
      new Bot(options).every("standup", "30 9 * * 1-5", { timezone: "Europe/Berlin" }, (ctx) =>
        ctx.to("~ops").post("Good morning!", { durable: true }),
      ),
    );
    const ann = town.person("ann");
    await ann.looksAt("ops");
    await town.wait("29m");
    expect(ann.posts).toHaveLength(0);
    await town.wait("2m");
    expect(ann.sees).toBe("Good morning!");
    await town.wait("1d");
    expect(ann.posts).toHaveLength(2);
  });

  test("is run in intervals that do not drift, with and without options", async () => {
    const { runs, make } = clockwork("every 15 min");
    await using town = await stage((options) => make(options).every("other", "90 s", () => {}));
    await town.wait("7m");
    await town.wait("53m");
    expect(runs).toEqual(["01-01T08:15", "01-01T08:30", "01-01T08:45", "01-01T09:00"]);
    expect((await town.bot.schedules.list()).map(({ name }) => name)).toEqual(["other", "work"]);
  });

  test("runs once at one moment, also when the bot is started anew before and after it", async () => {
    const { runs, make } = clockwork("in 2 h");
    await using town = await stage(make);
    await town.wait("1h");
    await town.restart();
    await town.wait("59m");
    expect(runs).toEqual([]);
    await town.wait("2m");
    expect(runs).toEqual(["01-01T10:00"]);
    await town.restart();
    await town.wait("1d");
    expect(runs).toHaveLength(1);
    expect((await town.bot.schedules.get("work")).state).toBe("over");
  });

  test("of a plugin has its name before its own, and goes with it", async () => {
    const runs: string[] = [];
    const karma = plugin({
      name: "karma",
      setup: (bot) => void bot.every("tidy", "@hourly", (_ctx, { name }) => runs.push(name)),
    });
    await using town = await stage((options) => new Bot(options).plugin(karma).every("tidy", "@hourly", () => {}));
    await town.wait("1h");
    expect(runs).toEqual(["karma/tidy"]);
    await town.stop();
    expect(town.bot.schedules.find("karma/tidy")).toBeUndefined();
  });
});

describe("bad input", () => {
  const cases: readonly (readonly [When, ScheduleOptions, RegExp])[] = [
    ["0 0 31 2 *", {}, /^schedule "work": "0 0 31 2 \*" never comes: .*correct the day or the month/],
    ["61 * * * *", {}, /"61 \* \* \* \*" is no time: Invalid value for minute: 61; write five cron fields/],
    ["0 9 * * 1-5", { timezone: "berlin" }, /^schedule "work": "berlin" is no time zone: write "Europe\/Berlin"$/],
    ["0 9 * * 1-5", { timezone: "Mars/City" }, /"Mars\/City" is no time zone: write an IANA name like/],
    ["@reboot", {}, /"@reboot" is no time/],
    ["whenever", {}, /"whenever" is no time/],
    ["every 10 ms", {}, /"every 10 ms" is too often: a second is the least/],
    ["in a while", {}, /"in a while" has no length: write "in 2 h"/],
    ["2026-02-31 10:00", {}, /is no time/],
    [new Date("no"), {}, /its time is an invalid Date/],
    ["@daily", { jitter: "a bit" }, /its jitter "a bit" is no length: write "10 min"/],
    ["@daily", { missed: "twice" as "once" }, /its missed "twice" is none of skip, once, all/],
    ["@daily", { except: ["2026-02-30"] }, /"2026-02-30" is no day to leave out/],
  ];

  test.each(cases)("%s %j", async (when, options, message) => {
    await using town = await stage((botOptions) => new Bot(botOptions));
    expect(() => town.bot.every("work", when, options, () => {})).toThrow(MisuseError);
    expect(() => town.bot.every("work", when, options, () => {})).toThrow(message);
    expect(() => town.bot.schedules.check({ ...options, name: "work", when })).toThrow(message);
  });

  test("what is right can be checked, and nothing is planned by that", async () => {
    await using town = await stage((options) => new Bot(options));
    town.bot.schedules.check({ name: "work", when: "@daily", timeout: "10 min" });
    expect(await town.bot.schedules.list()).toEqual([]);
  });

  test("a name that is none, and one that is taken", async () => {
    await using town = await stage((options) => new Bot(options).every("work", "@daily", () => {}));
    expect(() => town.bot.every("no name", "@daily", () => {})).toThrow(/"no name" is no name of a schedule/);
    expect(() => town.bot.every("work", "@hourly", () => {})).toThrow(/there is a schedule called "work" already/);
  });
});
