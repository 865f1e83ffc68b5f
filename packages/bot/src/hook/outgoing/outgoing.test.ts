/** What an outgoing webhook of Mattermost tells, as people meet it, and what is not believed. */
import type { OutgoingWebhook } from "@matterwright/protocol";
import { type Stage, stage } from "@matterwright/testing";
import { describe, expect, test } from "vitest";
import { Bot, MisuseError, type OutgoingWebhookOptions, outgoingWebhook } from "../../index.ts";

type Wanted = Partial<Pick<OutgoingWebhook, "content_type" | "trigger_words" | "channel_id">>;

interface Scene {
  readonly town: Stage;
  readonly hook: OutgoingWebhook;
  readonly lobby: string;
  /** What the bot heard: text, who, and when by the server's clock. */
  readonly heard: (readonly [text: string, who: string, at: number])[];
}

/** A channel that the bot is not in, with an outgoing webhook to the bot. */
async function scene(wanted: Wanted = {}, options: Omit<OutgoingWebhookOptions, "token"> = {}): Promise<Scene> {
  const heard: [string, string, number][] = [];
  let token = "";
  const town = await stage((given) =>
    new Bot(given)
      .use(outgoingWebhook("/outgoing", { token: () => token, ...options }))
      .command("greet", { about: "Say hello" }, (ctx) => ctx.reply(`Hello, @${ctx.user.username}!`))
      .hears(/^echo (.*)/, async (ctx, [, said = ""]) => {
        await ctx.reply(said);
        await ctx.reply("That was it.", { attachments: [{ text: "card" }] });
      })
      .hears("fail", () => {
        throw new Error("the disk is on fire");
      })
      .on("message", (ctx) => void heard.push([ctx.text, ctx.user.username, ctx.post.create_at])),
  );
  const ann = town.person("ann");
  const place = { team_id: town.town.team.id, name: "lobby", display_name: "Lobby", type: "O" };
  const { id } = await ann.calls<{ id: string }>("POST /api/v4/channels", place);
  const ben = await ann.calls<{ id: string }>("GET /api/v4/users/username/ben");
  await ann.calls(`POST /api/v4/channels/${id}/members`, { user_id: ben.id });
  const more = { callback_urls: ["http://bot/outgoing"], display_name: "to the bot", ...wanted };
  const hook = await ann.calls<OutgoingWebhook>("POST /api/v4/hooks/outgoing", {
    team_id: town.town.team.id,
    channel_id: id,
    ...more,
  });
  token = hook.token;
  return { town, hook, lobby: id, heard };
}

const JSON_TYPE = "application/json";

describe("a post in a channel that the bot is not in", () => {
  test.each(["", JSON_TYPE] as const)("is heard like any other, with its time, when it is told as %j", async (type) => {
    const { town, heard } = await scene({ content_type: type });
    const ben = town.person("ben");
    const post = await ben.says("good morning", { in: "lobby" });
    const precision = type === JSON_TYPE ? 1 : 1_000;
    expect(heard).toEqual([["good morning", "ben", Math.floor(post.create_at / precision) * precision]]);
    await town[Symbol.asyncDispose]();
  });

  test("calls commands, and is answered where it stands", async () => {
    const { town } = await scene();
    const ben = town.person("ben");
    await ben.says("!greet", { in: "lobby" });
    expect(ben.sees).toBe("Hello, @ben!");
    expect(ben.posts.at(-1)?.props["webhook_display_name"]).toBe("to the bot");
    await ben.says("!gret", { in: "lobby" });
    expect(ben.posts).toHaveLength(3);
    await town[Symbol.asyncDispose]();
  });

  test("is answered with everything that is said until the handler ends, in one post, without mentions that it was tricked into", async () => {
    const { town } = await scene();
    const ben = town.person("ben");
    await ben.says("echo <!channel> read this", { in: "lobby" });
    expect(ben.posts.map(({ message }) => message)).toEqual([
      "echo <!channel> read this",
      "<\u200B!channel> read this\n\nThat was it.",
    ]);
    expect(ben.posts.at(-1)?.props.attachments).toMatchObject([{ text: "card" }]);
    await town[Symbol.asyncDispose]();
  });

  test("is answered in a thread, where that is wished for", async () => {
    const { town } = await scene({}, { inThread: true });
    const ben = town.person("ben");
    const post = await ben.says("!greet", { in: "lobby" });
    expect(ben.posts.at(-1)?.root_id).toBe(post.id);
    await town[Symbol.asyncDispose]();
  });

  test("whose handler fails is answered with a reference, and one that nobody answers with nothing", async () => {
    const { town } = await scene();
    const ben = town.person("ben");
    await ben.says("nothing to see", { in: "lobby" });
    expect(ben.sees).toBe("nothing to see");
    await ben.says("fail", { in: "lobby" });
    expect(ben.sees).toMatch(/^Something went wrong\. Ref [0-9A-F]{4}$/);
    await town[Symbol.asyncDispose]();
  });
});

test("where the bot is a member it hears the post itself, and once", async () => {
  const { town, heard, lobby } = await scene();
  await town.person("ann").calls(`POST /api/v4/channels/${lobby}/members`, { user_id: town.town.bot.id });
  const ben = town.person("ben");
  await ben.says("once", { in: "lobby" });
  expect(heard.map(([text]) => text)).toEqual(["once"]);
  await ben.says("!greet", { in: "lobby" });
  expect(ben.posts.filter(({ message }) => message === "Hello, @ben!").map(({ user_id: id }) => id)).toEqual([
    town.town.bot.id,
  ]);
  await town[Symbol.asyncDispose]();
});

describe("what is not believed reaches no handler", () => {
  interface Told {
    readonly body?: (fields: Record<string, string>) => Record<string, string> | string;
    readonly type?: string;
  }
  const ID = "8xabc7jedbyqtbmshx1oaiq4ih";

  async function told({
    body = (fields) => fields,
    type = "application/x-www-form-urlencoded",
  }: Told): Promise<number> {
    const { town, hook, lobby, heard } = await scene();
    const fields = {
      token: hook.token,
      team_id: town.town.team.id,
      channel_id: lobby,
      user_id: ID,
      post_id: ID,
      text: "hello",
      timestamp: String(Math.floor(town.clock.now() / 1_000)),
    };
    const made = body(fields);
    const sent = typeof made === "string" ? made : new URLSearchParams(made).toString();
    const call = (): Promise<Response> =>
      town.bot.fetch(
        new Request("http://bot/outgoing", { method: "POST", headers: { "content-type": type }, body: sent }),
      );
    const answering = call();
    await town.rest();
    const { status } = await answering;
    expect(heard).toHaveLength(status === 200 ? 1 : 0);
    if (status === 200) {
      expect((await call()).status).toBe(409);
      await town.restart();
      expect((await call()).status).toBe(409);
      expect(heard).toHaveLength(1);
    }
    expect(JSON.stringify(town.log)).not.toContain(hook.token);
    await town[Symbol.asyncDispose]();
    return status;
  }

  test.each<[string, Told, number]>([
    ["a right call is believed once", {}, 200],
    ["a call that has expired", { body: (fields) => ({ ...fields, timestamp: "1700000000" }) }, 401],
    ["a wrong token", { body: (fields) => ({ ...fields, token: ID }) }, 401],
    ["no token", { body: (fields) => ({ ...fields, token: "" }) }, 401],
    ["a token that begins right", { body: (fields) => ({ ...fields, token: `${fields["token"]}x` }) }, 401],
    ["no channel", { body: (fields) => ({ ...fields, channel_id: "" }) }, 400],
    ["a post that is no id", { body: (fields) => ({ ...fields, post_id: "../../users" }) }, 400],
    ["no time", { body: (fields) => ({ ...fields, timestamp: "soon" }) }, 400],
    ["JSON that was cut off", { body: (fields) => JSON.stringify(fields).slice(0, -4), type: JSON_TYPE }, 400],
    ["JSON that is no object", { body: () => "3", type: JSON_TYPE }, 400],
    ["another type", { body: () => "hello", type: "text/plain" }, 415],
    ["too much", { body: (fields) => ({ ...fields, text: "x".repeat(600_000) }) }, 413],
  ])("%s", async (_what, what, status) => {
    expect(await told(what)).toBe(status);
  });

  test("a token that is none, and a path outside, are refused when the bot is built", () => {
    expect(() => outgoingWebhook("/outgoing", { token: "" })).toThrow(MisuseError);
    const bot = new Bot({ url: "http://x", token: "t", callbackUrl: "https://bot.example.com/wright" });
    expect(() => bot.use(outgoingWebhook("outgoing", { token: ID }))).toThrow(/lies outside the bot's base/);
  });
});
