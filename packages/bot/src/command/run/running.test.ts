import { sleep } from "@matterwright/clock";
import { type Stage, stage } from "@matterwright/testing";
import { describe, expect, test } from "vitest";
import { Bot, type BotOptions, UserError, command, pattern, rest, z } from "../../index.ts";

const answersOf = (town: Stage, who = "ben"): string[] =>
  town
    .person(who)
    .posts.filter(({ user_id }) => user_id === town.town.bot.id)
    .map(({ message }) => message);

describe("several answers from one command", () => {
  test("each yield is a message of its own, in the thread, and nothing is too little to be said", async () => {
    await using town = await stage((options) =>
      new Bot(options).command("count", { about: "Count" }, async function* () {
        yield 0;
        yield false;
        yield "";
        yield undefined;
        yield { text: "two", attachments: [{ text: "a card" }] };
        await Promise.resolve();
        yield "three";
      }),
    );
    const ben = town.person("ben");
    const root = await ben.says("So?", { in: "ops" });
    await ben.says("!count", { thread: root });
    expect(answersOf(town)).toEqual(["0", "false", "two", "three"]);
    expect(ben.posts.filter(({ root_id }) => root_id === root.id)).toHaveLength(5);
    expect(ben.posts.at(-2)?.props).toMatchObject({ attachments: [{ text: "a card" }] });
  });

  test("what came before a failure stays said", async () => {
    await using town = await stage((options) =>
      new Bot(options).command("half", { about: "Half" }, function* () {
        yield "one";
        throw new UserError("No more.");
      }),
    );
    await town.person("ben").says("!half", { in: "ops" });
    expect(answersOf(town)).toEqual(["one", "No more."]);
  });
});

/** Works for a while, tells how far it is, and says at its end whether it was told to stop. */
function worker(options: BotOptions): Bot {
  const clock = options.clock as NonNullable<BotOptions["clock"]>;
  const ends: string[] = [];
  return new Bot(options)
    .command("work", { about: "Work", args: { steps: z.int().default(5) } }, async (ctx, { steps }, { signal }) => {
      for (let step = 1; step <= steps; step++) {
        await ctx.progress(`${step} of ${steps}`);
        await sleep(clock, 400);
      }
      ends.push(signal.aborted ? "stopped" : "done");
      await ctx.reply("Done.");
    })
    .command("slow", { about: "Slow", timeoutMs: 60_000, concurrency: 1 }, async (ctx) => {
      await sleep(clock, 3_600_000);
      await ctx.reply("Never said.");
    })
    .command("ends", { about: "How work ended", isUrgent: true }, (ctx) => ctx.reply(ends.join(" ") || "nothing"))
    .command("quick", { about: "Quick" }, (ctx) => ctx.reply("Quick."));
}

describe("long work", () => {
  test("tells its progress in one message, at most once a second, and what was last in any case", async () => {
    await using town = await stage(worker);
    const ben = town.person("ben");
    await ben.says("!work 6", { in: "ops" });
    expect(answersOf(town)).toEqual(["1 of 6"]);
    await town.wait("1500ms");
    expect(answersOf(town)).toEqual(["3 of 6"]);
    await town.wait("3s");
    expect(answersOf(town)).toEqual(["6 of 6", "Done."]);
    const edits = ben.heard.filter(({ event }) => event === "post_edited");
    expect(edits.length).toBeLessThanOrEqual(4);
  });

  test("shows that the bot is writing", async () => {
    await using town = await stage(worker);
    const ben = town.person("ben");
    const typed = (): number => ben.heard.filter(({ event }) => event === "typing").length;
    await ben.says("!slow", { in: "ops" });
    expect(typed()).toBe(0);
    await town.wait("10s");
    expect(typed()).toBe(3);
    await town.wait("2m");
    const atTheEnd = typed();
    await town.wait("2m");
    expect(typed()).toBe(atTheEnd);
  });

  test("is cancelled by ❌ on the call, by whoever called or an administrator, and says no more", async () => {
    await using town = await stage(worker);
    const ben = town.person("ben");
    const call = await ben.says("!work 100", { in: "ops" });
    await town.person("cat").looksAt("ops");
    await town.person("cat").reacts("x", call);
    await town.wait("1s");
    expect(answersOf(town).at(-1)).toMatch(/of 100/);
    await ben.reacts("x", call);
    expect(answersOf(town).at(-1)).toBe("Cancelled.");
    await town.wait("2m");
    expect(answersOf(town).at(-1)).toBe("Cancelled.");
    const second = await ben.says("!work 100", { in: "ops" });
    await town.person("ann").looksAt("ops");
    await town.person("ann").reacts("x", second);
    expect(answersOf(town).at(-1)).toBe("Cancelled by @\u200Bann.");
  });

  test("in a direct message does not keep an urgent command waiting, but all others", async () => {
    await using town = await stage(worker);
    const ben = town.person("ben");
    await ben.says("work", { in: "@wright" });
    await ben.says("quick", { in: "@wright" });
    await ben.says("ends", { in: "@wright" });
    expect(answersOf(town)).toEqual(["1 of 5", "nothing"]);
    await town.wait("3s");
    expect(answersOf(town).slice(-2)).toEqual(["Done.", "Quick."]);
  });

  test("that takes too long is given up, and frees its place", async () => {
    await using town = await stage(worker);
    const ben = town.person("ben");
    await ben.says("!slow", { in: "ops" });
    await town.person("cat").says("!slow", { in: "ops" });
    expect(answersOf(town).at(-1)).toBe("`slow` is running already, for @\u200Bben. Please try again when it is done.");
    await town.wait("61s");
    expect(answersOf(town).at(-1)).toBe("`slow` took longer than 1m, so I gave it up.");
    await town.person("cat").says("!slow", { in: "ops" });
    expect(answersOf(town).at(-1)).toContain("gave it up");
    await town.wait("2h");
    expect(answersOf(town)).not.toContain("Never said.");
  });
});

test("a cool-down holds for the person, the channel or everybody, and tells how long", async () => {
  await using town = await stage((options) =>
    new Bot(options)
      .command("mine", { about: "Mine", cooldown: { ms: 90_000 } }, (ctx) => ctx.reply("mine"))
      .command("ours", { about: "Ours", cooldown: { ms: 90_000, per: "channel" } }, (ctx) => ctx.reply("ours"))
      .command("all", { about: "All", cooldown: { ms: 90_000, per: "everybody" } }, (ctx) => ctx.reply("all")),
  );
  const says = async (who: string, text: string, place = "ops"): Promise<string> => {
    await town.person(who).says(text, { in: place });
    return town.person(who).sees;
  };
  expect(await says("ben", "!mine")).toBe("mine");
  await town.wait("30s");
  expect(await says("ben", "!mine")).toBe("Not so fast: `mine` can be used again in 1m.");
  expect(await says("cat", "!mine")).toBe("mine");
  expect(await says("ben", "!ours")).toBe("ours");
  expect(await says("cat", "!ours")).toContain("Not so fast");
  expect(await says("cat", "!ours", "off-topic")).toBe("ours");
  expect(await says("ben", "!all")).toBe("all");
  expect(await says("cat", "!all", "off-topic")).toContain("Not so fast");
  await town.wait("90s");
  expect(await says("ben", "!mine")).toBe("mine");
});

describe("patterns", () => {
  const linking = (options: BotOptions): Bot => {
    const bot = new Bot(options).command("issue 7", { about: "A command" }, (ctx) => ctx.reply("the command"));
    bot.add(
      pattern(
        "issue",
        { about: "Link issues", pattern: /\bOPS-(?<number>\d+)\b/gi, shown: "`OPS-123`", all: true },
        (ctx, matches) => ctx.reply(matches.map((match) => `#${match.groups?.["number"]}`).join(" ")),
      ),
    );
    bot.add(pattern("second", { about: "Too late", pattern: /OPS/, shown: "OPS" }, (ctx) => ctx.reply("second")));
    bot.add(
      pattern(
        "thanks",
        { about: "Be polite", pattern: /^(?:thanks|thank you)/i, shown: "`thanks`", isAddressed: true },
        (ctx, [said]) => ctx.reply(`${said}? You are welcome.`),
      ),
    );
    bot.add(
      pattern("secret", { about: "S", pattern: /swordfish/, shown: "?", adminOnly: true }, (ctx) => ctx.reply("!")),
    );
    return bot;
  };

  test.each([
    ["see OPS-1 and ops-22", "#1 #22"],
    ["!issue 7 OPS-5", "`OPS-5` is one word too many."],
    ["@wright thank you all", "thank you? You are welcome."],
    ["!thanks", "thanks? You are welcome."],
    ["thanks everybody", "thanks everybody"],
    ["swordfish", "swordfish"],
    ["!issue", "Write `OPS-123` to get it."],
  ])("%s → %s", async (text, answer) => {
    await using town = await stage(linking);
    await town.person("ben").says(text, { in: "ops" });
    expect(town.person("ben").sees).toContain(answer);
  });

  test("listen every time, and to administrators where they are for them", async () => {
    await using town = await stage(linking);
    for (const number of [1, 2, 3]) {
      await town.person("ben").says(`OPS-${number}`, { in: "ops" });
      expect(town.person("ben").sees).toBe(`#${number}`);
    }
    await town.person("ann").says("swordfish", { in: "ops" });
    expect(town.person("ann").sees).toBe("!");
  });
});

test("commands come and go while the bot runs", async () => {
  await using town = await stage((options) => new Bot(options));
  const ben = town.person("ben");
  const lunch = (dish: string) => command("lunch", { about: "Lunch" }, (ctx) => ctx.reply(dish));
  const remove = town.bot.add(lunch("Soup"));
  expect(() => town.bot.add(lunch("Bread"))).toThrow('There is a command "lunch" already, from bot.');
  await ben.says("!lunch", { in: "ops" });
  expect(ben.sees).toBe("Soup");
  remove();
  town.bot.add(lunch("Bread"));
  await ben.says("!lunch", { in: "ops" });
  expect(ben.sees).toBe("Bread");
});

describe("hooks", () => {
  test("block, rewrite, hear how it ended, explain failures and answer what nobody knows", async () => {
    const heard: string[] = [];
    await using town = await stage((options) =>
      new Bot(options)
        .command("deploy", { about: "D", args: { to: z.string(), note: rest().optional() } }, (ctx, { to, note }) => {
          if (to === "mars") throw new Error("no rocket at 10.0.0.7");
          return ctx.reply(`deployed to ${to} ${note ?? ""}`.trim());
        })
        .around({
          before: (_, { command, args }) => {
            if (args === "prod") return { rewrite: "deploy staging instead of prod" };
            if (args === "friday") return { block: "Not on a Friday." };
            if (args === "silence") return { block: true };
            if (args === "broken") throw new Error(`the policy of ${command.name} is down`);
            return undefined;
          },
          after: (_, { line }, { ending }) => {
            heard.push(`${line}: ${ending}`);
            if (ending === "done") throw new Error("nobody minds");
          },
          failed: (_, __, error) => `There is no way (${(error as Error).message.split(" ")[1]}).`,
          unknown: (_, { typed }) => (typed === "weather" ? "Sunny." : undefined),
        })
        .unknown((ctx) => ctx.reply("Pardon?")),
    );
    const says = async (text: string): Promise<string> => {
      await town.person("ben").says(text, { in: "ops" });
      return town.person("ben").sees;
    };
    expect(await says("!deploy home")).toBe("deployed to home");
    expect(await says("!deploy prod")).toBe("deployed to staging instead of prod");
    expect(await says("!deploy friday")).toBe("Not on a Friday.");
    expect(await says("!deploy silence")).toBe("!deploy silence");
    expect(await says("!deploy broken")).toMatch(/^There is no way \(policy\)\. Ref [0-9A-F]{4}$/);
    expect(await says("!deploy mars")).toMatch(/^There is no way \(rocket\)\. Ref [0-9A-F]{4}$/);
    expect(await says("!weather")).toBe("Sunny.");
    expect(await says("!moon")).toBe("Pardon?");
    expect(heard).toEqual([
      "!deploy home: done",
      "!deploy prod: done",
      "!deploy friday: refused",
      "!deploy silence: refused",
      "!deploy broken: failed",
      "!deploy mars: failed",
    ]);
    const failures = town.log.filter(({ message }) => message === "a handler failed");
    expect(failures.map(({ facts }) => (facts["error"] as { message: string }).message)).toEqual([
      "the policy of deploy is down",
      "no rocket at 10.0.0.7",
    ]);
  });
});

describe("answers go elsewhere", () => {
  test("to a thread or a direct message, as the author or the operator wants it, errors too", async () => {
    const bot = (options: BotOptions): Bot =>
      new Bot({ ...options, divert: { thread: ["stat*"], direct: ["bot:secret"] } })
        .command("status", { about: "S", answerIn: "direct" }, (ctx) => ctx.reply("fine"))
        .command("secret", { about: "S", args: { what: z.enum(["a"]) } }, (ctx, { what }) => ctx.reply(`is ${what}`))
        .command("private", { about: "P", answerIn: "direct" }, (ctx) => ctx.progress("yours alone"));
    await using town = await stage(bot);
    const ben = town.person("ben");
    const call = await ben.says("!status", { in: "ops" });
    expect(ben.posts.at(-1)).toMatchObject({ message: "fine", root_id: call.id });
    await ben.says("!secret a", { in: "ops" });
    await ben.says("!secret b", { in: "ops" });
    await ben.says("!private", { in: "ops" });
    expect(ben.sees).toBe("!private");
    await ben.looksAt("@wright");
    expect(answersOf(town)[0]).toBe("is a");
    expect(answersOf(town)[1]).toContain("`what` must be one of `a`");
    expect(answersOf(town)[2]).toBe("yours alone");
  });
});
