/** What somebody reads who configures a plugin wrongly: in chat, and at the start from a file. */
import { stage } from "@matterwright/testing";
import { Bot, LogBook, plugin, z } from "../index.ts";
import { expect, test } from "vitest";
import type { PluginManager } from "./scope.ts";

const config = z.object({
  cap: z.int().min(1).default(10),
  mode: z.enum(["loud", "quiet"]).default("quiet"),
  url: z.url().optional(),
  either: z.union([z.string(), z.number()]).optional(),
  names: z.array(z.string()).default([]),
  login: z.object({ user: z.string(), password: z.string().meta({ secret: true }) }).optional(),
  shape: z
    .discriminatedUnion("kind", [
      z.object({ kind: z.literal("round"), width: z.number() }),
      z.object({ kind: z.literal("flat") }),
    ])
    .optional(),
  exact: z.strictObject({ size: z.number().optional() }).optional(),
  even: z
    .int()
    .refine((value) => value % 2 === 0, "Only even numbers will do")
    .optional(),
  by: z.record(z.string(), z.boolean()).optional(),
});
const karma = plugin({ name: "karma", config, setup: () => {} });

/** A bot whose plugins were configured like this; its log, line by line, and who manages its plugins. */
async function configured(pluginConfigs: Readonly<Record<string, unknown>>) {
  let manage: PluginManager | undefined;
  const lines: string[] = [];
  const managing = plugin({ name: "managing", setup: (bot) => void (manage = bot.manage) });
  const town = await stage((options) => {
    const write = (_facts: object, message: string): void => void lines.push(message);
    const failed = (facts: { error?: { message?: string } }, message: string): void =>
      void lines.push(`${message}: ${facts.error?.message ?? ""}`);
    const log = new LogBook({
      to: { debug: () => {}, info: () => {}, warn: write, error: failed },
      clock: options.clock as never,
    });
    return new Bot({
      ...options,
      log,
      pluginConfigs,
      pluginConfigsSource: { file: "plugins.json", secrets: ["swordfish"] },
    })
      .plugin(karma)
      .plugin(managing);
  });
  return {
    town,
    lines,
    manage: manage as unknown as PluginManager,
    [Symbol.asyncDispose]: () => town[Symbol.asyncDispose](),
  };
}

test.each<[unknown, string]>([
  [{ cap: "many" }, '`cap` must be a whole number, not `"many"`. For example: `cap=10`.'],
  [{ cap: 0 }, "`cap` must be at least 1, not `0`. For example: `cap=10`."],
  [{ cap: 2.5 }, "`cap` must be a whole number, not `2.5`."],
  [{ mode: "lound" }, '`mode` must be one of `loud`, `quiet`, not `"lound"`. For example: `mode=quiet`.'],
  [
    { url: "nowhere" },
    '`url` must be a web address such as `https://example.com`, not `"nowhere"`. For example: `url=https://example.com`.',
  ],
  [{ either: true }, "`either` must be a text or a number, not `true`. For example: `either=text`."],
  [{ names: "ann" }, '`names` must be a list, not `"ann"`. For example: `names=["text"]`.'],
  [{ names: ["ann", 3] }, '`names.1` must be a text, not `3`. For example: `names=["text"]`.'],
  [{ login: { user: "ann" } }, "`login.password` is missing: it must be a text. For example: `login.password=text`."],
  [{ login: { user: "ann", password: 31_415 } }, "`login.password` must be a text, not what was given."],
  [{ login: "ann:31415" }, "`login` must be an object, not what was given."],
  [
    { shape: { kind: "square" } },
    '`shape.kind` must be one of `round`, `flat`, not `"square"`. For example: `shape.kind=round`.',
  ],
  [
    { shape: { kind: "round", width: "wide" } },
    '`shape.width` must be a number, not `"wide"`. For example: `shape.width=1`.',
  ],
  [
    { exact: { sise: 3 } },
    "There is no `exact.sise` to configure, so nothing was changed: there is `exact.size`. Did you mean `exact.size`?",
  ],
  [{ even: 3 }, "`even`: Only even numbers will do."],
  [{ by: { ann: "yes" } }, '`by.ann` must be `true` or `false`, not `"yes"`. For example: `by.ann=true`.'],
  [{ cap: "x", mode: 3 }, '`cap` must be a whole number, not `"x"`. `mode` must be one of `loud`, `quiet`, not `3`.'],
])("%j: %s", async (changes, sentence) => {
  await using bot = await configured({});
  const failing = bot.manage.configure("karma", changes as Record<string, unknown>);
  await expect(failing).rejects.toThrow(sentence);
  await expect(failing).rejects.toThrow("nothing was changed");
  await expect(failing).rejects.not.toThrow("31415");
});

test("what stands in the file and does not fit is named with the file and the plugin", async () => {
  await using bot = await configured({ karma: { cap: "many", exact: { sise: 3 } } });
  expect(bot.lines).toEqual([
    'a plugin could not be set up: the configuration of the plugin karma in plugins.json is wrong: `cap` must be a whole number, not `"many"`. There is no `exact.sise`: did you mean `exact.size`? For example: `{"karma":{"cap":10}}`.',
  ]);
});

test("what came from a variable is shown nowhere, whatever its key", async () => {
  await using bot = await configured({ karma: { url: "no address swordfish", names: { first: "swordfish" } } });
  expect(bot.lines.join()).toContain("`url` must be a web address such as `https://example.com`, not what was given.");
  expect(bot.lines.join()).toContain("`names` must be a list, not what was given.");
  const failing = bot.manage.configure("karma", { cap: 3 });
  await expect(failing).rejects.toThrow("`url` must be");
  await expect(failing).rejects.not.toThrow("swordfish");
  expect(JSON.stringify(bot.manage.list()) + bot.lines.join()).not.toContain("swordfish");
});

test("a schema that describes itself is explained at once", async () => {
  const tree: z.ZodType = z.lazy(() => z.union([z.string(), z.array(tree), z.record(z.string(), tree)]));
  const deep = plugin({ name: "deep", config: z.object({ tree, more: tree.optional() }), setup: () => {} });
  const managers: PluginManager[] = [];
  const managing = plugin({ name: "managing", setup: (bot) => void managers.push(bot.manage) });
  await using town = await stage((options) => new Bot(options).plugin(deep).plugin(managing));
  expect(town.bot.plugins()).toHaveLength(2);
  await expect(managers[0]?.configure("deep", { tree: { a: [3] } })).rejects.toThrow("`tree.a.0` must be");
});

test("keys that nobody reads are pointed out, and the plugin works all the same", async () => {
  await using bot = await configured({
    karma: { capp: 3, colour: "red", login: { user: "a", password: "b", pasword: "c" }, by: { anybody: true } },
    managing: { some: "thing" },
  });
  expect(bot.lines).toEqual([
    "capp is no setting of the plugin karma and has no effect: did you mean cap?",
    "colour is no setting of the plugin karma and has no effect: there is cap, mode, url, either, names, login, shape, exact, even, by",
    "login.pasword is no setting of the plugin karma and has no effect: did you mean login.password?",
    "the plugin managing has nothing to configure: what stands for it has no effect",
  ]);
  expect(bot.manage.list().map(({ state }) => state)).toEqual(["active", "active"]);
});
