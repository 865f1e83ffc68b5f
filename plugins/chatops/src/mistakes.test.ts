/** What people do wrong, and what each is told: which word, what was expected there, and a call that works. */
import { stage } from "@matterwright/testing";
import { Bot, type BotOptions, type Plugin, channel, date, duration, plugin, post, team, user, z } from "matterwright";
import { describe, expect, test } from "vitest";
import { asks, onStage } from "../test/shop.ts";
import chatops from "./index.ts";

const ann = { who: "ann" };

describe("a wrong word is named, with what was expected and an example that works", () => {
  const kinds = {
    who: user(),
    where: channel(),
    team: team(),
    what: post(),
    long: duration(),
    when: date(),
    many: z.int().min(1),
    part: z.number(),
    size: z.enum(["small", "large"]),
    word: z.string().regex(/^[a-z]+$/, "write small letters"),
    day: z.date(),
    data: z.object({ a: z.number() }),
  } as const;

  test.each([
    ["who", "@nobody", /`value` must be somebody here, such as `@ann`, not `@nobody`/],
    ["where", "~nowhere", /`value` must be a channel.*not `~nowhere`/],
    ["team", "north", /`value` must be .*team.*not `north`/],
    ["what", "that", /`value` must be .*not `that`/],
    ["long", "soon", /`value` must be .*`\d+\w+`.*not `soon`/],
    ["when", "someday", /`value` must be .*not `someday`/],
    ["many", "few", /`value` must be a whole number.*not `few`/],
    ["many", "0", /`value` must be at least 1, not `0`/],
    ["part", "half", /`value` must be a number.*not `half`/],
    ["size", "medium", /`value` must be one of `small`, `large`, not `medium`/],
    ["word", "WORD", /write small letters/],
    ["day", "tomorrow", /`value` must be .*not `tomorrow`/],
    ["data", "{a}", /`value` must be .*JSON/],
  ] as const)("%s: %s", async (kind, typed, told) => {
    await using town = await onStage({}, (bot) =>
      bot.command("take", { about: "Take", args: { value: kinds[kind] } }, (ctx) => ctx.reply("taken")),
    );
    const answer = await asks(town, `!take ${typed}`);
    expect(answer).toMatch(told);
    expect(answer).toContain(`!take ${typed}\n      ${"^".repeat(typed.length)}`);
    const example = /For example: `(.+)`$/m.exec(answer)?.[1] ?? "";
    expect(example).toMatch(/^!take ./);
    // What needs a link to a message cannot be made up.
    if (kind !== "what") expect(await asks(town, example)).toBe("taken");
  });
});

describe("what is not there, and what may not be", () => {
  test.each([
    ["!plugin info krama", "There is no plugin called `krama`"],
    ["!plugin reload krama", "There is no plugin called krama: there are chatops, shop."],
    ["!hlep", "Did you mean `!help`?"],
    ["!help foo bar", "I know no command `foo`."],
    ["!help", "Here is what I can do."],
    ["!plugins", "| `shop` |"],
    ["!restart now", "`now` is one word too many."],
    ["!basket add", "`item` is missing"],
    ["!basket add a b", "`b` is one word too many."],
    ["!basket add --loud a", "--loud"],
    ["!plugin lst", "There is no `!plugin lst`. Did you mean `!plugin list`?"],
    ["!plugin frobnicate", "`!help plugin` lists all."],
    ["!access exlain @ben !status", "`exlain` is one word too many."],
    ["!access exlain @ben !status", "Or did you mean `!access explain`?"],
    ["!wizard lits", "Or did you mean `!wizard list`?"],
    ["!schedule lsit", "Nothing like `lsit` is planned. Or did you mean `!schedule list`?"],
    ["!schedule puase daily", "Nothing like `puase daily` is planned. Or did you mean `!schedule pause`?"],
    ["!help plugin lst", "There is no `!plugin lst`. Did you mean `!plugin list`?"],
    ["!log", "`!log` goes on with another word: `!log level` or `!log tail`."],
    ["!plugin", "`!plugin` goes on with another word"],
    ["!schedule next nothing", "nothing"],
    ["!outbox", "`!outbox` goes on with another word"],
  ])("%s", async (call, answer) => {
    await using town = await onStage();
    expect(await asks(town, call, ann)).toContain(answer);
  });

  test("a right that is missing is told, or not, as it is set", async () => {
    await using town = await onStage();
    expect(await asks(town, "!close")).toBe("Only administrators of this bot may use `close`.");
    await using silent = await onStage({ access: { denied: "silent" } });
    expect(await asks(silent, "!close")).toBe("!close");
    await using referenced = await onStage({ access: { denied: "referenced" } });
    expect(await asks(referenced, "!close")).toMatch(/^You may not do this\. Ref [0-9A-F]{4}$/);
  });
});

describe("a plugin that is wrong is named, and the rest goes on", () => {
  const withPlugin = (made: Plugin, origin?: { readonly file: string; load(): Promise<Plugin> }) =>
    stage((options: BotOptions) => {
      const bot = new Bot(options).plugin(chatops);
      return bot.plugin(made, undefined, origin).command("fine", { about: "F" }, (ctx) => ctx.reply("fine"));
    });

  test.each([
    ["that throws", () => Promise.reject(new Error("no database")), "no database"],
    ["that never returns from its setup", () => new Promise<void>(() => {}), "its setup did not end within 30 seconds"],
  ])("one %s", async (_, setup, why) => {
    await using town = await withPlugin(plugin({ name: "bad", setup }));
    expect(await asks(town, "!fine")).toBe("fine");
    expect(await asks(town, "!status")).toContain("the plugin `bad` did not start (see `!plugin list`)");
    expect(await asks(town, "!plugin list", ann)).toContain(why);
    expect(await asks(town, "!plugin list")).not.toContain(why);
  });

  test("one whose file is no program any more stays as it was", async () => {
    const good = plugin({
      name: "good",
      setup: (bot) => void bot.command("good", { about: "G" }, (ctx) => ctx.reply("one")),
    });
    const load = (): Promise<Plugin> => Promise.reject(new SyntaxError("Unexpected token '}' (line 3)"));
    await using town = await withPlugin(good, { file: "plugins/good.ts", load });
    expect(await asks(town, "!plugin reload good", ann)).toBe(
      "plugins/good.ts could not be loaded, so good is as it was before: Unexpected token '}' (line 3)",
    );
    expect(await asks(town, "!good")).toBe("one");
  });

  test("one with a command that another has", async () => {
    const rival = plugin({ name: "rival", setup: (bot) => void bot.command("fine", { about: "F" }, () => {}) });
    await using town = await withPlugin(rival);
    expect(await asks(town, "!fine")).toBe("fine");
    expect(await asks(town, "!plugin list", ann)).toContain('There is a command "fine" already');
  });
});
