/** What an operator does to the running bot, and who may not. */
import { type Stage, stage } from "@matterwright/testing";
import { Bot, type BotOptions, type Program, UserError, plugin, z } from "matterwright";
import { describe, expect, test } from "vitest";
import { asks } from "../../test/shop.ts";
import chatops from "../index.ts";

const noisy = plugin({
  name: "noisy",
  setup(bot) {
    bot.command("shout", { about: "Write into the log", args: { word: z.string() } }, (ctx, { word }) => {
      bot.log.debug({ word }, "whispered");
      bot.log.warn({ word, password: "swordfish", url: "http://x/?t=the-secret" }, "shouted");
      return ctx.reply("done");
    });
    bot.command("later", { about: "Promise a word" }, (ctx) => ctx.reply("promised", { durable: true }));
    bot.command("crash", { about: "Fail" }, () => {
      throw new Error("no disk");
    });
  },
});

interface Done {
  readonly ended: unknown[];
  readonly program: Program;
}

function programOf(refusal?: string): Done {
  const ended: unknown[] = [];
  const end = (how: unknown): Promise<void> => {
    if (refusal !== undefined) return Promise.reject(new UserError(refusal));
    ended.push(how);
    return Promise.resolve();
  };
  const backUp: Program["backUp"] = () => Promise.resolve({ file: "data/b.db", bytes: 4096, besides: "Keep the key." });
  return { ended, program: { end, backUp } };
}

const towned = (more: Partial<BotOptions> = {}): Promise<Stage> =>
  stage((options) => new Bot({ ...options, ...more }).plugin(chatops).plugin(noisy));

/** What ann is told in a direct message for what she asked in ~ops. */
async function told(town: Stage, text: string): Promise<string> {
  await town.person("ann").says(text, { in: "ops" });
  await town.person("ann").looksAt("@wright");
  return town.person("ann").sees;
}

test.each([
  "log tail",
  "log level debug",
  "restart",
  "shutdown --confirm",
  "backup",
  "outbox list",
  "outbox drop 1",
  "explain 7F3A",
])("!%s is for administrators", async (call) => {
  const { ended, program } = programOf();
  await using town = await towned({ program });
  expect(await asks(town, `!${call}`)).toMatch(/^Only administrators of this bot may use/);
  expect(await asks(town, "!help")).not.toContain(`!${call.split(" ")[0]}`);
  expect(ended).toEqual([]);
});

describe("!log", () => {
  test("tail shows the last lines to whoever asked alone, without secrets, in their time zone", async () => {
    await using town = await towned();
    const ann = town.person("ann");
    const timezone = { useAutomaticTimezone: "false", manualTimezone: "Asia/Tokyo", automaticTimezone: "" };
    await ann.calls("PUT /api/v4/users/me/patch", { timezone });
    await asks(town, "!shout hello");
    await asks(town, `!shout ${town.town.bot.token}`);
    const log = await told(town, "!log tail 50 --plugin noisy");
    expect(log).toMatch(/^```\n(?:17:\d\d:\d\d warn {2}noisy: shouted \{"word":"(?:hello|\[secret\])".*\n){2}```$/);
    expect(log).not.toMatch(/swordfish|whispered/);
    expect(log).not.toContain(town.town.bot.token);
    await ann.looksAt("ops");
    expect(ann.sees).toBe("!log tail 50 --plugin noisy");
    expect(await told(town, "!log tail 1 --level error")).toBe("No line of the log is like that.");
    expect(await told(town, "!log tail none")).toContain("`lines` must be a whole number");
  });

  test("level is set for all and for one plugin, and set back", async () => {
    await using town = await towned();
    const ann = { who: "ann" };
    expect(await asks(town, "!log level", ann)).toContain("| everything else | info |");
    expect(await asks(town, "!log level noisy debug", ann)).toContain("| noisy | debug |");
    await asks(town, "!shout one");
    expect(await told(town, "!log tail")).toContain("debug noisy: whispered");
    await asks(town, "!log level noisy reset", ann);
    expect(await asks(town, "!log level error", ann)).toContain("| everything else | error |");
    await asks(town, "!shout two");
    expect(await told(town, "!log tail")).not.toContain("two");
    expect(town.log.filter(({ message }) => message === "shouted")).toHaveLength(1);
    expect(await asks(town, "!log level reset", ann)).toContain("| everything else | info |");
    expect(await asks(town, "!log level loud", ann)).toContain("`loud` is no level: write `debug`, `info`");
    expect(await asks(town, "!log level nosy debug", ann)).toBe(
      "There is no plugin called `nosy`: there are chatops, noisy. Did you mean `noisy`?",
    );
    expect(await told(town, "!log tail --plugin nosy")).toContain("Did you mean `noisy`?");
  });
});

describe("!restart", () => {
  test("starts anew, loses nothing, and says in the same thread that it is back, once", async () => {
    const { ended, program } = programOf();
    await using town = await towned({ program });
    const ann = town.person("ann");
    const call = await ann.says("!restart", { in: "ops" });
    expect(ann.sees).toBe("I start anew, and say so here when I am back.");
    expect(ended).toEqual([{ again: true }]);
    await town.wait("30s");
    await town.restart();
    await town.wait("1s");
    await town.restart();
    await town.wait("1m");
    const said = ann.posts.filter(({ root_id }) => root_id === call.id).map(({ message }) => message);
    expect(said).toEqual(["I start anew, and say so here when I am back.", "I am back, after 30 seconds."]);
    await town.wait("1h");
    expect(ann.sees).toBe("I am back, after 30 seconds.");
  });

  test("stays when it would not come back, and says why", async () => {
    const { program } = programOf("That cannot be done now: BOT_PREFIX is wrong.");
    await using town = await towned({ program });
    expect(await asks(town, "!restart", { who: "ann" })).toBe("That cannot be done now: BOT_PREFIX is wrong.");
    await town.restart();
    expect(town.person("ann").sees).toBe("That cannot be done now: BOT_PREFIX is wrong.");
  });

  test("cannot be had where nothing runs the bot that could, and takes no more words", async () => {
    await using town = await towned();
    expect(await asks(town, "!restart", { who: "ann" })).toContain("What runs me lets me neither restart");
    expect(await asks(town, "!restart now", { who: "ann" })).toContain("`now` is one word too many.");
  });
});

test("!shutdown asks for --confirm, and ends only then", async () => {
  const { ended, program } = programOf();
  await using town = await towned({ program });
  expect(await asks(town, "!shutdown", { who: "ann" })).toContain("If you mean it: `!shutdown --confirm`.");
  expect(await asks(town, "!shutdown --kill", { who: "ann" })).toContain("If you mean it");
  expect(await asks(town, "!shutdown --bogus", { who: "ann" })).toContain("--bogus");
  expect(ended).toEqual([]);
  expect(await asks(town, "!shutdown --confirm", { who: "ann" })).toBe("Good-bye.");
  expect(ended).toEqual([{ again: false, atOnce: false }]);
});

test("!backup tells where the copy is, and what belongs to it", async () => {
  await using town = await towned({ program: programOf().program });
  expect(await asks(town, "!backup", { who: "ann" })).toBe(
    ":white_check_mark: `data/b.db` holds everything as it was at this moment (4096 bytes). Keep the key.",
  );
});

test("!outbox lists what could not be sent, tries it again and drops it", async () => {
  await using town = await towned();
  expect(await told(town, "!outbox list")).toBe("Nothing is waiting, and nothing has failed.");
  const post = { channel_id: "c".repeat(26), message: "Lunch | is here", pending_post_id: "x" };
  await town.durable.outbox.add({ intent: { kind: "post", post }, queue: "q", owner: "bot" });
  await town.wait("1m");
  const list = await told(town, "!outbox list");
  expect(list).toContain("1 failed, 0 waiting, 0 being sent.");
  expect(list).toMatch(/^\| 1 \| failed \| .* \| 1 \| bot \| `Lunch \\\| is here` \| .+ \|$/m);
  expect(await asks(town, "!outbox retry 1", { who: "ann" })).toBe(":white_check_mark: 1 is tried again.");
  await town.wait("1m");
  expect(await told(town, "!outbox list")).toContain("| 1 | failed |");
  expect(await asks(town, "!outbox drop 1", { who: "ann" })).toContain("1 is forgotten");
  expect(await asks(town, "!outbox drop 1", { who: "ann" })).toBe(
    "There is no 1 in the outbox: `!outbox list` shows it.",
  );
  expect(await asks(town, "!outbox retry one", { who: "ann" })).toContain("write its number, as the list shows it");
});

describe("!explain", () => {
  const why = async (town: Stage, text: string, { who = "ben", place = "ops" } = {}): Promise<string> => {
    const post = await town.person(who).says(text, { in: place });
    return told(town, `!explain http://simulator/demo/pl/${post.id}`);
  };

  test.each([
    [
      "!shout x",
      [
        "1. I heard it at ",
        "It calls the command shout, of noisy.",
        "Allowed: ",
        "`noisy command shout` took it, and that ended well",
      ],
    ],
    ["good morning", ["It is not addressed to me: it begins with no prefix", "No command and no listener took it"]],
    ["!shuot x", ["It is addressed to me (by a prefix) and names no command", "I wrote the message "]],
    ["!restart", ["Denied: it is for administrators", "by setting that is explained"]],
    ["!shout", ["The arguments do not fit, or help was asked for"]],
    ["!crash", ["A handler failed: no disk.", "and failed, in 0 ms, ref `"]],
  ])("%s", async (text, parts) => {
    await using town = await towned();
    const explained = await why(town, text);
    for (const part of parts) expect(explained).toContain(part);
  });

  test("by the reference that an apology gave", async () => {
    await using town = await towned();
    const ref = (await asks(town, "!crash")).slice(-4);
    expect(await told(town, `!explain ${ref.toLowerCase()}`)).toContain(`**Ref ${ref}**, a post of @\u200Bben:`);
    expect(await told(town, "!explain 0000")).toContain("I know nothing of `0000` any more: I remember what was since");
  });

  test("knows after a restart what went wrong before it, and keeps nothing of what was typed", async () => {
    await using town = await towned();
    const ref = (await asks(town, "!crash")).slice(-4);
    const post = await town.person("ben").says("!shout x --swordfish", { in: "ops" });
    await town.restart();
    expect(await told(town, `!explain ${ref}`)).toMatch(/A handler failed\.[^]*and failed, in 0 ms, ref `/);
    const explained = await told(town, `!explain ${post.id}`);
    expect(explained).toContain("It calls the command shout, of noisy.");
    expect(explained).toContain("The arguments do not fit");
    const kept = JSON.stringify(await town.durable.store.list("traces/", { limit: 1_000 }));
    expect(kept).toContain(post.id);
    expect(kept).not.toContain("swordfish");
  });

  test("tells what it missed, what it wrote itself, and what it does not know", async () => {
    await using town = await towned();
    const ben = town.person("ben");
    await asks(town, "!shout x");
    const own = ben.posts.at(-1);
    expect(await told(town, `!explain ${own?.id}`)).toBe("I wrote that myself, and never answer myself.");
    const before = await ben.says("!shout before", { in: "ops" });
    const talk = await ben.says("good morning", { in: "ops" });
    await town.stop();
    const missed = await ben.says("!shout missed", { in: "ops" });
    await town.wait("3m");
    await town.restart();
    expect(await told(town, `!explain ${before.id}`)).toContain("`noisy command shout` took it, and that ended well");
    expect(await told(town, `!explain ${talk.id}`)).toContain("That was said before I started, at ");
    expect(await told(town, `!explain ${missed.id}`)).toContain("I had missed it, and read it up 3 minutes later.");
    expect(await told(town, `!explain ${"x".repeat(26)}`)).toContain("I see no such message");
  });
});

test("!status load, jobs and connection tell how busy the bot is", async () => {
  await using town = await towned();
  expect(await asks(town, "!status load")).toMatch(/\| Machine \| load [\d.]+, [\d.]+, [\d.]+ .* cores \|/);
  expect(await asks(town, "!status load")).toContain("| Outbox | 0 to send, 0 failed |");
  expect(await asks(town, "!status jobs")).toBe("Nothing waits for its time.");
  expect(await asks(town, "!status_connection")).toContain("| Teams | demo |");
  expect(await asks(town, "!render test")).toContain("A heading");
});
