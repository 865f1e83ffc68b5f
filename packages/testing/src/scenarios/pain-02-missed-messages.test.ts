/**
 * Pain 2: what is said while a bot, or its connection, is away is lost for good. Ours reads it up: each message is handled once, in the
 * order of its channel, or its author is told that it came too late.
 */
import fc from "fast-check";
import { Bot, type BotOptions, z } from "matterwright";
import { describe, expect, test } from "vitest";
import { type Stage, stage } from "../index.ts";

/** Answers everything, with what was said and how it was heard. */
function parrot(options: BotOptions): Bot {
  return new Bot(options)
    .command("echo", { about: "Say it again", args: { text: z.string() } }, (ctx, { text }) =>
      ctx.reply(`done ${text}`),
    )
    .on("message", (ctx) => ctx.reply(`heard ${ctx.text}`, { durable: true }));
}

function words(town: Stage, name = "ann"): string[] {
  return town.person(name).posts.map(({ message }) => message);
}

describe("while the bot is away", () => {
  test("twenty commands wait for it, and each is answered once, in order", async () => {
    await using town = await stage(parrot);
    const ann = town.person("ann");
    await ann.looksAt("ops");
    await town.stop();
    for (let n = 0; n < 20; n++) await ann.says(`!echo ${n}`);
    await town.wait("2m");
    await town.restart();
    expect(words(town).slice(20)).toEqual(Array.from({ length: 20 }, (_, n) => `done ${n}`));
    await town.restart();
    expect(words(town)).toHaveLength(40);
  });

  test("a command that came too long ago is explained in its thread, and not done", async () => {
    await using town = await stage(parrot);
    const ann = town.person("ann");
    await ann.looksAt("ops");
    await town.stop();
    const asked = await ann.says("!echo late");
    await ann.says("hello, is anybody there?");
    await town.wait("3h");
    await town.restart();
    const answers = ann.posts.slice(2);
    expect(answers.map(({ message }) => message)).toEqual([
      "I was away when you wrote this, 3 hours ago, and did not do it. Say it again if you still want it.",
    ]);
    expect(answers[0]?.root_id).toBe(asked.id);
  });

  test("a command and a listener say themselves for how long they are wanted", async () => {
    const make = (options: BotOptions): Bot =>
      new Bot(options)
        .command("count", { about: "Count", replay: "always" }, (ctx) => ctx.reply("counted"))
        .command("open", { about: "Open the door", replay: "never" }, (ctx) => ctx.reply("opened"))
        .hears("log", (ctx) => ctx.reply("logged"), { replay: { withinMs: 86_400_000 } });
    await using town = await stage(make);
    const ann = town.person("ann");
    await ann.looksAt("ops");
    await town.stop();
    for (const text of ["!count", "!open", "log this"]) await ann.says(text);
    await town.wait("3h");
    await town.restart();
    expect(words(town).slice(3).toSorted()).toEqual([expect.stringMatching(/^I was away/), "counted", "logged"]);
  });

  test("a first direct message waits for it too", async () => {
    await using town = await stage(parrot);
    await town.stop();
    const ben = town.person("ben");
    await ben.says("echo me", { in: "@wright" });
    await town.restart();
    expect(words(town, "ben")).toEqual(["echo me", "done me"]);
  });

  test("edits, deletions and reactions happen, and are told as far as the server tells them", async () => {
    const told: string[] = [];
    await using town = await stage((options) =>
      new Bot(options)
        .on("edit", (ctx) => void told.push(`edited to ${ctx.text}`))
        .on("delete", () => void told.push("deleted"))
        .on("reaction-added", (ctx) => void told.push(`:${ctx.update.reaction.emoji_name}: by ${ctx.user.username}`)),
    );
    const ann = town.person("ann");
    const [first, second, third] = [await ann.says("one"), await ann.says("two"), await ann.says("three")];
    await town.wait("5m");
    await town.stop();
    await ann.edits(first, "one, better");
    await town.wait("1s");
    await ann.deletes(second);
    await town.wait("1s");
    await ann.reacts("wave", third);
    await town.restart();
    expect(told).toEqual(["edited to one, better", "deleted", ":wave: by ann"]);
    await town.restart();
    expect(told).toHaveLength(3);
  });

  test("channels that it came into and was removed from are noticed", async () => {
    const told: string[] = [];
    await using town = await stage((options) =>
      new Bot(options)
        .on("invited", async (ctx) => void told.push(`in ~${(await ctx.channel()).name}`))
        .on("removed", (ctx) => void told.push(`out of ${ctx.channelId}`)),
    );
    const ann = town.person("ann");
    await town.stop();
    const { channels, bot, team } = town.town;
    const offTopic = channels["off-topic"].id;
    await ann.calls(`DELETE /api/v4/channels/${offTopic}/members/${bot.id}`);
    const news = { team_id: team.id, name: "news", display_name: "News", type: "O" };
    const { id } = await ann.calls<{ id: string }>("POST /api/v4/channels", news);
    await ann.calls(`POST /api/v4/channels/${id}/members`, { user_id: bot.id });
    await town.restart();
    expect(told.toSorted()).toEqual(["in ~news", `out of ${offTopic}`]);
  });
});

test("a bot that starts for the first time is told nothing of what was said before", async () => {
  const heard: string[] = [];
  const make = (options: BotOptions): Bot => new Bot(options).on("message", (ctx) => void heard.push(ctx.text));
  await using town = await stage((options) => new Bot(options));
  const ann = town.person("ann");
  await ann.says("long ago");
  await town.stop();
  for (const key of await town.durable.store.keys("journal/")) await town.durable.store.delete(key);
  await ann.says("just before");
  await town.restart(make);
  await town.restart(make);
  expect(heard).toEqual([]);
  await ann.says("now");
  expect(heard).toEqual(["now"]);
});

test("what is said while it reads up comes after what was said before, in each channel", async () => {
  const heard: string[] = [];
  let hasSpoken = false;
  const ears = (options: BotOptions): Bot =>
    new Bot({
      ...options,
      http: async (request) => {
        const answer = await options.http!(request);
        // Somebody goes on talking between the question and its answer.
        if (request.url.includes("since=") && !hasSpoken) {
          hasSpoken = true;
          await town.sim.person("cat").says("meanwhile", { in: "ops" });
        }
        return answer;
      },
    }).on("message", (ctx) => void heard.push(ctx.text));
  const town: Stage = await stage(ears);
  const ann = town.person("ann");
  await ann.looksAt("ops");
  await town.stop();
  for (let n = 0; n < 5; n++) {
    await ann.says(`missed ${n}`);
    await town.wait("1s");
  }
  await town.restart();
  expect(heard).toEqual(["missed 0", "missed 1", "missed 2", "missed 3", "missed 4", "meanwhile"]);
  await town[Symbol.asyncDispose]();
});

test("ten thousand posts in five hundred channels take one call for each channel, and one for each two hundred posts", async () => {
  const calls: string[] = [];
  let handled = 0;
  await using town = await stage((options) =>
    new Bot({
      ...options,
      http: (request) => {
        calls.push(request.url);
        return options.http!(request);
      },
    }).on("message", () => void handled++, { replay: "always" }),
  );
  const { team } = town.town;
  const ann = town.sim.person("ann");
  await town.wait("5m");
  const ids: string[] = [];
  for (let n = 0; n < 500; n++) {
    const channel = { team_id: team.id, name: `c${n}`, display_name: `C${n}`, type: "O" };
    const { id } = await ann.calls<{ id: string }>("POST /api/v4/channels", channel);
    await ann.calls(`POST /api/v4/channels/${id}/members`, { user_id: town.town.bot.id });
    ids.push(id);
  }
  await town.wait("5m");
  await town.stop();
  calls.length = 0;
  handled = 0;
  for (const [index, id] of ids.entries()) {
    const count = index === 0 ? 1_500 : 17;
    for (let n = 0; n < count; n++) await ann.calls("POST /api/v4/posts", { channel_id: id, message: `m${n}` });
  }
  await town.restart();
  expect(handled).toBe(1_500 + 499 * 17);
  const pages = Math.ceil(1_500 / 200);
  // Who the bot is, who has spoken, and whether the server reaches the bot: a few calls, however many channels there are.
  const others = calls.filter((url) => !url.includes("/channels") || url.includes("/channels/name/"));
  expect(others.length).toBeLessThanOrEqual(10);
  expect(calls.length - others.length).toBeLessThanOrEqual(1 + pages + ids.length);
}, 60_000);

describe("whatever happens", () => {
  test("each message is answered once and in the order of its channel, however often the bot dies", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.oneof(
            { weight: 5, arbitrary: fc.record({ in: fc.constantFrom("ops", "off-topic", "town-square") }) },
            { weight: 2, arbitrary: fc.record({ dies: fc.nat(30) }) },
            { weight: 1, arbitrary: fc.record({ waitS: fc.nat(90) }) },
          ),
          { maxLength: 25 },
        ),
        async (steps) => {
          await using town = await stage(parrot);
          const ann = town.person("ann");
          const said: Record<string, string[]> = { ops: [], "off-topic": [], "town-square": [] };
          for (const [index, step] of steps.entries()) {
            if ("in" in step) {
              await ann.says(`m${index}`, { in: step.in });
              said[step.in]?.push(`heard m${index}`);
            } else if ("dies" in step) town.life.endAfter(step.dies);
            else await town.wait(step.waitS * 1_000);
            if (town.life.isOver) await town.restart();
          }
          town.kill();
          await town.restart();
          await town.wait("10m");
          for (const [channel, expected] of Object.entries(said)) {
            await ann.looksAt(channel);
            const answers = ann.posts.filter(({ user_id: author }) => author === town.town.bot.id);
            expect(answers.map(({ message }) => message)).toEqual(expected);
          }
        },
      ),
      { numRuns: 300, seed: 2 },
    );
  }, 60_000);
});
