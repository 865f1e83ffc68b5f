/** Choices where the server cannot call the bot: the same questions, answered by reactions and numbers. */
import { type Stage, type StageOptions, stage } from "@matterwright/testing";
import { describe, expect, test } from "vitest";
import { type ActionOptions, Bot, type BotOptions, UserError, button, dialog, select, z } from "../../index.ts";

const ticket = { ticket: z.string() };

interface Manner {
  readonly durable?: boolean;
  readonly may?: boolean | string;
}

function bot(own: ActionOptions = {}, { durable = false, may = true }: Manner = {}): (options: BotOptions) => Bot {
  return (options) => {
    const yes = button("yes", ticket, (ctx, { ticket }) => ctx.edit(`${ticket} approved by @${ctx.user.username}`), {
      may: () => may,
    });
    const no = button("no", ticket, (ctx) => ctx.reply(`Rejected by @${ctx.user.username}.`));
    const who = select("who", { from: "users", carries: ticket }, async (ctx, id) =>
      ctx.reply(`${(await ctx.people.user(id)).username} takes it.`),
    );
    const where = select("where", { from: { eu: "Europe", us: "America" } }, (ctx, region) =>
      ctx.reply(`In ${region}.`),
    );
    const form = dialog("form", { title: "Form" }, () => undefined);
    const fill = button("fill", {}, (ctx) => form.open(ctx));
    return new Bot(options)
      .use(yes, no, who, where, form, fill)
      .command("review", { about: "Ask" }, (ctx) => {
        const actions = [yes("Approve", { ticket: "MW-7" }, own), no("Reject", { ticket: "MW-7" }, own)];
        return durable ? ctx.reply("Approve?", { actions, durable }) : ctx.reply("Approve?", { actions });
      })
      .command("assign", { about: "Ask" }, (ctx) =>
        ctx.reply("Who?", {
          actions: [where("Region", {}), who("Who takes it?", { ticket: "MW-7" }), fill("Fill in", {})],
        }),
      );
  };
}

const unreachable = (make: (options: BotOptions) => Bot): Promise<Stage> => stage(make, { callbackUrl: false });
const postWith = (town: Stage, text: string) =>
  town.person("ben").posts.find(({ message }) => message.startsWith(text));

test("the bot offers numbers as reactions, and whoever takes one has clicked", async () => {
  await using town = await unreachable(bot());
  const ben = town.person("ben");
  await ben.says("!review", { in: "ops" });
  const post = postWith(town, "Approve?");
  expect(post?.message).toBe(
    "Approve?\n\n:one: Approve  \n:two: Reject\n\n_React with the number, or answer with it in the thread._",
  );
  expect(post?.props.attachments).toBeUndefined();
  const seeded = await ben.calls<{ emoji_name: string }[]>(`GET /api/v4/posts/${post?.id}/reactions`);
  expect(seeded.map(({ emoji_name: name }) => name)).toEqual(["one", "two"]);
  await ben.reacts("two", post);
  expect(ben.sees).toBe("Rejected by @ben.");
  await ben.reacts("tada", post);
  await ben.reacts("one", post);
  expect(postWith(town, "MW-7")?.message).toBe("MW-7 approved by @ben");
  const said = ben.posts.length;
  await ben.reacts("two", post);
  expect(ben.posts.length).toBe(said);
});

test("a number answers in the thread, and in a direct message anywhere", async () => {
  await using town = await unreachable(bot());
  const ben = town.person("ben");
  await ben.says("!review", { in: "ops" });
  await ben.says("2", { thread: postWith(town, "Approve?")! });
  expect(ben.sees).toBe("Rejected by @ben.");
  await ben.says("review", { in: "@wright" });
  await ben.says("2.");
  expect(ben.sees).toBe("Rejected by @ben.");
  await ben.says("7");
  expect(ben.sees).not.toContain("Rejected");
});

test("what cannot be a number is answered by name", async () => {
  await using town = await unreachable(bot());
  const ben = town.person("ben");
  await ben.says("!assign", { in: "ops" });
  const post = postWith(town, "Who?")!;
  expect(post.message).toContain("1. Region: Europe\n2. Region: America\n3. Fill in");
  expect(post.message).toContain("Who takes it? Answer with `@name`.");
  for (const [said, answer] of [
    ["@cat", "cat takes it."],
    ["2", "In us."],
    ["@nobody", "no longer know"],
    ["3", "from here I cannot show you one"],
  ] as const) {
    await ben.says(said, { thread: post });
    expect(ben.sees).toContain(answer);
  }
});

test("the rights are the same, asked when it is chosen", async () => {
  await using town = await unreachable(bot({ for: ["nobody"] }));
  const ben = town.person("ben");
  await ben.says("!review", { in: "ops" });
  await ben.reacts("one", postWith(town, "Approve?"));
  expect(ben.sees).toBe("@ben This is not for you to decide.");
  await town.restart(bot({}, { may: "Only who is on call." }));
  await ben.says("!review");
  await ben.reacts("one", ben.posts.at(-1));
  expect(ben.sees).toBe("Only who is on call.");
});

test("the time is the same, and so is that the first choice decides", async () => {
  await using town = await unreachable(bot({ expiresInMs: 60_000, once: true }));
  const ben = town.person("ben");
  await ben.says("!review", { in: "ops" });
  const post = postWith(town, "Approve?");
  await ben.reacts("two", post);
  await ben.reacts("one", post);
  expect(ben.sees).toBe("@ben This was decided already.");
  await ben.says("!review");
  const late = ben.posts.at(-1);
  await town.wait("2m");
  await ben.reacts("one", late);
  expect(ben.sees).toContain("@ben It is too late for this");
});

test("a choice can still be made after a restart, and says so when its button is gone", async () => {
  await using town = await unreachable(bot());
  const ben = town.person("ben");
  await ben.says("!review", { in: "ops" });
  const post = postWith(town, "Approve?");
  await town.restart();
  await ben.reacts("two", post);
  expect(ben.sees).toBe("Rejected by @ben.");
  await town.restart((options) => new Bot(options));
  await ben.reacts("two", post);
  expect(ben.sees).toContain("@ben This is from an earlier version of me");
});

test("what is sent durably is offered when it was sent", async () => {
  await using town = await unreachable(bot({}, { durable: true }));
  const ben = town.person("ben");
  await ben.says("!review", { in: "ops" });
  await ben.reacts("two", postWith(town, "Approve?"));
  expect(ben.sees).toBe("Rejected by @ben.");
});

test("a bot that dies before it has kept what was offered offers it again", async () => {
  const towns: Stage[] = [];
  let isFirst = true;
  const dying = (options: BotOptions): Bot => {
    const http: NonNullable<BotOptions["http"]> = async (request) => {
      const answer = await options.http!(request);
      if (!isFirst || typeof request.body !== "string" || !request.body.includes("Approve?")) return answer;
      isFirst = false;
      towns[0]?.kill();
      return new Promise(() => {});
    };
    return bot()({ ...options, http });
  };
  await using town = await unreachable(dying);
  towns.push(town);
  const ben = town.person("ben");
  await ben.says("!review", { in: "ops" });
  const lost = ben.posts.filter(({ message }) => message.startsWith("Approve?"));
  expect([lost.length, isFirst]).toEqual([1, false]);
  await town.restart();
  const asked = ben.posts.filter(({ message }) => message.startsWith("Approve?"));
  expect(asked).toHaveLength(2);
  await ben.reacts(
    "two",
    asked.find(({ id }) => id !== lost[0]?.id),
  );
  expect(ben.sees).toBe("Rejected by @ben.");
});

test("where the bot may not react, numbers do", async () => {
  await using town = await unreachable(bot());
  town.sim.faults.requests.status(403, { on: "POST */reactions", times: Infinity, of: "wright" });
  const ben = town.person("ben");
  await ben.says("!review", { in: "ops" });
  await ben.says("2", { thread: postWith(town, "Approve?")! });
  expect(ben.sees).toBe("Rejected by @ben.");
  expect(town.log.some(({ message }) => message.includes("can be answered with numbers"))).toBe(true);
});

test("a handler that fails says so, and the choice is not used up", async () => {
  let isFirst = true;
  const go = button("go", {}, (ctx) => {
    if (isFirst) throw ((isFirst = false), new UserError("Not yet."));
    return ctx.edit("Gone.");
  });
  await using town = await unreachable((options) =>
    new Bot(options)
      .use(go)
      .command("ask", { about: "Ask" }, (ctx) => ctx.reply("Go?", { actions: [go("Go", {}, { once: true })] })),
  );
  const ben = town.person("ben");
  await ben.says("!ask", { in: "ops" });
  const post = postWith(town, "Go?")!;
  await ben.says("1", { thread: post });
  expect(ben.sees).toBe("Not yet.");
  await ben.says("1", { thread: post });
  expect(postWith(town, "Gone.")?.id).toBe(post.id);
});

test("a reaction that was made while the bot was away counts when it is back, and once", async () => {
  await using town = await unreachable(bot({ once: true }));
  const ben = town.person("ben");
  await ben.says("!review", { in: "ops" });
  const post = postWith(town, "Approve?");
  await town.wait("3h");
  // Elsewhere things go on: nothing but the reaction happens in this channel.
  await town.person("cat").says("review", { in: "@wright" });
  await town.wait("1h");
  await town.stop();
  await ben.reacts("one", post);
  await town.wait("2h");
  await town.restart();
  expect(postWith(town, "MW-7")?.message).toBe("MW-7 approved by @ben");
  const said = ben.posts.length;
  await town.restart();
  expect(ben.posts.length).toBe(said);
});

test("a reaction that counted before a restart does not count again after it", async () => {
  await using town = await unreachable(bot());
  const ben = town.person("ben");
  await ben.says("!review", { in: "ops" });
  await ben.reacts("two", postWith(town, "Approve?"));
  expect(ben.sees).toBe("Rejected by @ben.");
  const said = ben.posts.length;
  await town.restart();
  await town.wait("1h");
  await town.restart();
  expect(ben.posts.length).toBe(said);
});

describe("a server that is told where the bot is and does not get there:", () => {
  /** A proxy between the server and the bot, which can fail. */
  const behindProxy = async (make: (options: BotOptions) => Bot) => {
    const proxy = { isBroken: true };
    const towns: Stage[] = [];
    const fetch: NonNullable<StageOptions["outside"]>["fetch"] = async ({ url, method, headers, body }) => {
      const answer = await towns[0]?.bot.fetch(new Request(url, { method, headers, body }));
      if (proxy.isBroken || answer === undefined) return { status: 502, headers: {}, body: "" };
      return { status: answer.status, headers: Object.fromEntries(answer.headers), body: await answer.text() };
    };
    const away = (options: BotOptions): Bot => make({ ...options, callbackUrl: "http://proxy/wright" });
    const town = await stage(away, { outside: { fetch } });
    towns.push(town);
    return { town, proxy };
  };
  const buttons = ({ props }: { readonly props: object } = { props: {} }): boolean =>
    JSON.stringify(props).includes('"actions"');

  test("choices are reactions, and buttons again when it does", async () => {
    const { town, proxy } = await behindProxy(bot());
    await using _ = town;
    const ben = town.person("ben");
    await ben.says("!review", { in: "ops" });
    const reacted = postWith(town, "Approve?");
    expect([reacted?.message.includes(":one: Approve"), buttons(reacted)]).toEqual([true, false]);
    proxy.isBroken = false;
    await town.wait("6m");
    await ben.says("!review", { in: "ops" });
    const clicked = town.person("ben").posts.findLast(({ message }) => message === "Approve?");
    expect(buttons(clicked)).toBe(true);
    // What was offered before is still to be had.
    await ben.reacts("two", reacted);
    expect(ben.sees).toBe("Rejected by @ben.");
    await ben.clicks("Approve");
    expect(postWith(town, "MW-7")?.message).toBe("MW-7 approved by @ben");
  });

  test("a click that arrives all the same proves that it does", async () => {
    const { town, proxy } = await behindProxy(bot());
    await using _ = town;
    const ben = town.person("ben");
    proxy.isBroken = false;
    await town.bot.testCallbacks();
    await ben.says("!review", { in: "ops" });
    proxy.isBroken = true;
    expect((await town.bot.testCallbacks()).state).toBe("fails");
    proxy.isBroken = false;
    await ben.clicks("Reject");
    expect(town.bot.status().callbacks.state).toBe("works");
  });
});
