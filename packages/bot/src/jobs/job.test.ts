import { stage } from "@matterwright/testing";
import { describe, expect, test } from "vitest";
import {
  Bot,
  type BotOptions,
  type Durable,
  type JobOptions,
  MisuseError,
  StoreUnavailableError,
  job,
  plugin,
  z,
} from "../index.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** A bot that says something later: `!later TEXT`. */
function announcer(options: JobOptions = {}, hang = false) {
  const said: number[] = [];
  const announce = job(
    "announce",
    z.object({ text: z.string() }),
    async (ctx, { text }) => {
      said.push(ctx.update.job.attempt);
      if (hang && ctx.update.job.attempt === 1) await new Promise(() => {});
      await ctx.to("~ops").post(text);
    },
    options,
  );
  const make = (botOptions: ConstructorParameters<typeof Bot>[0]): Bot =>
    new Bot(botOptions)
      .use(announce)
      .command("later", { about: "Say it in an hour", args: { text: z.string() } }, (ctx, { text }) => {
        announce.add(ctx, { text }, { at: new Date(ctx.now.getTime() + HOUR_MS), key: text });
        return ctx.reply("I shall say so.", { durable: true });
      });
  return { said, make, announce };
}

describe("a job", () => {
  test("is done at its time, once", async () => {
    await using town = await stage(announcer().make);
    const ann = town.person("ann");
    await ann.looksAt("ops");
    await ann.says("!later lunch");
    expect(ann.sees).toBe("I shall say so.");
    await town.wait("59m");
    expect(ann.sees).toBe("I shall say so.");
    await town.wait("1m");
    expect(ann.sees).toBe("lunch");
    await town.wait("1d");
    expect(ann.posts.filter(({ message }) => message === "lunch")).toHaveLength(1);
  });

  test("waits out a restart and a death, and the time in which nobody could do it", async () => {
    await using town = await stage(announcer().make);
    const ann = town.person("ann");
    await ann.looksAt("ops");
    await ann.says("!later lunch");
    await town.restart();
    town.kill();
    await town.wait("3h");
    expect(ann.sees).toBe("I shall say so.");
    await town.restart();
    expect(ann.sees).toBe("lunch");
  });

  test("is not added twice under one key", async () => {
    await using town = await stage(announcer().make);
    const ann = town.person("ann");
    await ann.looksAt("ops");
    await ann.says("!later lunch");
    await ann.says("!later lunch");
    await town.wait("2h");
    expect(ann.posts.filter(({ message }) => message === "lunch")).toHaveLength(1);
  });

  test("is not added when the handler that asked for it failed", async () => {
    const { announce } = announcer();
    await using town = await stage((options) =>
      new Bot(options).use(announce).hears("break", (ctx) => {
        announce.add(ctx, { text: "never" });
        throw new Error("no");
      }),
    );
    await town.person("ann").says("break");
    expect(await town.durable.jobs.list()).toEqual([]);
  });

  test("that was cut off in the middle is done again", async () => {
    const { said, make } = announcer({}, true);
    await using town = await stage(make);
    const ann = town.person("ann");
    await ann.looksAt("ops");
    await ann.says("!later lunch");
    await town.wait("1h");
    town.kill();
    await town.restart();
    expect(said).toEqual([1, 2]);
    expect(ann.sees).toBe("lunch");
  });

  test("that was cut off in the middle is reported and not done again, if its kind says so", async () => {
    const { said, make } = announcer({ rerunsAfterCrash: false }, true);
    await using town = await stage(make);
    await town.person("ann").says("!later lunch");
    await town.wait("1h");
    town.kill();
    await town.restart();
    expect(said).toEqual([1]);
    expect(await town.durable.jobs.list({ state: "failed" })).toMatchObject([{ name: "announce", attempt: 2 }]);
    expect(town.log.map(({ message }) => message)).toContain("a job was cut off in the middle and is not run again");
  });

  test("says what it says once, when it has ended, or at once where it is told to", async () => {
    const seen: string[][] = [];
    const report = job("report", z.object({}), async (ctx) => {
      const shown = await ctx.to("~ops").post("at work", { durable: false });
      await ctx.to("~ops").post("done");
      seen.push([shown.message, ...ann.posts.map(({ message }) => message)]);
      if (ctx.update.job.attempt === 1) await new Promise(() => {});
    });
    await using town = await stage((options) => new Bot(options).use(report));
    const ann = town.person("ann");
    await ann.looksAt("ops");
    await report.addTo(town.durable.jobs, {});
    await town.rest();
    town.kill();
    await town.restart();
    expect(seen).toEqual([
      ["at work", "at work"],
      ["at work", "at work", "at work"],
    ]);
    expect(ann.posts.map(({ message }) => message)).toEqual(["at work", "at work", "done"]);
  });

  test("that fails is logged with a reference, writes nothing, and does not stop the others", async () => {
    const fails = job("fails", z.object({}), async (ctx) => {
      await ctx.to("~ops").post("half done");
      throw new Error("the disk is on fire");
    });
    await using town = await stage((options) =>
      new Bot(options).use(fails, announcer().announce).hears("go", (ctx) => fails.add(ctx, {})),
    );
    await town.person("ann").says("go");
    const [failed] = await town.durable.jobs.list({ state: "failed" });
    expect(failed?.reason).toMatch(/the log says why/);
    const line = town.log.find(({ message }) => message === "a handler failed");
    expect(line?.facts["ref"]).toMatch(/^[0-9A-F]{4}$/);
    expect(await town.durable.outbox.list()).toEqual([]);
  });

  test("that fails for a reason that is meant for people is logged all the same: nobody is there to be told", async () => {
    const lost = job("lost", z.object({}), (ctx) => ctx.to("~nowhere").post("Hello?"));
    await using town = await stage((options) => new Bot(options).use(lost));
    await lost.addTo(town.durable.jobs, {});
    await town.rest();
    expect(await town.durable.jobs.list()).toMatchObject([
      { state: "failed", reason: expect.stringMatching(/log says/) },
    ]);
    const error = town.log.find(({ message }) => message === "a handler failed")?.facts["error"] as Error;
    expect(error.message).toBe("There is no channel called ~nowhere, or I am not allowed to see it.");
  });

  test("whose payload no longer fits after an upgrade is left as it is, says what to do, and is done when a program can read it", async () => {
    const later = job("announce", z.object({ message: z.string() }), (ctx, { message }) =>
      ctx.to("~ops").post(message),
    );
    await using town = await stage((options) => new Bot(options).use(announcer().announce));
    const ann = town.person("ann");
    await ann.looksAt("ops");
    await town.durable.jobs.add({ name: "announce", payload: { message: "of an older program" } });
    await town.rest();
    town.clock.jump(town.clock.now() + 10 * DAY_MS);
    await town.wait("1h");
    const reason =
      /^what is stored as "job announce 1" does not fit: text: .*string.*\. It was left as it is: have the schema of announce take it, or take it back with `matterwright jobs cancel 1`$/;
    expect(await town.durable.jobs.list()).toMatchObject([
      { state: "waiting", payload: { message: "of an older program" }, reason: expect.stringMatching(reason) },
    ]);
    const line = town.log.find(({ message }) => message.startsWith("a job cannot be read"));
    expect(line?.facts["reason"]).toMatch(reason);
    await town.restart((options) => new Bot(options).use(later));
    await town.wait("1h");
    expect(ann.sees).toBe("of an older program");
  });

  test("is done as soon as the store can be asked for work, if it cannot be at the start", async () => {
    let isAway = true;
    const away = (options: BotOptions): BotOptions => {
      const { durable } = options as { durable: Durable };
      const work: Durable["jobs"]["work"] = (given) =>
        isAway ? Promise.reject(new StoreUnavailableError("the database is away")) : durable.jobs.work(given);
      return { ...options, durable: { ...durable, jobs: { ...durable.jobs, work } } };
    };
    const { announce } = announcer();
    await using town = await stage((options) => new Bot(away(options)).use(announce));
    const ann = town.person("ann");
    await ann.looksAt("ops");
    await announce.addTo(town.durable.jobs, { text: "lunch" });
    await town.wait("1m");
    isAway = false;
    await town.wait("10s");
    expect(ann.sees).toBe("lunch");
  });

  test("refuses a payload that does not fit, a name that is none, and a second who would do it", async () => {
    const { announce } = announcer();
    expect(() => job("Bad Name", z.object({}), () => {})).toThrow(MisuseError);
    await using town = await stage((options) =>
      new Bot(options).use(announce).hears("go", (ctx) => announce.add(ctx, { text: 7 } as never)),
    );
    await town.person("ann").says("go");
    expect(town.person("ann").sees).toMatch(/^Something went wrong/);
    expect(() => town.bot.use(announce)).toThrow(/done by somebody already/);
  });

  test("of a plugin is done in the plugin's name, and no more when the plugin is gone", async () => {
    const done: string[] = [];
    const tidy = job("tidy", z.object({}), (ctx) => void done.push(ctx.me.username));
    const tidying = plugin({ name: "tidying", setup: (bot) => void bot.use(tidy) });
    await using town = await stage((options) => new Bot(options).plugin(tidying));
    await tidy.addTo(town.durable.jobs, {});
    await town.rest();
    expect(done).toEqual(["wright"]);
    await town.stop();
    await tidy.addTo(town.durable.jobs, {});
    await town.rest();
    expect(done).toEqual(["wright"]);
  });
});

describe("bot.job", () => {
  const text = z.object({ text: z.string() });

  test("adds a kind and returns what asks for it, in a bot and in a plugin; both wait in the list of what is planned", async () => {
    const letters = plugin({
      name: "letters",
      setup(bot) {
        const send = bot.job("letters.send", text, (ctx, { text }) => ctx.to("~ops").post(`letter: ${text}`));
        bot.command("letter", { about: "Write", args: text.shape }, (ctx, payload) =>
          send.add(ctx, payload, { at: new Date(ctx.now.getTime() + HOUR_MS) }),
        );
      },
    });
    await using town = await stage((options) => {
      const bot = new Bot(options).plugin(letters);
      const call = bot.job("call", text, (ctx, { text }) => ctx.to("~ops").post(`call: ${text}`));
      return bot.command("call", { about: "Call", args: text.shape }, (ctx, payload) => call.add(ctx, payload));
    });
    const ben = town.person("ben");
    await ben.looksAt("ops");
    await ben.says("!letter soon", { in: "ops" });
    await ben.says("!call now", { in: "ops" });
    expect(ben.sees).toBe("call: now");
    expect((await town.bot.schedules.jobs()).map(({ name, count }) => [name, count])).toEqual([["letters.send", 1]]);
    await town.wait("1h");
    expect(ben.sees).toBe("letter: soon");
  });
});
