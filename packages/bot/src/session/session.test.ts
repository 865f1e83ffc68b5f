import { ManualClock } from "@matterwright/clock";
import { stage } from "@matterwright/testing";
import { describe, expect, test } from "vitest";
import { Bot, MisuseError, type Plugin, memoryDurable, plugin, session, z } from "../index.ts";

interface Counted {
  count: number;
}

const fresh = (): Counted => ({ count: 0 });

describe("a session", () => {
  test("keeps what a person did, apart from what others did", async () => {
    const tally = session("tally", fresh, { per: "user" });
    await using town = await stage((options) =>
      new Bot(options).use(tally).command("more", { about: "Count" }, (ctx) => ctx.reply(`${++tally(ctx).count}`)),
    );
    const [ann, ben] = [town.person("ann"), town.person("ben")];
    await ann.says("!more");
    await ann.says("!more");
    expect(ann.sees).toBe("2");
    await ben.says("!more");
    expect(ben.sees).toBe("1");
  });

  test("belongs to a channel when it is made so", async () => {
    const tally = session("tally", fresh, { per: "channel" });
    await using town = await stage((options) =>
      new Bot(options).use(tally).command("more", { about: "Count" }, (ctx) => ctx.reply(`${++tally(ctx).count}`)),
    );
    await town.person("ann").says("!more", { in: "ops" });
    const ben = town.person("ben");
    await ben.says("!more", { in: "ops" });
    expect(ben.sees).toBe("2");
    await ben.says("!more", { in: "off-topic" });
    expect(ben.sees).toBe("1");
  });

  test("is not written when the handler fails", async () => {
    const durable = memoryDurable(new ManualClock());
    const tally = session("tally", fresh);
    await using town = await stage((options) =>
      new Bot({ ...options, durable }).use(tally).hears("boom", (ctx) => {
        tally(ctx).count = 99;
        throw new Error("no");
      }),
    );
    await town.person("ann").says("boom");
    expect(await durable.store.keys("session/")).toEqual([]);
  });

  test("counts every one of many that come at once", async () => {
    const durable = memoryDurable(new ManualClock());
    const tally = session("tally", fresh, { per: "channel" });
    await using town = await stage((options) =>
      new Bot({ ...options, durable }).use(tally).hears("plus", (ctx) => void tally(ctx).count++),
    );
    const ann = town.person("ann");
    await Promise.all(Array.from({ length: 20 }, () => ann.says("plus", { in: "ops" })));
    const [key = ""] = await durable.store.keys("session/tally/");
    expect(await durable.store.get(key)).toEqual({ version: 1, state: { count: 20 } });
  });

  test("of a plugin wraps the plugin's own commands and nothing else", async () => {
    const tally = session("tally", fresh);
    const counter = plugin({
      name: "counter",
      config: z.object({ step: z.number().default(5) }),
      setup(bot, { step }) {
        bot.use(tally).command("more", { about: "Count" }, (ctx) => ctx.reply(`${(tally(ctx).count += step)}`));
      },
    });
    await using town = await stage((options) =>
      new Bot(options).plugin(counter).command("peek", { about: "Look" }, (ctx) => ctx.reply(`${tally(ctx).count}`)),
    );
    const ann = town.person("ann");
    await ann.says("!more");
    expect(ann.sees).toBe("5");
    await ann.says("!peek");
    expect(ann.sees).toMatch(/^Something went wrong/);
    expect(town.log.some(({ facts }) => JSON.stringify(facts).includes(MisuseError.name))).toBe(true);
  });

  test("of two plugins is one: whoever comes second does not wait for the first", async () => {
    const tally = session("tally", fresh);
    const again = session("tally", fresh);
    const counting = (name: string, used: typeof tally): Plugin =>
      plugin({ name, setup: (bot) => void bot.use(used).hears(name, (ctx) => void used(ctx).count++) });
    await using town = await stage((options) =>
      new Bot(options).plugin(counting("one", tally)).plugin(counting("two", tally)).plugin(counting("three", again)),
    );
    const ann = town.person("ann");
    for (const name of ["one", "two", "three"]) await ann.says(name);
    const [stored] = await town.durable.store.list("session/tally/");
    expect(stored?.value).toEqual({ version: 1, state: { count: 3 } });
  }, 5_000);
});
