/** The rest of what whoever comes from Errbot must find again: rights, places, and what went wrong there. */
import { stage } from "@matterwright/testing";
import { type AccessOptions, Bot, type BotOptions, plugin, user, z } from "matterwright";
import { describe, expect, test } from "vitest";
import { asks, onStage } from "../test/shop.ts";

describe("rights", () => {
  test("errbot-16 administrators by id, in direct messages only if so set, without any plugin", async () => {
    const bare = (more: Partial<BotOptions>) => (options: BotOptions) =>
      new Bot({ ...options, ...more }).command(
        "stop",
        { about: "S", adminOnly: true, args: { now: z.boolean() } },
        (ctx) => ctx.reply("stopped"),
      );
    await using town = await stage(bare({ admins: ["@ANN"] }));
    expect(await asks(town, "!stop --now")).toBe("Only administrators of this bot may use `stop`.");
    expect(await asks(town, "!stop", { who: "ann" })).toBe("stopped");
    await using direct = await stage(bare({ access: { adminCommands: "direct" } }));
    expect(await asks(direct, "!stop", { who: "ann" })).toContain("in direct messages only");
    expect(await asks(direct, "stop", { who: "ann", place: "@wright" })).toBe("stopped");
  });

  test("errbot-17 rules by command, plugin, user, channel, direct message, arguments; the first that fits, then the default", async () => {
    const access: AccessOptions = {
      default: "deny",
      rules: [
        { deny: "raw", args: { text: "*secret*" } },
        { allow: "shop:*", channels: "~ops", users: ["@ben"] },
        { allow: "render test", direct: true },
      ],
      denied: "silent",
    };
    await using town = await onStage({ access }, (bot) =>
      bot.command("render test", { about: "R" }, (ctx) => ctx.reply("rendered")),
    );
    expect(await asks(town, "!raw hello")).toBe("hello");
    expect(await asks(town, "!raw a Secret")).toBe("!raw a Secret");
    expect(await asks(town, "!raw hello", { place: "off-topic" })).toBe("!raw hello");
    expect(await asks(town, "!raw hello", { who: "cat" })).toBe("!raw hello");
    expect(await asks(town, "render_test", { who: "cat", place: "@wright" })).toBe("rendered");
    expect(await asks(town, "!uptime")).toBe("!uptime");
  });

  test("errbot-18 denied in silence or with a reason, and what is restricted is nowhere to be seen", async () => {
    const rules = [{ deny: "basket*", users: "@ben", because: "you owe us money" }];
    await using told = await onStage({ access: { rules } });
    expect(await asks(told, "!basket")).toBe("You may not use `basket` like this: you owe us money.");
    await using quiet = await onStage({ access: { rules, denied: "silent" } });
    expect(await asks(quiet, "!basket")).toBe("!basket");
    for (const call of ["!help", "!help shop", "!help basket", "!apropos the", "!baskets"]) {
      expect((await asks(quiet, call)).replaceAll(/`baskets?`/g, "")).not.toContain("basket");
    }
  });

  test("errbot-19 filters block, rewrite and answer what nobody knows", async () => {
    await using town = await onStage({}, (bot) =>
      bot.around({
        before: (_, { command, args }) => {
          if (command.name === "close") return { block: "Not today." };
          return args === "coffee" ? { rewrite: "basket add tea" } : undefined;
        },
        unknown: (_, { typed }) => (typed === "weather" ? "Sunny." : undefined),
      }),
    );
    expect(await asks(town, "!close", { who: "ann" })).toBe("Not today.");
    expect(await asks(town, "!basket add coffee")).toBe("added tea");
    expect(await asks(town, "!weather")).toBe("Sunny.");
  });
});

describe("places", () => {
  test("errbot-20 answers go to a direct message or a thread, of one command or of all", async () => {
    await using town = await onStage({ divert: { direct: ["basket"], thread: ["*"] } });
    const ben = town.person("ben");
    const call = await ben.says("!raw x", { in: "ops" });
    expect(ben.posts.at(-1)).toMatchObject({ message: "x", root_id: call.id });
    expect(await asks(town, "!basket")).toBe("!basket");
    await ben.looksAt("@wright");
    expect(ben.sees).toBe("a basket");
  });

  test("errbot-21 what is asked in a thread is answered there: answers, errors, help and refusals", async () => {
    await using town = await onStage();
    const ben = town.person("ben");
    const root = await ben.says("Well?", { in: "ops" });
    for (const call of ["!basket", "!basket add", "!help basket", "!close", "!crash", "!nonsense"]) {
      await ben.says(call, { thread: root });
      expect(ben.posts.at(-1)).toMatchObject({ root_id: root.id, user_id: town.town.bot.id });
    }
  });

  test("errbot-32 what is sent comes back as a post, to be edited, reacted to and answered", async () => {
    await using town = await onStage({}, (bot) =>
      bot.command("tell", { about: "T", args: { who: user() } }, async (ctx, { who }) => {
        const post = await ctx.to(`@${who.username}`).post("Hello", { durable: false });
        await ctx.edit(post, "Hello!");
        await ctx.react("wave", post);
        await ctx.to(post.channel_id, { thread: post.id }).post("…in a thread");
      }),
    );
    await asks(town, "!tell @cat");
    const cat = town.person("cat");
    await cat.looksAt("@wright");
    expect(cat.posts.map(({ message }) => message)).toEqual(["Hello!", "…in a thread"]);
    expect(cat.posts[1]?.root_id).toBe(cat.posts[0]?.id);
  });

  test("errbot-33 cards as the bot itself, in channel, thread and direct message, without a webhook", async () => {
    const card = { title: "Build", text: "green", fields: [{ title: "Host", value: "alpha", short: true }] };
    await using town = await onStage({}, (bot) =>
      bot.command("card", { about: "C" }, (ctx) => ctx.reply("", { attachments: [card] })),
    );
    const ben = town.person("ben");
    const root = await ben.says("!card", { in: "ops" });
    await ben.says("!card", { thread: root });
    const [inChannel, inThread] = ben.posts.filter(({ user_id }) => user_id === town.town.bot.id);
    await ben.says("card", { in: "@wright" });
    for (const post of [inChannel, inThread, ben.posts.at(-1)]) {
      expect(post?.props).toMatchObject({ attachments: [{ title: "Build", fields: [{ value: "alpha" }] }] });
      expect(post?.props).not.toHaveProperty("from_webhook");
    }
    expect(inThread?.root_id).toBe(root.id);
  });

  test("errbot-37 a long answer is split so that code stays code", async () => {
    const lines = Array.from({ length: 1_200 }, (_, line) => `line ${line} of the log`).join("\n");
    await using town = await onStage({}, (bot) =>
      bot.command("long", { about: "L" }, (ctx) => ctx.reply(`Log:\n\`\`\`\n${lines}\n\`\`\`\nThe end.`)),
    );
    await asks(town, "!long");
    const posts = town.person("ben").posts.filter(({ user_id }) => user_id === town.town.bot.id);
    expect(posts.length).toBeGreaterThan(1);
    for (const { message } of posts) expect((message.match(/^```/gm) ?? []).length % 2).toBe(0);
    const said = posts.map(({ message }) => message).join("\n");
    expect(said.match(/line \d+ of the log/g)).toHaveLength(1_200);
  });
});

describe("what went wrong elsewhere", () => {
  test("an async command says its answer, and not that it is a promise", async () => {
    await using town = await onStage({}, (bot) =>
      bot.command("later", { about: "L" }, async (ctx) => {
        await Promise.resolve();
        await ctx.reply("now");
      }),
    );
    expect(await asks(town, "!later")).toBe("now");
  });

  test("the lines of !status stand each for itself", async () => {
    await using town = await onStage();
    const lines = (await asks(town, "!status")).split("\n").filter((line) => line.startsWith("| "));
    expect(lines.length).toBeGreaterThan(5);
    for (const line of lines) expect(line).toMatch(/^\|[^|]*\|[^|]*\|$/);
  });

  test("a webhook that an administrator made gives no orders", async () => {
    await using town = await onStage();
    const ann = town.person("ann");
    const channel = town.town.channels.ops.id;
    const hook = await ann.calls<{ id: string }>("POST /api/v4/hooks/incoming", { channel_id: channel });
    await ann.calls(`POST /hooks/${hook.id}`, { text: "!close" }).catch(() => {});
    await ann.looksAt("ops");
    expect(ann.sees).toBe("!close");
  });

  test("two plugins with one command: the second is named, and the first goes on", async () => {
    const rival = plugin({ name: "rival", setup: (bot) => void bot.command("basket", { about: "B" }, () => {}) });
    await using town = await onStage({}, (bot) => bot.plugin(rival));
    expect(await asks(town, "!basket")).toBe("a basket");
    const list = await asks(town, "!plugin list", { who: "ann" });
    expect(list).toContain('There is a command "basket" already, from shop.');
  });
});
