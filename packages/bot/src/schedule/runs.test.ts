/** How runs end, and what is told about it. */
import { type Stage, stage } from "@matterwright/testing";
import { describe, expect, test } from "vitest";
import {
  Bot,
  type BotOptions,
  type Durable,
  type ScheduleEvent,
  type ScheduleOptions,
  type Store,
  StoreUnavailableError,
  UserError,
  every,
  poller,
} from "../index.ts";

/** What the bot logged about schedules: level, message and how many failures it tells of. */
function told(town: Stage): string[] {
  return town.log
    .filter(({ message, level }) => message.startsWith("a schedule") && level !== "debug")
    .map(({ level, message, facts }) => `${level}: ${message} (${String(facts["failures"])})`);
}

describe("a run that fails", () => {
  test("is reported once with its reference, its recovery with the count, and the others run all the same", async () => {
    let isBroken = true;
    let others = 0;
    const events: ScheduleEvent[] = [];
    await using town = await stage((options) =>
      new Bot(options)
        .every("broken", "*/10 * * * *", async (ctx) => {
          await ctx.to("~ops").post("half done", { durable: true });
          if (isBroken) throw new Error("the disk is on fire");
        })
        .every("other", "*/10 * * * *", () => void others++),
    );
    town.bot.schedules.watch((event) => events.push(event));
    town.bot.schedules.watch(() => {
      throw new Error("a listener of no use");
    });
    await town.wait("41m");
    expect(told(town)).toEqual(["error: a scheduled run failed (1)"]);
    const line = town.log.find(({ message }) => message === "a scheduled run failed");
    expect(line?.facts["ref"]).toMatch(/^[0-9A-F]{4}$/);
    expect(line?.facts["error"]).toMatchObject({ message: "the disk is on fire" });
    expect(await town.bot.schedules.get("broken")).toMatchObject({
      failures: 4,
      past: [{ result: "failed", reason: "the disk is on fire" }, {}, {}, {}],
    });
    expect(await town.durable.outbox.list()).toEqual([]);
    isBroken = false;
    await town.wait("10m");
    expect(told(town)).toEqual(["error: a scheduled run failed (1)", "info: a schedule works again (4)"]);
    expect(events.map(({ kind, failures }) => [kind, failures])).toEqual([
      ["failed", 1],
      ["failed", 2],
      ["failed", 3],
      ["failed", 4],
      ["recovered", 4],
    ]);
    expect(others).toBe(5);
    expect(await town.durable.outbox.list()).toHaveLength(1);
  });

  test("with words for a person has them as its reason", async () => {
    await using town = await stage((options) =>
      new Bot(options).every("work", "@hourly", () => {
        throw new UserError("There is no channel called ~plans.");
      }),
    );
    await town.wait("1h");
    expect((await town.bot.schedules.get("work")).past[0]?.reason).toBe("There is no channel called ~plans.");
  });

  test("because it takes too long is let go, and cannot write any more", async () => {
    let late: unknown;
    await using town = await stage((options) =>
      new Bot(options)
        .every("endless", "@hourly", { timeout: "10 min" }, async (ctx, { signal }) => {
          await new Promise((resolve) => signal.addEventListener("abort", resolve));
          await new Promise((resolve) => setImmediate(resolve));
          try {
            await ctx.to("~ops").post("too late", { durable: true });
          } catch (error) {
            late = error;
          }
        })
        .every("deaf", "@hourly", { timeout: "10 min" }, () => new Promise(() => {})),
    );
    await town.wait("1h11m");
    for (const name of ["endless", "deaf"])
      expect((await town.bot.schedules.get(name)).past[0]).toMatchObject({
        result: "failed",
        reason: "it took longer than 10 min",
        tookMs: 600_000,
      });
    expect(String(late)).toMatch(/after the handler had ended/);
    await town.wait("1h");
    expect((await town.bot.schedules.get("deaf")).failures).toBe(2);
  });
});

describe("a run that was cut off by the death of the program", () => {
  const dying = async (options: ScheduleOptions): Promise<{ runs: boolean[]; town: Stage }> => {
    const runs: boolean[] = [];
    const make = (botOptions: BotOptions): Bot =>
      new Bot(botOptions).every("work", "@hourly", options, async (_ctx, { wasInterrupted }) => {
        runs.push(wasInterrupted);
        if (runs.length === 1) await new Promise(() => {});
      });
    const town = await stage(make);
    await town.wait("1h");
    town.kill();
    await town.wait("10m");
    await town.restart();
    return { runs, town };
  };

  test("is reported and not run again; the next time is run", async () => {
    const { runs, town } = await dying({});
    expect(runs).toEqual([false]);
    expect(told(town)).toEqual(["error: a scheduled run was cut off in the middle (0)"]);
    expect((await town.bot.schedules.get("work")).past).toMatchObject([{ result: "interrupted" }]);
    await town.wait("1h");
    expect(runs).toEqual([false, false]);
    await town[Symbol.asyncDispose]();
  });

  test("is reported and run again, where it says that it may be", async () => {
    const { runs, town } = await dying({ rerunsAfterCrash: true });
    expect(runs).toEqual([false, true]);
    expect(told(town)).toEqual(["error: a scheduled run was cut off in the middle (0)"]);
    expect((await town.bot.schedules.get("work")).past).toMatchObject([{ result: "done" }]);
    await town[Symbol.asyncDispose]();
  });

  test("is reported also by a plugin that plans it some seconds after the start, and not before", async () => {
    const make = (options: BotOptions): Bot => new Bot(options).every("work", "@hourly", () => new Promise(() => {}));
    await using town = await stage(make);
    await town.wait("1h");
    town.kill();
    await town.restart((options) => new Bot(options));
    town.bot.every("other", "@daily", () => {});
    await town.wait("7s");
    expect(told(town)).toEqual([]);
    await town.restart((options) => new Bot(options).every("other", "@daily", () => {}));
    await town.wait("7s");
    town.bot.every("work", "@hourly", () => {});
    await town.wait("5s");
    expect(told(town)).toEqual(["error: a scheduled run was cut off in the middle (0)"]);
    expect((await town.bot.schedules.get("work")).past).toMatchObject([{ result: "interrupted" }]);
  });

  test("at any moment is made once or reported: never twice, and never forgotten", async () => {
    for (let crossings = 1; crossings < 40; crossings++) {
      const runs: string[] = [];
      const events: ScheduleEvent[] = [];
      const make = (options: BotOptions): Bot => {
        const bot = new Bot(options).every("work", "@hourly", { missed: "all" }, (_ctx, { planned }) => {
          runs.push(planned.toISOString());
        });
        bot.schedules.watch((event) => events.push(event));
        return bot;
      };
      await using town = await stage(make);
      await town.wait("59m");
      town.life.endAfter(crossings);
      await town.wait("2h");
      town.kill();
      await town.restart();
      const distinct = new Set(runs).size;
      expect(distinct, `killed after ${crossings}`).toBe(runs.length);
      expect(runs.length, `killed after ${crossings}`).toBeGreaterThanOrEqual(2 - events.length);
      const { past } = await town.bot.schedules.get("work");
      expect(past.length).toBeGreaterThanOrEqual(2);
    }
  });
});

describe("a run that goes on when the bot stops", () => {
  const stopping = async (options: ScheduleOptions): Promise<{ runs: number; result: string | undefined }> => {
    let runs = 0;
    const make = (botOptions: BotOptions): Bot =>
      new Bot(botOptions).every("work", "@hourly", options, async (_ctx, { signal }) => {
        runs++;
        if (runs > 1) return;
        await new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Error("I was told to"))));
      });
    await using town = await stage(make);
    await town.wait("1h");
    await town.stop();
    await town.restart();
    const { past } = await town.bot.schedules.get("work");
    return { runs, result: past[0]?.result };
  };

  test("is told, and counts as cut off", async () => {
    expect(await stopping({})).toEqual({ runs: 1, result: "interrupted" });
  });

  test("is run again after the start, where it says that it may be", async () => {
    expect(await stopping({ rerunsAfterCrash: true })).toEqual({ runs: 2, result: "done" });
  });
});

describe("a poller", () => {
  test("goes slower while it fails, and is as before when it works", async () => {
    const asked: number[] = [];
    let isBroken = true;
    const watch = poller("builds", "1 min", (ctx) => {
      asked.push(ctx.now.getUTCHours() * 60 + ctx.now.getUTCMinutes() - 480);
      if (isBroken) throw new Error("no route to the builds");
    });
    await using town = await stage((options) => new Bot(options).use(watch));
    await town.wait("40m");
    expect(asked).toEqual([1, 3, 7, 15, 31]);
    isBroken = false;
    await town.wait("26m");
    expect(asked.slice(5)).toEqual([63, 64, 65, 66]);
    expect(told(town)).toEqual(["error: a scheduled run failed (1)", "info: a schedule works again (5)"]);
    isBroken = true;
    await town.wait("12h");
    const gaps = asked.slice(-4).map((minute, index, all) => minute - (all[index - 1] ?? minute));
    expect(gaps.slice(1)).toEqual([60, 60, 60]);
  });

  test("refuses what is no interval", () => {
    expect(() => poller("builds", "0 9 * * *", () => {})).toThrow(/poller "builds": "0 9 \* \* \*" is no interval/);
  });
});

test("a store that is away for a moment costs no run", async () => {
  let runs = 0;
  let isAway = false;
  const away = <Value>(act: () => Promise<Value>): Promise<Value> =>
    isAway ? Promise.reject(new StoreUnavailableError("no route to the store")) : act();
  const make = (options: BotOptions): Bot => {
    const { durable } = options as { durable: Durable };
    const store: Store = { ...durable.store, get: (key) => away(() => durable.store.get(key)) };
    const transaction: Durable["transaction"] = (work, fence) => away(() => durable.transaction(work, fence));
    const bot = new Bot({ ...options, durable: { ...durable, store, transaction } });
    return bot.every("work", "@hourly", () => void runs++).every("other", "59 * * * *", () => {});
  };
  await using town = await stage(make);
  await town.wait("59m");
  isAway = true;
  await town.wait("63s");
  expect(runs).toBe(0);
  isAway = false;
  await town.wait("10s");
  expect(runs).toBe(1);
  expect(town.log.filter(({ message }) => message === "schedules cannot be looked at now")).toHaveLength(1);
  // And when it goes between the job and its run.
  await town.durable.jobs.add({
    name: "schedule/run",
    payload: { schedule: "work", planned: 0 },
    runAt: town.clock.now() + 1_000,
  });
  isAway = true;
  await town.wait("1s");
  expect(runs).toBe(2);
});

test("a schedule whose state is damaged is left alone, and says so; the others are run", async () => {
  let others = 0;
  const make = (options: BotOptions): Bot =>
    new Bot(options).every("damaged", "@hourly", () => {}).every("other", "@hourly", () => void others++);
  await using town = await stage(make);
  await town.stop();
  await town.durable.store.set("matterwright/schedule/damaged", { of: "another program" });
  await town.restart();
  await town.wait("2h");
  expect(others).toBe(2);
  expect((await town.bot.schedules.list()).map(({ name, state }) => [name, state])).toEqual([
    ["damaged", "unreadable"],
    ["other", "planned"],
  ]);
  expect(told(town)).toEqual(["error: a schedule is not run: its state is unreadable (undefined)"]);
  expect(await town.durable.store.get("matterwright/schedule/damaged")).toEqual({ of: "another program" });
});

test("a schedule can be taken away and added again, and goes on where it was", async () => {
  const runs: string[] = [];
  const work = every("work", "@hourly", (_ctx, { planned }) => void runs.push(planned.toISOString().slice(11, 16)));
  await using town = await stage((options) => new Bot(options).use(work));
  await town.wait("1h");
  work.remove();
  await town.wait("2h30m");
  expect(town.bot.schedules.find("work")).toBeUndefined();
  expect(runs).toEqual(["09:00"]);
  town.bot.use(work);
  await town.wait("1h");
  expect(runs).toEqual(["09:00", "12:00"]);
});
