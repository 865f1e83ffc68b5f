/** Plugins while a bot runs: switched off and on, blocked, loaded anew and configured, wholly or not at all. */
import { stage } from "@matterwright/testing";
import { expect, test } from "vitest";
import { Bot, type BotOptions, type Plugin, type PluginScope, plugin, z } from "../index.ts";

interface Made {
  readonly version?: string;
  readonly needs?: readonly string[];
  readonly setup?: (bot: PluginScope) => void | Promise<void>;
}

/** Answers its own name with its version. */
const answering = (name: string, { version = "1.0.0", needs = [], setup }: Made = {}): Plugin =>
  plugin({
    name,
    version,
    needs,
    setup: async (bot) => {
      bot.command(name, { about: name }, (ctx) => ctx.reply(`${name} ${version}`));
      bot.hears(`hi ${name}`, (ctx) => ctx.reply(`heard by ${name} ${version}`));
      await setup?.(bot);
    },
  });

/** Lends what the bot's other plugins can do to a test. */
function managing(...plugins: readonly ((bot: Bot) => unknown)[]) {
  const lent: PluginScope[] = [];
  const make = (options: BotOptions): Bot => {
    const bot = new Bot(options).plugin(plugin({ name: "lender", setup: (scope) => void lent.push(scope) }));
    for (const add of plugins) add(bot);
    return bot;
  };
  const manage = (): PluginScope["manage"] => (lent.at(-1) as PluginScope).manage;
  const states = (): string[] =>
    manage()
      .list()
      .slice(1)
      .map(({ name, state, reason }) => `${name} ${state} ${reason}`.trim());
  return { make, manage, states };
}

test("switches one off and on, and blocks one beyond a restart", async () => {
  const { make, manage, states } = managing((bot) => bot.plugin(answering("karma")));
  await using town = await stage(make);
  const ben = town.person("ben");
  await manage().deactivate("karma");
  await ben.says("!karma");
  expect([ben.sees, states()]).toEqual(["!karma", ["karma inactive"]]);
  await manage().activate("karma");
  await ben.says("!karma");
  expect(ben.sees).toBe("karma 1.0.0");
  await manage().block("karma", "too loud");
  await town.restart();
  expect(states()).toEqual(["karma blocked too loud"]);
  await expect(manage().activate("karma")).rejects.toThrow("The plugin karma is blocked (too loud): unblock it first.");
  await manage().unblock("karma");
  await town.restart();
  expect(states()).toEqual(["karma active"]);
});

test("sets up what is needed first, and says what is missing, in whatever order they were added", async () => {
  const { make, manage, states } = managing(
    (bot) => bot.plugin(answering("top", { needs: ["base@^1.0"] })),
    (bot) => bot.plugin(answering("base")),
    (bot) => bot.plugin(answering("new", { needs: ["base@^2.0"] })),
    (bot) => bot.plugin(answering("one", { needs: ["two"] })),
    (bot) => bot.plugin(answering("two", { needs: ["one"] })),
  );
  await using town = await stage(make);
  expect(town.bot.plugins()).not.toEqual([]);
  expect(states()).toEqual([
    "top active",
    "base active",
    "new failed it needs the plugin base in version ^2.0, and there is 1.0.0",
    "one failed it needs itself: one needs two needs one",
    "two failed it needs itself: one needs two needs one",
  ]);
  await expect(manage().deactivate("base")).rejects.toThrow("The plugin base is needed by top: deactivate that first.");
  await manage().deactivate("top");
  await manage().deactivate("base");
  await expect(manage().activate("top")).rejects.toThrow("it needs the plugin base, which is not active");
  await manage().activate("base");
  expect(states().slice(0, 2)).toEqual(["top active", "base active"]);
});

test("loads one anew with those that need it, doubles nothing, and keeps what is stored", async () => {
  let version = 1;
  const made = (): Plugin =>
    answering("karma", { version: `1.0.${version}`, setup: (bot) => void bot.store.set("seen", version) });
  const origin = { file: "plugins/karma.ts", load: () => Promise.resolve(made()) };
  const ups: string[] = [];
  const { make, manage } = managing(
    (bot) => bot.plugin(made(), undefined, origin),
    (bot) => bot.plugin(answering("top", { needs: ["karma"], setup: () => void ups.push("top") })),
  );
  await using town = await stage(make);
  const ben = town.person("ben");
  version = 2;
  await manage().reload("karma");
  const before = ben.posts.length;
  await ben.says("hi karma");
  expect(ben.posts.slice(before).map(({ message }) => message)).toEqual(["hi karma", "heard by karma 1.0.2"]);
  expect(ups).toEqual(["top", "top"]);
  expect(await town.durable.store.get("plugin/karma/seen")).toBe(2);
});

test("one that cannot be loaded or set up anew stays as it was", async () => {
  let fresh: () => Plugin = () => answering("karma");
  const origin = { file: "plugins/karma.ts", load: async () => fresh() };
  const { make, manage, states } = managing((bot) => bot.plugin(answering("karma"), undefined, origin));
  await using town = await stage(make);
  const ben = town.person("ben");
  const failing: readonly [() => Plugin, string][] = [
    [
      () => {
        throw new SyntaxError("Unexpected token");
      },
      "plugins/karma.ts could not be loaded, so karma is as it was before: Unexpected token",
    ],
    [() => answering("other"), "plugins/karma.ts now has a plugin called other"],
    [
      () => answering("karma", { setup: () => Promise.reject(new Error("no database")) }),
      "could not be set up that way, and is as it was before: no database",
    ],
    [() => answering("karma", { needs: ["gone"] }), "it needs the plugin gone"],
  ];
  for (const [make, why] of failing) {
    fresh = make;
    await expect(manage().reload("karma")).rejects.toThrow(why);
    await ben.says("!karma");
    expect([ben.sees, states()]).toEqual(["karma 1.0.0", ["karma active"]]);
  }
});

test("a setup that never ends fails alone, and what it registers later is refused", async () => {
  let later: (() => void) | undefined;
  const { make, states } = managing(
    (bot) =>
      bot.plugin(
        answering("stuck", {
          setup: (scope) =>
            new Promise<void>(() => {
              later = () => void scope.command("late", { about: "Late" }, () => undefined);
            }),
        }),
      ),
    (bot) => bot.plugin(answering("fine")),
  );
  await using town = await stage(make);
  expect(states()).toEqual(["stuck failed its setup did not end within 30 seconds", "fine active"]);
  expect(() => later?.()).toThrow("the plugin stuck has gone and can register nothing more");
  await town.person("ben").says("!fine");
  expect(town.person("ben").sees).toBe("fine 1.0.0");
});

const greeter = plugin({
  name: "greeter",
  config: z.object({
    greeting: z.string().max(10).default("Hello"),
    login: z
      .object({ user: z.string().default("bot"), password: z.string().meta({ secret: true }).default("none") })
      .prefault({}),
  }),
  setup: (bot, { greeting, login }) => {
    if (greeting === "fail") throw new Error("cannot greet so");
    bot.hears("hi", (ctx) => ctx.reply(`${greeting} ${login.user} ${login.password.length}`));
  },
});

test("is configured while the bot runs, and stays so after a restart; a wrong value changes nothing", async () => {
  const { make, manage } = managing((bot) => bot.plugin(greeter, { greeting: "Hey" }));
  await using town = await stage(make);
  const ben = town.person("ben");
  const hears = async (): Promise<string> => {
    await ben.says("hi");
    return ben.sees;
  };
  expect(await hears()).toBe("Hey bot 4");
  await manage().configure("greeter", { greeting: "Moin", login: { password: "swordfish" } });
  await town.restart();
  expect(await hears()).toBe("Moin bot 9");
  await expect(manage().configure("greeter", { greeting: "much too long" })).rejects.toThrow(
    "That is no configuration for greeter, so nothing was changed: `greeting` must be at most 10 signs long, not",
  );
  await expect(manage().configure("greeter", { greeting: "fail" })).rejects.toThrow(
    "and is as it was before: cannot greet so",
  );
  expect(await hears()).toBe("Moin bot 9");
  const config = await manage().config("greeter");
  expect([config.value, config.secrets]).toEqual([
    { greeting: "Moin", login: { user: "bot", password: "•••" } },
    ["login.password"],
  ]);
  const stored = JSON.stringify(await town.durable.store.list("", { limit: 1_000 }));
  expect(stored).not.toContain("swordfish");
  await manage().configure("greeter", { greeting: null });
  expect(await hears()).toBe("Hello bot 9");
  await manage().configure("greeter", undefined);
  expect(await hears()).toBe("Hey bot 4");
});

test("secrets in lists, records and alternatives are kept locked and shown to nobody", async () => {
  const token = z.union([z.string(), z.array(z.string())]).meta({ secret: true });
  const entry = z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("open"), url: z.string() }),
    z.object({ kind: z.literal("closed"), token }),
  ]);
  interface Tree {
    readonly pin?: string | undefined;
    readonly below?: Tree[] | undefined;
  }
  const tree: z.ZodType<Tree> = z.object({
    pin: z.string().meta({ secret: true }).optional(),
    get below() {
      return z.array(tree).optional();
    },
  });
  const config = z.object({ hooks: z.record(z.string(), entry), keys: z.array(token).default([]), tree });
  const { make, manage } = managing((bot) =>
    bot.plugin(plugin({ name: "deep", config, setup: () => {} }), { hooks: {}, tree: {} }),
  );
  await using town = await stage(make);
  await manage().configure("deep", {
    hooks: { a: { kind: "closed", token: "swordfish" }, b: { kind: "open", url: "here" } },
    keys: ["swordfish"],
    tree: { below: [{ pin: "swordfish" }] },
  });
  const { value, secrets } = await manage().config("deep");
  expect(value).toEqual({
    hooks: { a: { kind: "closed", token: "•••" }, b: { kind: "open", url: "here" } },
    keys: ["•••"],
    tree: { below: [{ pin: "•••" }] },
  });
  expect(secrets).toEqual(expect.arrayContaining(["hooks.*.token", "keys.*", "tree.pin"]));
  expect(JSON.stringify(await town.durable.store.list("", { limit: 1_000 }))).not.toContain("swordfish");
});

test("one comes while the bot runs, goes again, and may come from elsewhere", async () => {
  const { make, manage, states } = managing((bot) => bot.plugin(answering("top", { needs: ["karma@^1.0"] })));
  await using town = await stage(make);
  const ben = town.person("ben");
  await manage().include(answering("karma"));
  expect(states()).toEqual(["top active", "karma active"]);
  await expect(manage().include(answering("karma"))).rejects.toThrow("There is a plugin called karma already.");
  const elsewhere = {
    file: "elsewhere/karma.ts",
    load: () => Promise.resolve(answering("karma", { version: "1.1.0" })),
  };
  await manage().reload("karma", elsewhere);
  await ben.says("!karma");
  expect([ben.sees, manage().list().at(-1)?.file]).toEqual(["karma 1.1.0", "elsewhere/karma.ts"]);
  const broken = {
    file: "broken/karma.ts",
    load: () => Promise.resolve(answering("karma", { version: "2.0.0", needs: ["x"] })),
  };
  await expect(manage().reload("karma", broken)).rejects.toThrow("and is as it was before");
  expect(manage().list().at(-1)?.file).toBe("elsewhere/karma.ts");
  await expect(manage().remove("karma")).rejects.toThrow("is needed by top: deactivate that first.");
  await manage().remove("karma", { isForced: true });
  expect(states()).toEqual(["top failed it needs the plugin karma, which is not there"]);
  await ben.says("!karma");
  expect(ben.sees).toBe("!karma");
});

test("one that cannot be set up while the bot runs is not there, unless it may fail", async () => {
  const { make, manage, states } = managing();
  await using town = await stage(make);
  expect(town.bot.plugins()).toHaveLength(1);
  const failing = answering("karma", { setup: () => Promise.reject(new Error("no database")) });
  await expect(manage().include(failing)).rejects.toThrow("The plugin karma could not be set up: no database");
  expect(states()).toEqual([]);
  await manage().include(failing, { mayFail: true });
  expect(states()).toEqual(["karma failed no database"]);
  await manage().block("karma", "broken");
  await manage().remove("karma");
  await manage().include(answering("karma"));
  expect(states()).toEqual(["karma blocked broken"]);
});

test("each counts and measures its own work, and loses its figures when it goes", async () => {
  const { make, manage } = managing((bot) =>
    bot.plugin(
      answering("karma", {
        setup: (scope) => {
          scope.hears("thanks", () => scope.metrics.count("thanks_heard"));
          scope.metrics.measure("queue", () => 7);
          scope.metrics.measure("broken", () => {
            throw new Error("no queue");
          });
          expect(() => scope.metrics.count("Not a name")).toThrow("is no name of a figure");
          expect(() => scope.metrics.count("posts", -1)).toThrow("a count grows by a number");
          expect(() => scope.metrics.measure("queue", () => 8)).toThrow("there is a figure called queue already");
        },
      }),
    ),
  );
  await using town = await stage(make);
  const ben = town.person("ben");
  await ben.says("thanks");
  await ben.says("thanks");
  const figures = (): unknown => manage().list().at(-1)?.figures;
  expect(figures()).toEqual({ thanks_heard: 2, queue: 7, broken: Number.NaN });
  await manage().deactivate("karma");
  expect(figures()).toEqual({});
  await manage().activate("karma");
  expect(figures()).toEqual({ queue: 7, broken: Number.NaN });
});

test("what is not there is named with what is", async () => {
  const { make, manage } = managing((bot) => bot.plugin(answering("karma")));
  await using town = await stage(make);
  expect(town.bot.plugins()).not.toEqual([]);
  await expect(manage().reload("krama")).rejects.toThrow("There is no plugin called krama: there are karma, lender.");
  await expect(manage().configure("karma", {})).rejects.toThrow("karma has nothing to configure");
  await expect(manage().activate("karma")).rejects.toThrow("is active already");
  await expect(manage().unblock("karma")).rejects.toThrow("is not blocked");
});
