/** What becomes of times at which a schedule could not be run, or should not be. The stage begins on 1 January 2026, 8:00 UTC. */
import { stage } from "@matterwright/testing";
import { describe, expect, test } from "vitest";
import { Bot, type BotOptions, type ScheduleOptions, type When } from "../index.ts";

const HOUR_MS = 3_600_000;

/** A bot with one schedule. Its runs end at once, or when the test says so. */
function clockwork(when: When, options: ScheduleOptions = {}, isHeld = false) {
  const runs: string[] = [];
  const held: (() => void)[] = [];
  const make = (botOptions: BotOptions): Bot =>
    new Bot(botOptions).every("work", when, options, async (_ctx, { planned }) => {
      runs.push(planned.toISOString().slice(5, 19));
      if (isHeld) await new Promise<void>((resolve) => held.push(resolve));
    });
  return { runs, make, held };
}

describe("times that were missed", () => {
  const away = async (missed: ScheduleOptions["missed"], when = "@hourly", length = "3h45m"): Promise<string[]> => {
    const { runs, make } = clockwork(when, missed === undefined ? {} : { missed });
    await using town = await stage(make);
    await town.wait("30m");
    await town.stop();
    await town.wait(length);
    await town.restart();
    return runs;
  };

  test("are forgotten", async () => {
    expect(await away(undefined)).toEqual([]);
    expect(await away("skip")).toEqual([]);
  });

  test("become one run, for the last of them", async () => {
    expect(await away("once")).toEqual(["01-01T12:00:00"]);
  });

  test("are all made up for, in their order", async () => {
    expect(await away("all")).toEqual(["01-01T09:00:00", "01-01T10:00:00", "01-01T11:00:00", "01-01T12:00:00"]);
  });

  test("are made up for a thousand times at most, however many they were", async () => {
    const runs = await away("all", "* * * * *", "40d");
    expect(runs.length).toBeGreaterThanOrEqual(1_000);
    expect(runs.length).toBeLessThan(1_100);
    expect(runs.at(-1)).toBe("02-10T08:30:00");
  });

  test("are none when the bot is back within a minute", async () => {
    const { runs, make } = clockwork("@hourly");
    await using town = await stage(make);
    await town.wait("59m50s");
    await town.stop();
    await town.wait("40s");
    await town.restart();
    expect(runs).toEqual(["01-01T09:00:00"]);
  });

  test("also count when the machine slept, or its clock was put forward", async () => {
    const { runs, make } = clockwork("@hourly", { missed: "once" });
    await using town = await stage(make);
    town.clock.jump(town.clock.now() + 5.5 * HOUR_MS);
    await town.wait("61s");
    expect(runs).toEqual(["01-01T13:00:00"]);
  });

  test("do not come again when the clock is put back", async () => {
    const { runs, make } = clockwork("@hourly", { missed: "all" });
    await using town = await stage(make);
    await town.wait("2h30m");
    expect(runs).toHaveLength(2);
    town.clock.jump(town.clock.now() - 2 * HOUR_MS);
    await town.restart();
    await town.wait("2h");
    expect(runs).toHaveLength(2);
    await town.wait("1h");
    expect(runs).toHaveLength(3);
  });

  test("a clock that was a year ahead for a while stops nothing, and nothing that was run is run again", async () => {
    const { runs, make } = clockwork("@hourly", { missed: "once" });
    await using town = await stage(make);
    await town.wait("1h");
    const beforeMs = town.clock.now();
    town.clock.jump(beforeMs + 365 * 24 * HOUR_MS);
    await town.wait("61s");
    expect(runs).toHaveLength(2);
    await town.stop();
    town.clock.jump(beforeMs);
    await town.restart();
    await town.wait("2h");
    expect(runs.slice(2)).toEqual(["01-01T10:00:00", "01-01T11:00:00"]);
  });

  test("of a schedule that has become another one are none", async () => {
    const { runs, make } = clockwork("@hourly", { missed: "all" });
    await using town = await stage(make);
    await town.stop();
    await town.wait("3h30m");
    const other = clockwork("15 * * * *", { missed: "all" });
    await town.restart(other.make);
    await town.wait("1h");
    expect(runs).toEqual([]);
    expect(other.runs).toEqual(["01-01T12:15:00"]);
  });
});

describe("a time at which the run before still goes on", () => {
  const overlapping = async (overlap: ScheduleOptions["overlap"]) => {
    const work = clockwork("*/10 * * * *", overlap === undefined ? {} : { overlap }, true);
    const town = await stage(work.make);
    await town.wait("25m");
    return { ...work, town };
  };

  test("is left out", async () => {
    const { runs, held, town } = await overlapping(undefined);
    expect(runs).toHaveLength(1);
    held[0]?.();
    await town.wait("10m");
    expect(runs).toEqual(["01-01T08:10:00", "01-01T08:30:00"]);
    const { past } = await town.bot.schedules.get("work");
    expect(past.map(({ result }) => result)).toEqual(["done", "skipped"]);
    await town[Symbol.asyncDispose]();
  });

  test("waits", async () => {
    const { runs, held, town } = await overlapping("queue");
    expect(runs).toHaveLength(1);
    held[0]?.();
    await town.rest();
    expect(runs).toEqual(["01-01T08:10:00", "01-01T08:20:00"]);
    await town[Symbol.asyncDispose]();
  });

  test("comes all the same, also when two ask for it in one moment", async () => {
    const { runs, town } = await overlapping("allow");
    expect(runs).toHaveLength(2);
    for (const by of ["@ann", "@ben"]) expect(await town.bot.schedules.run("work", { by })).toBe("started");
    await town.rest();
    expect(runs).toHaveLength(4);
    await town[Symbol.asyncDispose]();
  });
});

describe("a schedule", () => {
  test("leaves out the days that it is told to, also over the end of a year", async () => {
    const { runs, make } = clockwork("0 12 * * *", { except: ["2026-01-02..2026-01-03", "01-05", "12-24..01-01"] });
    await using town = await stage(make);
    const next = await town.bot.schedules.next("work", 360);
    const days = next.map((time) => time.toISOString().slice(0, 10));
    expect(days.slice(0, 3)).toEqual(["2026-01-04", "2026-01-06", "2026-01-07"]);
    expect(days.slice(days.indexOf("2026-12-23")).slice(0, 2)).toEqual(["2026-12-23", "2027-01-02"]);
    await town.wait("5h");
    expect(runs).toEqual([]);
    town.clock.jump(Date.UTC(2026, 0, 4, 11, 59));
    await town.wait("2m");
    expect(runs).toEqual(["01-04T12:00:00"]);
  });

  test("is put off by its jitter, the same for the same time, and evenly", async () => {
    const started: number[] = [];
    await using town = await stage((options) =>
      new Bot(options).every("work", "@hourly", { jitter: "10 min" }, (ctx, { planned }) => {
        started.push(ctx.now.getTime() - planned.getTime());
      }),
    );
    await town.wait("1d");
    expect(started.length).toBeGreaterThan(22);
    expect(Math.max(...started)).toBeLessThan(600_000);
    expect(new Set(started).size).toBeGreaterThan(20);
    expect(started.reduce((sum, ms) => sum + ms, 0) / started.length).toBeGreaterThan(200_000);
  });

  test("that is disabled stands in the list and does not run; enabled, it has missed nothing", async () => {
    const { runs, make } = clockwork("@hourly", { enabled: false, missed: "all" });
    await using town = await stage(make);
    await town.wait("3h30m");
    expect(runs).toEqual([]);
    expect((await town.bot.schedules.get("work")).state).toBe("disabled");
    const enabled = clockwork("@hourly", { missed: "all" });
    await town.restart(enabled.make);
    await town.wait("1h");
    expect(enabled.runs).toEqual(["01-01T12:00:00"]);
  });

  test("takes the bot's own zone where it names none", async () => {
    await using town = await stage((options) =>
      new Bot({ ...options, timezone: "Asia/Kolkata" }).every("work", "@daily", () => {}),
    );
    const { next, timezone } = await town.bot.schedules.get("work");
    expect([next?.toISOString(), timezone]).toEqual(["2026-01-01T18:30:00.000Z", "Asia/Kolkata"]);
  });
});
