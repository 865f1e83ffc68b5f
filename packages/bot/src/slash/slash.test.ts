/** Slash commands as people run them: through the server's call to the bot's door, without a network. */
import type { Command, CommandAnswer } from "@matterwright/protocol";
import { sleep } from "@matterwright/clock";
import { type Stage, stage } from "@matterwright/testing";
import { describe, expect, test } from "vitest";
import { Bot, type BotOptions, UserError, z } from "../index.ts";

const args = {
  service: z.string(),
  to: z.enum(["staging", "prod"]).default("staging"),
  force: z.boolean().default(false),
};

function deployBot(options: BotOptions): Bot {
  return new Bot(options).command("deploy", { about: "Ship a service", args }, (ctx, { service, to, force }) =>
    ctx.reply(`Shipping ${service} to ${to}${force ? ", no questions asked" : ""}…`),
  );
}

describe("a command", () => {
  test("is a slash command too, with the same words", async () => {
    await using town = await stage(deployBot);
    const [ben, cat] = [town.person("ben"), town.person("cat")];
    await cat.looksAt("ops");
    await ben.runs("/deploy api prod --force", { in: "ops" });
    expect([ben.sees, cat.sees]).toEqual(["Shipping api to prod, no questions asked…", ""]);
    await ben.says("!deploy api prod --force", { in: "ops" });
    expect(cat.sees).toBe("Shipping api to prod, no questions asked…");
  });

  test("explains itself as it was called", async () => {
    await using town = await stage(deployBot);
    const ben = town.person("ben");
    await ben.runs("/deploy", { in: "ops" });
    expect(ben.sees).toContain("Usage: `/deploy <service> [to] [--force]`");
    await ben.runs("/wright deploy --help", { in: "ops" });
    expect(ben.sees).toContain("`/wright deploy <service> [to] [--force]`");
  });

  test("is reached under the bot's name as well, in direct messages and threads too", async () => {
    await using town = await stage(deployBot);
    const ben = town.person("ben");
    await ben.runs("/wright deploy api", { in: "ops" });
    expect(ben.sees).toBe("Shipping api to staging…");
    await ben.runs("/DEPLOY web", { in: "@cat" });
    expect(ben.sees).toBe("Shipping web to staging…");
    const root = await ben.says("Shall we?", { in: "ops" });
    await ben.runs("/deploy db", { in: "ops", thread: root });
    expect(ben.ephemerals.at(-1)).toMatchObject({ root_id: root.id, message: "Shipping db to staging…" });
  });

  test("that somebody has made the server ask for by GET does the same", async () => {
    await using town = await stage(deployBot);
    const ann = town.person("ann");
    const made = await ann.calls<Command[]>(`GET /api/v4/commands?team_id=${town.town.team.id}&custom_only=true`);
    const deploy = made.find(({ trigger }) => trigger === "deploy");
    await ann.calls(`PUT /api/v4/commands/${deploy?.id}`, { ...deploy, method: "G" });
    const ben = town.person("ben");
    await ben.runs("/deploy api prod --force", { in: "ops" });
    expect(ben.sees).toBe("Shipping api to prod, no questions asked…");
    await ben.runs("/deploy “a b” & c=d", { in: "ops" });
    expect(ben.sees).toContain("/deploy “a b” & c=d");
  });

  test("of one first word with another is one slash command with it", async () => {
    await using town = await stage((options) =>
      new Bot(options)
        .command("note add", { about: "Write it down", args: { what: z.string() } }, (ctx, { what }) =>
          ctx.reply(`+ ${what}`),
        )
        .command("note list", { about: "Show them" }, (ctx) => ctx.reply("all")),
    );
    const ben = town.person("ben");
    await ben.runs("/note add milk");
    expect(ben.sees).toBe("+ milk");
    await ben.runs("/note list");
    expect(ben.sees).toBe("all");
  });

  test("has another word where the server has its own, and none where it wants none", async () => {
    await using town = await stage((options) =>
      new Bot(options)
        .command("status", { about: "How it is", slash: "wright-status" }, (ctx) => ctx.reply("All is well."))
        .command("secret", { about: "Not for everybody", slash: false }, (ctx) => ctx.reply("psst")),
    );
    const ben = town.person("ben");
    await ben.runs("/wright-status");
    expect(ben.sees).toBe("All is well.");
    await ben.runs("/wright secret");
    expect(ben.sees).toBe("psst");
    await expect(ben.runs("/secret")).rejects.toThrow("not found");
  });

  test("that nobody knows is answered, as is one that fails or says no", async () => {
    await using town = await stage((options) =>
      deployBot(options)
        .unknown((ctx, { near, lead }) => ctx.reply(`Did you mean ${near.map(({ name }) => lead + name).join()}?`))
        .command("no", { about: "Says no" }, () => {
          throw new UserError("Not today.");
        })
        .command("oops", { about: "Fails" }, () => {
          throw new Error("the password is swordfish");
        }),
    );
    const ben = town.person("ben");
    await ben.runs("/wright deplyo api");
    expect(ben.sees).toBe("Did you mean /wright deploy?");
    await ben.runs("/no");
    expect(ben.sees).toBe("Not today.");
    await ben.runs("/oops");
    expect(ben.sees).toMatch(/^Something went wrong\. Ref [0-9A-F]{4}$/);
  });

  test("that is none is never answered with nothing", async () => {
    await using town = await stage(deployBot);
    const ben = town.person("ben");
    await ben.runs("/wright");
    expect(ben.sees).toBe("Say what to do behind `/wright`. There are: `/wright deploy`.");
    await ben.runs("/wright deplyo api");
    expect(ben.sees).toBe("I do not know `deplyo api`. Did you mean `/wright deploy`?");
    await ben.runs("/wright make coffee");
    expect(ben.sees).toContain("I do not know `make coffee`. There are: `/wright deploy`");
    await using quiet = await stage((options) => new Bot(options));
    await quiet.person("ben").runs("/wright");
    expect(quiet.person("ben").sees).toBe("Say what to do behind `/wright`.");
  });

  test("that is for administrators is refused to others here too", async () => {
    await using town = await stage((options) =>
      new Bot(options).command("halt", { about: "Stop it", adminOnly: true }, (ctx) => ctx.reply("Stopped.")),
    );
    const [ann, ben] = [town.person("ann"), town.person("ben")];
    await ben.runs("/halt");
    expect(ben.sees).toBe("Only administrators of this bot may use `halt`.");
    await ann.runs("/halt");
    expect(ann.sees).toBe("Stopped.");
  });
});

test.each<[string, (bot: Bot) => unknown, string]>([
  [
    "with one trigger",
    (bot) =>
      bot
        .command("status", { about: "a", slash: "st" }, () => {})
        .command("stop", { about: "b", slash: "st" }, () => {}),
    'the commands "status" and "stop" would both be /st: give one of them another word, like slash: "st-2"',
  ],
  [
    "with a trigger that is the other's name",
    (bot) => bot.command("deploy", { about: "a" }, () => {}).command("ship", { about: "b", slash: "deploy" }, () => {}),
    'the commands "deploy" and "ship" would both be /deploy',
  ],
  [
    "of which one has a trigger with a slash",
    (bot) => bot.command("ship", { about: "b", slash: "/ship" }, () => {}),
    '"/ship" cannot be a slash command: use lower case letters, digits, dots and dashes, and leave out the slash',
  ],
])("commands %s are refused when the bot is built", (_what, build, words) => {
  expect(() => build(new Bot({ url: "http://x", token: "t" }))).toThrow(words);
});

describe("an answer", () => {
  const answering = (say: (options: BotOptions, bot: Bot) => Bot): Promise<Stage> =>
    stage((options) => say(options, new Bot(options)));

  test("is for everybody when it says so, and goes where it says", async () => {
    await using town = await answering((_options, bot) =>
      bot.command("loud", { about: "To all" }, async (ctx) => {
        await ctx.reply("Hear, hear!", { inChannel: true, props: { mood: "loud" } });
        await ctx.reply("You were heard.", {
          attachments: [{ text: "By everybody." }],
          gotoLocation: "/demo/channels/ops",
        });
      }),
    );
    const [ben, cat] = [town.person("ben"), town.person("cat")];
    await cat.looksAt("ops");
    const answer = await ben.runs("/loud", { in: "ops" });
    expect(answer).toMatchObject({ response_type: "in_channel", goto_location: "/demo/channels/ops" });
    expect(cat.posts.at(-1)).toMatchObject({
      message: "Hear, hear!",
      props: { mood: "loud", override_username: "wright" },
    });
    expect(ben.sees).toBe("You were heard.\nBy everybody.");
  });

  test("can be nothing, or nothing but a place to go to", async () => {
    await using town = await answering((_options, bot) =>
      bot
        .command("hush", { about: "Nothing" }, () => {})
        .command("go", { about: "Go" }, (ctx) => ctx.reply("", { gotoLocation: "/demo/channels/ops" })),
    );
    const ben = town.person("ben");
    const answers = [await ben.runs("/hush"), await ben.runs("/go")];
    expect(answers.map(({ text, goto_location }: CommandAnswer) => [text, goto_location])).toEqual([
      ["", ""],
      ["", "/demo/channels/ops"],
    ]);
    expect(ben.ephemerals).toEqual([]);
  });

  test("changes nothing of what somebody else wrote into it", async () => {
    await using town = await answering((_options, bot) =>
      bot.command("say", { about: "Echo" }, (ctx) => ctx.reply("<!channel> <http://x|here>")),
    );
    const ben = town.person("ben");
    await ben.runs("/say");
    expect(ben.sees).toBe("<!channel> <http://x|here>");
  });

  test("of more than a post holds becomes several", async () => {
    await using town = await answering((_options, bot) =>
      bot.command("long", { about: "Long" }, (ctx) => ctx.reply("word ".repeat(8_000))),
    );
    const ben = town.person("ben");
    await ben.runs("/long");
    expect(ben.ephemerals.length).toBe(3);
    expect(ben.ephemerals.every(({ message }) => [...message].length <= 16_383)).toBe(true);
  });

  test("comes in time whatever the handler does: the rest by the server's address, five times, then as the bot", async () => {
    await using town = await answering(({ clock }, bot) =>
      bot.command("count", { about: "Slow" }, async (ctx) => {
        for (let n = 1; n <= 8; n++) {
          await sleep(clock as never, 5_000);
          await ctx.reply(`${n}`, { inChannel: n === 8 });
        }
      }),
    );
    const [ben, cat] = [town.person("ben"), town.person("cat")];
    await cat.looksAt("ops");
    const running = ben.runs("/count", { in: "ops" });
    await town.wait("3s");
    expect((await running).text).toBe("");
    await town.wait("1m");
    expect(ben.ephemerals.map(({ message }) => message)).toEqual(["1", "2", "3", "4", "5"]);
    expect(cat.sees).toBe("8");
    await ben.looksAt("@wright");
    expect(ben.posts.map(({ message }) => message)).toEqual(["6", "7"]);
  });

  test("after half an hour comes as the bot, to who asked alone", async () => {
    await using town = await answering(({ clock }, bot) =>
      bot.command("late", { about: "Slow" }, async (ctx) => {
        await ctx.reply("Soon.");
        await sleep(clock as never, 1_800_000);
        await ctx.reply("Now!");
      }),
    );
    const ben = town.person("ben");
    const running = ben.runs("/late", { in: "ops" });
    await town.wait("1s");
    expect((await running).text).toBe("Soon.");
    await town.wait("31m");
    expect(ben.sees).toBe("Soon.");
    await ben.looksAt("@wright");
    expect(ben.sees).toBe("Now!");
  });
});
