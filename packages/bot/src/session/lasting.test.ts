/** Sessions over time: through restarts and deaths, past their time to live, and from one version of a program to the next. */
import { type Stage, stage } from "@matterwright/testing";
import { describe, expect, test } from "vitest";
import { Bot, type BotOptions, MisuseError, type SessionOptions, session, z } from "../index.ts";

const DAY_MS = 86_400_000;

interface Cart {
  items: string[];
}

/** A bot that keeps what people buy. */
function shop(options: SessionOptions<Cart> = {}): (botOptions: BotOptions) => Bot {
  const cart = session<Cart>("cart", () => ({ items: [] }), options);
  return (botOptions) =>
    new Bot(botOptions)
      .use(cart)
      .hears(/^buy (\w+)$/, async (ctx, [, item = ""]) => {
        cart(ctx).items.push(item);
        await ctx.reply(cart(ctx).items.join(" "), { durable: true });
      })
      .hears("show", (ctx) => ctx.reply(cart(ctx).items.join(" ") || "nothing"))
      .hears("empty", (ctx) => cart.forget(ctx))
      .hears("hoard", (ctx) => void cart(ctx).items.push("x".repeat(100_000)));
}

async function keys(town: Stage): Promise<string[]> {
  return town.durable.store.keys("session/");
}

describe("a session", () => {
  test("is there after a restart and after a death", async () => {
    await using town = await stage(shop());
    const ann = town.person("ann");
    await ann.says("buy milk");
    await town.restart();
    await ann.says("buy bread");
    town.kill();
    await town.restart();
    await ann.says("show");
    expect(ann.sees).toBe("milk bread");
  });

  test("and the durable reply about it are there both or not at all, whenever the program dies", async () => {
    for (let after = 0; after < 30; after++) {
      await using town = await stage(shop());
      const ann = town.person("ann");
      town.life.endAfter(after);
      await ann.says("buy milk");
      town.kill();
      await town.wait("10m");
      await town.restart();
      await town.wait("10m");
      const told = ann.posts.filter(({ message }) => message === "milk").length;
      await ann.says("show");
      expect(ann.sees).toBe(told === 1 ? "milk" : "nothing");
    }
  });

  test("lives as long as it is used, and no longer", async () => {
    await using town = await stage(shop({ ttlMs: 3_600_000 }));
    const ann = town.person("ann");
    await ann.says("buy milk");
    for (let n = 0; n < 3; n++) {
      await town.wait("50m");
      await ann.says("show");
      expect(ann.sees).toBe("milk");
    }
    await town.wait("61m");
    await ann.says("show");
    expect(ann.sees).toBe("nothing");
  });

  test("that expires is told about, once, even if the program was dead at that time", async () => {
    const make = shop({
      ttlMs: 3_600_000,
      onExpired: ({ key, state }, ctx) => ctx.to("~ops").post(`${key} has lost ${state.items.join(" ")}`),
    });
    await using town = await stage(make);
    const [ann, ben] = [town.person("ann"), town.person("ben")];
    await ann.says("buy milk");
    const { user_id: annId } = ann.posts.find(({ message }) => message === "buy milk")!;
    await ann.looksAt("ops");
    await town.wait("61m");
    expect(ann.sees).toBe(`${annId} has lost milk`);
    await ben.says("buy bread", { in: "town-square" });
    town.kill();
    await town.wait("5h");
    await town.restart();
    await town.wait("5m");
    expect(ann.posts.map(({ message }) => message).filter((text) => text.endsWith("has lost bread"))).toHaveLength(1);
    await town.wait("5h");
    expect(ann.posts).toHaveLength(2);
    expect(await keys(town)).toEqual([]);
  });

  test("whose end nobody wants to hear of is gone from the store two days later", async () => {
    await using town = await stage(shop({ ttlMs: 3_600_000 }));
    await town.person("ann").says("buy milk");
    town.clock.jump(town.clock.now() + 2 * DAY_MS);
    await town.wait("1h");
    expect(await town.durable.store.takeExpired("session/", 10)).toEqual([]);
  });

  test("can be forgotten", async () => {
    await using town = await stage(shop());
    const ann = town.person("ann");
    await ann.says("buy milk");
    await ann.says("empty");
    expect(await keys(town)).toEqual([]);
    await ann.says("empty");
    await ann.says("show");
    expect(ann.sees).toBe("nothing");
  });

  test("that grows too large is not kept, and what was there stays", async () => {
    await using town = await stage(shop());
    const ann = town.person("ann");
    await ann.says("buy milk");
    await ann.says("hoard");
    expect(ann.sees).toMatch(/^Something went wrong/);
    await ann.says("show");
    expect(ann.sees).toBe("milk");
    const facts = town.log.find(({ message }) => message === "a handler failed")?.facts["error"] as Error;
    expect(facts.message).toMatch(/100,?\d+ characters, and 100000 are the most/);
  });

  test("can be kept under a key of one's own, or under none", async () => {
    const byWord = session("word", () => ({ count: 0 }), {
      per: (ctx) => (ctx.text.startsWith("#") ? ctx.text : undefined),
    });
    await using town = await stage((options) =>
      new Bot(options).use(byWord).hears(/^#/, (ctx) => ctx.reply(`${++byWord(ctx).count}`)),
    );
    const ann = town.person("ann");
    await ann.says("#one");
    await ann.says("#two");
    await ann.says("#one");
    expect(ann.sees).toBe("2");
    await ann.says("something else");
    expect(await keys(town)).toEqual(["session/word/#one", "session/word/#two"]);
  });
});

describe("a session of an earlier program", () => {
  async function upgraded(town: Stage, later: SessionOptions<Cart>): Promise<string> {
    await town.restart(shop(later));
    const ann = town.person("ann");
    await ann.says("show");
    return ann.sees;
  }

  test("is made into one of today", async () => {
    await using town = await stage(shop());
    await town.person("ann").says("buy milk");
    const migrate = (state: unknown, version: number): Cart => ({ items: [...(state as Cart).items, `v${version}`] });
    expect(await upgraded(town, { version: 2, migrate })).toBe("milk v1");
  });

  test("that does not fit is left as it is, and the person gets a reference", async () => {
    await using town = await stage(shop());
    await town.person("ann").says("buy milk");
    const schema = z.object({ items: z.array(z.string().max(2)) });
    expect(await upgraded(town, { schema })).toMatch(/^Something went wrong. Ref /);
    const [key = ""] = await keys(town);
    expect(await town.durable.store.get(key)).toEqual({ version: 1, state: { items: ["milk"] } });
    const error = town.log.find((line) => line.message === "a handler failed")?.facts["error"] as Error;
    expect(error.message).toContain(`what is stored as "${key}" does not fit: items.0: `);
    expect(error.message).toContain("It was left as it is: give the value a migration, or delete it");
  });

  test("that does not fit disturbs nobody who does not ask for it, and can be forgotten", async () => {
    await using town = await stage(shop());
    const ann = town.person("ann");
    await ann.says("buy milk");
    await town.restart(shop({ schema: z.object({ items: z.array(z.string().max(2)) }) }));
    const { length } = ann.posts;
    await ann.says("Good morning everybody");
    expect(ann.posts).toHaveLength(length + 1);
    await ann.says("empty");
    await ann.says("show");
    expect(ann.sees).toBe("nothing");
  });

  test("that expires and does not fit is kept until a program can read it", async () => {
    const told: string[] = [];
    const onExpired: SessionOptions<Cart>["onExpired"] = ({ state }) => void told.push(state.items.join(" "));
    const schema = z.object({ items: z.array(z.string().max(2)) });
    await using town = await stage(shop({ ttlMs: 60_000 }));
    await town.person("ann").says("buy milk");
    await town.restart(shop({ ttlMs: 60_000, onExpired, schema }));
    await town.wait("5m");
    town.clock.jump(town.clock.now() + 10 * DAY_MS);
    await town.wait("5m");
    expect(told).toEqual([]);
    await town.restart(shop({ ttlMs: 60_000, onExpired }));
    await town.wait("1h");
    expect(told).toEqual(["milk"]);
  });

  test("that a later program wrote is not touched", async () => {
    await using town = await stage(shop({ version: 3, migrate: () => ({ items: [] }) }));
    await town.person("ann").says("buy milk");
    expect(await upgraded(town, {})).toMatch(/^Something went wrong. Ref /);
    const [key = ""] = await keys(town);
    expect(await town.durable.store.get(key)).toEqual({ version: 3, state: { items: ["milk"] } });
  });
});

describe("a session that cannot work", () => {
  test.each([
    ["a name with spaces", () => session("my cart", () => ({}))],
    ["a version without a migration", () => session("cart", () => ({}), { version: 2 })],
    ["a version that is none", () => session("cart", () => ({}), { version: 1.5 })],
    ["an ending that never comes", () => session("cart", () => ({}), { onExpired: () => {} })],
  ])("%s is refused when it is made", (_, make) => {
    expect(make).toThrow(MisuseError);
  });
});
