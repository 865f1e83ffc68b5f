/** What whoever comes from Errbot must find again of a bot that runs: status, plugins, what is stored, planned and called. */
import { stage } from "@matterwright/testing";
import { Bot, type BotOptions, type Plugin, type PluginScope, plugin, senders, storeKey, z } from "matterwright";
import { describe, expect, test } from "vitest";
import { asks, onStage } from "../test/shop.ts";
import chatops from "./index.ts";

const ann = { who: "ann" };

/** ChatOps and some plugins; what is loaded anew comes from `files`. */
const bot =
  (...plugins: readonly Plugin[]) =>
  (options: BotOptions): Bot => {
    const made = new Bot(options).plugin(chatops);
    for (const each of plugins) made.plugin(each);
    return made;
  };

test("errbot-14 status in parts, uptime, about, whoami, echo: a line for each fact", async () => {
  await using town = await onStage();
  expect(await asks(town, "!status")).toContain("All is well.");
  expect(await asks(town, "!status plugins")).toContain("| `shop` |  | :white_check_mark: active | Sell things |");
  expect(await asks(town, "!status load")).toMatch(/^\| Machine \| load \d+\.\d\d, \d+\.\d\d, \d+\.\d\d /m);
  await town.wait("65s");
  expect(await asks(town, "!uptime")).toMatch(/^I have been up for 1 minute 5 seconds, since .* UTC\.$/);
  expect(await asks(town, "!about")).toContain("I am @wright");
  expect(await asks(town, "!whoami")).toContain("| Username | @ben |");
  expect(await asks(town, "!whoami")).not.toContain("example.com");
  expect(await asks(town, "!echo  a  'b'")).toContain("a  'b'");
});

describe("plugins", () => {
  const counting = (name: string, answer: string): Plugin => {
    const count = storeKey("count", z.number());
    return plugin({
      name,
      version: "1.0.0",
      setup: (scope: PluginScope) =>
        void scope
          .command(name, { about: "Count" }, async (ctx) => {
            const now = await count.update(scope.store, (before = 0) => before + 1);
            await ctx.reply(`${answer} ${now}`);
          })
          .hears(/^tick$/, (ctx) => ctx.reply(`${answer} tock`))
          .every("beat", "every 1 min", (ctx) => ctx.to("~ops").post(`${answer} beat`)),
    });
  };

  test("errbot-22 switched off and on while the bot runs, and blocked through restarts", async () => {
    await using town = await stage(bot(counting("count", "one")));
    await asks(town, "!plugin deactivate count", ann);
    expect(await asks(town, "!count")).toContain("I know no command `count`");
    await asks(town, "!plugin activate count", ann);
    expect(await asks(town, "!count")).toBe("one 1");
    await asks(town, "!plugin block count too loud", ann);
    await town.restart();
    expect(await asks(town, "!plugin list", ann)).toContain(":no_entry: blocked: `too loud`");
    expect(await asks(town, "!count")).toContain("I know no command");
    await asks(town, "!plugin unblock count", ann);
    expect(await asks(town, "!count")).toBe("one 2");
  });

  test("errbot-23 a reload replaces all of the code, leaves nothing of it behind, and keeps what is stored", async () => {
    let file = counting("count", "one");
    const origin = { file: "plugins/count.ts", load: () => Promise.resolve(file) };
    await using town = await stage((options) => new Bot(options).plugin(chatops).plugin(file, undefined, origin));
    expect(await asks(town, "!count")).toBe("one 1");
    file = counting("count", "two");
    for (let time = 0; time < 3; time++) await asks(town, "!plugin reload count", ann);
    expect(await asks(town, "!count")).toBe("two 2");
    const before = town.person("ben").posts.length;
    await asks(town, "tick");
    await town.wait("1m");
    const said = town
      .person("ben")
      .posts.slice(before)
      .map(({ message }) => message);
    expect(said).toEqual(["tick", "two tock", "two beat"]);
  });

  test("errbot-25 info and list tell what is there, and no secret", async () => {
    const config = z.object({ token: z.string().meta({ secret: true }).default("hunter22") });
    const keeper = plugin({ name: "keeper", version: "2.1.0", about: "Keeps things", config, setup: () => {} });
    await using town = await stage(bot(keeper));
    expect(await asks(town, "!plugin list", ann)).toContain(
      "| `keeper` | 2.1.0 | :white_check_mark: active | Keeps things |",
    );
    const info = await asks(town, "!plugin info keeper", ann);
    expect(info).toContain("- Version: 2.1.0");
    expect(info + (await asks(town, "!plugin config keeper", ann))).not.toContain("hunter22");
    expect(await asks(town, "!plugin info nobody", ann)).toBe(
      "There is no plugin called `nobody`: see `!plugin list`.",
    );
    expect(await asks(town, "!plugin info", ann)).toContain("`name` is missing");
  });

  test("errbot-26 errbot-27 is configured from chat, checked, keeps the last good one, and is told when it comes and goes", async () => {
    const told: string[] = [];
    const config = z
      .object({ least: z.number().default(1), most: z.number().default(9) })
      .refine(({ least, most }) => least <= most, "the least is more than the most");
    const picky = plugin({
      name: "picky",
      config,
      setup(scope, { least, most }) {
        if (most === 13) throw new Error("13 brings bad luck");
        told.push(`up ${least}-${most}`);
        scope.dispose(() => told.push("down"));
      },
    });
    await using town = await stage(bot(picky));
    expect(await asks(town, "!plugin config picky", ann)).toContain('"least": 1,\n  "most": 9');
    await asks(town, "!plugin config picky most=5", ann);
    for (const wrong of ["most=0", "most=many", '{"most": }', "most=13"]) {
      expect(await asks(town, `!plugin config picky ${wrong}`, ann)).not.toContain(":white_check_mark:");
      expect(await asks(town, "!plugin config picky", ann)).toContain('"most": 5');
    }
    expect(await asks(town, "!plugin list", ann)).toMatch(/`picky` .* active/);
    await town.restart();
    expect(await asks(town, "!plugin config picky", ann)).toContain('"most": 5');
    expect(told.slice(0, 3)).toEqual(["up 1-9", "down", "up 1-5"]);
    expect(told.filter((each) => each === "up 1-5").length).toBe(told.filter((each) => each === "down").length);
  });

  test("errbot-28 what a plugin needs is there first, in a version that fits, or it is said why not", async () => {
    const order: string[] = [];
    const made = (name: string, more: Partial<Plugin>): Plugin => ({
      ...plugin({
        name,
        version: more.version ?? "1.0.0",
        needs: more.needs ?? [],
        setup: () => void order.push(name),
      }),
    });
    await using town = await stage(
      bot(
        made("top", { needs: ["base@^1.2"] }),
        made("base", { version: "1.3.0" }),
        made("old", { needs: ["base@^2"] }),
        made("lost", { needs: ["nowhere"] }),
        made("hen", { needs: ["egg"] }),
        made("egg", { needs: ["hen"] }),
      ),
    );
    expect(order).toEqual(["base", "top"]);
    const list = await asks(town, "!plugin list", ann);
    for (const why of [/`old` .* did not start: `.*base.*1\.3\.0/, /`lost` .*nowhere/, /`hen` .*needs itself/])
      expect(list).toMatch(why);
    expect(await asks(town, "!plugin deactivate base", ann)).toContain("is needed by top");
  });
});

test("errbot-29 each plugin keeps things of its own, changed in place, through kills and in any engine", async () => {
  const words = storeKey("words", z.record(z.string(), z.number()));
  const keeper = (name: string): Plugin =>
    plugin({
      name,
      setup: (scope) =>
        void scope.command(`${name} add`, { about: "Add", args: { word: z.string() } }, async (ctx, { word }) => {
          const now = await words.update(scope.store, (all = {}) => ({ ...all, [word]: (all[word] ?? 0) + 1 }));
          await ctx.reply(JSON.stringify(now));
        }),
    });
  await using town = await stage(bot(keeper("mine"), keeper("yours")));
  await Promise.all(["ann", "ben", "cat"].map((who) => asks(town, "!mine add x", { who, place: "ops" })));
  expect(await asks(town, "!mine add y")).toBe('{"x":3,"y":1}');
  town.kill();
  await town.restart();
  expect(await asks(town, "!mine add x")).toBe('{"x":4,"y":1}');
  expect(await asks(town, "!yours add x")).toBe('{"x":1}');
});

test("errbot-30 work at times: intervals that survive errors and restarts, so many times, stopped, and cron in a time zone", async () => {
  const said: string[] = [];
  const timed = plugin({
    name: "timed",
    setup(scope) {
      let round = 0;
      scope.every("often", "every 1 min", () => {
        said.push(`often ${++round}`);
        if (round === 2) throw new Error("once");
        if (round === 4) scope.manage.deactivate("timed").catch(() => {});
      });
      scope.every(
        "morning",
        "0 7 * * *",
        { timezone: "Asia/Tokyo" },
        (ctx) => void said.push(`morning ${ctx.now.toISOString().slice(11, 16)}`),
      );
    },
  });
  await using town = await stage(bot(timed), { startMs: Date.UTC(2026, 0, 1, 21, 58) });
  await town.wait("1m30s");
  await town.restart();
  await town.wait("10m");
  expect(said.filter((each) => each.startsWith("morning"))).toEqual(["morning 22:00"]);
  expect(said.filter((each) => each.startsWith("often")).length).toBeGreaterThan(3);
  expect(await asks(town, "!schedule list", ann)).not.toContain("often");
});

test("errbot-31 hooks: methods, JSON, forms, raw bytes, what is answered, proof of who calls, and they come and go with their plugin", async () => {
  const from = senders.bearer("a secret of the tests");
  const hooked = plugin({
    name: "hooked",
    setup(scope) {
      scope
        .hook("/deployed", { from, body: z.object({ service: z.string() }) }, (ctx, { service }) =>
          ctx.reply(`took ${service}`),
        )
        .hook("/count", { from, method: "PUT", body: z.object({ many: z.coerce.number() }) }, (ctx, { many }) =>
          ctx.reply(`${many + 1}`),
        );
    },
  });
  await using town = await stage(bot(hooked));
  const call = async (path: string, init: RequestInit, proof = "a secret of the tests"): Promise<string> => {
    const headers = { authorization: `Bearer ${proof}`, "content-type": "application/json", ...init.headers };
    const answering = town.bot.fetch(new Request(`http://bot${path}`, { method: "POST", ...init, headers }));
    await town.rest();
    const answer = await answering;
    return `${answer.status} ${await answer.text()}`;
  };
  const form = { "content-type": "application/x-www-form-urlencoded" };
  expect(await call("/deployed", { body: '{"service":"api"}' })).toBe("200 took api");
  expect(await call("/deployed", { body: "service=web", headers: form })).toBe("200 took web");
  expect(await call("/count", { method: "PUT", body: '{"many":"4"}' })).toBe("200 5");
  expect(await call("/count", { body: '{"many":"4"}' })).toMatch(/^405 /);
  expect(await call("/deployed", { body: "{}" })).toMatch(/^4\d\d .*service/);
  expect(await call("/deployed", { body: '{"service":"api"}' }, "wrong")).toMatch(/^401 /);
  await asks(town, "!plugin deactivate hooked", ann);
  expect(await call("/deployed", { body: '{"service":"api"}' })).toMatch(/^404 /);
  await asks(town, "!plugin activate hooked", ann);
  for (let time = 0; time < 2; time++) await asks(town, "!plugin reload hooked", ann);
  expect(await call("/deployed", { body: '{"service":"api"}' })).toBe("200 took api");
});
