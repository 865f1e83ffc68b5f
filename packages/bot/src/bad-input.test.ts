import { stage } from "@matterwright/testing";
import fc from "fast-check";
import type { SocketEvents } from "@matterwright/client";
import { describe, expect, test } from "vitest";
import { Bot } from "./bot.ts";
import type { BotOptions } from "./options.ts";
import { Seen } from "./source/seen.ts";
import { SocketSource } from "./source/socket.ts";

/** A bot whose socket can be made to say anything. */
function overheard(configure: (bot: Bot) => Bot): { make(options: BotOptions): Bot; says(text: string): void } {
  let line: SocketEvents | undefined;
  return {
    make: (options) =>
      configure(
        new Bot({
          ...options,
          connect: (url, headers, events) => {
            line = events;
            return (options.connect as NonNullable<BotOptions["connect"]>)(url, headers, events);
          },
        }),
      ),
    says: (text) => line?.message(text),
  };
}

test("whatever a handler throws, the person gets a reference that is in the log", async () => {
  for (const thrown of [undefined, "no", { secret: "inside" }, Object.create(null) as unknown]) {
    await using town = await stage((options) =>
      new Bot(options).hears("go", () => {
        throw thrown;
      }),
    );
    const ben = town.person("ben");
    await ben.says("go");
    const ref = /^Something went wrong\. Ref ([0-9A-F]{4})$/.exec(ben.sees)?.[1];
    expect(town.log.find(({ level }) => level === "error")?.facts).toMatchObject({ ref });
  }
});

describe("what makes no sense", () => {
  test("is counted each time, logged once, and does not stop the bot", async () => {
    const socket = overheard((bot) => bot.hears("ping", (ctx) => ctx.reply("pong")));
    await using town = await stage((options) => socket.make(options));
    const before = town.bot.status().refusedFrames;
    for (let time = 0; time < 3; time++) {
      socket.says("{");
      socket.says('{"status":"OK"');
      socket.says("null");
    }
    expect(town.bot.status().refusedFrames - before).toBe(9);
    const told = town.log.filter(({ message }) => message === "something that the server sent makes no sense");
    expect(told.map(({ facts }) => facts["reason"])).toEqual(["a frame that is not JSON", "a frame that is no object"]);
    const ben = town.person("ben");
    await ben.says("ping");
    expect(ben.sees).toBe("pong");
  });

  test("an event that nobody knows is an update like any other", async () => {
    const heard: string[] = [];
    await using town = await stage((options) =>
      new Bot(options).on("raw", (ctx) => void heard.push(ctx.update.frame.event)),
    );
    await town.person("ben").says("hello", { in: "ops" });
    town.sim.act().emit({ event: "weather_changed", data: { sun: true }, to: {} });
    await town.rest();
    expect(heard).toContain("weather_changed");
  });

  test("no event, whatever its fields, makes the source throw", () => {
    const known = fc.constantFrom(
      "posted",
      "post_edited",
      "post_deleted",
      "reaction_added",
      "reaction_removed",
      "user_added",
      "user_removed",
    );
    const data = fc.dictionary(
      fc.constantFrom("post", "reaction", "user_id", "channel_id", "sender_name", "channel_type"),
      fc.oneof(fc.string(), fc.json(), fc.integer(), fc.constant(null)),
    );
    fc.assert(
      fc.property(known, data, (event, fields) => {
        let outcome = 0;
        const source = new SocketSource({
          me: { id: "me" },
          now: () => 0,
          seen: new Seen(100),
          hearsOwn: () => false,
          onOwn: () => {},
          onUpdate: () => outcome++,
          onRefused: () => outcome++,
        });
        const broadcast = {
          omit_users: null,
          user_id: "",
          channel_id: "",
          team_id: "",
          connection_id: "",
          omit_connection_id: "",
        };
        source.read({ event, data: fields, broadcast, seq: 1 });
        expect(outcome).toBeLessThanOrEqual(1);
      }),
    );
  });
});

function echo(options: BotOptions): Bot {
  return new Bot(options).on("message", (ctx) => ctx.reply(`heard ${ctx.text}`));
}

describe("who is heard", () => {
  test("a person is, the bot itself and other bots are not", async () => {
    await using town = await stage(echo);
    const ann = town.person("ann");
    await ann.says("one", { in: "ops" });
    expect(ann.sees).toBe("heard one");
    expect(ann.posts).toHaveLength(2);
    await ann.says("I am a machine", { in: "off-topic", props: { from_bot: "true" } });
    await ann.says("I am a hook", { in: "off-topic", props: { from_webhook: "true" } });
    expect(ann.posts).toHaveLength(2);
  });

  test("a repeated event is handled once", () => {
    const updates: string[] = [];
    const source = new SocketSource({
      me: { id: "me" },
      now: () => 0,
      seen: new Seen(100),
      hearsOwn: () => false,
      onOwn: () => {},
      onUpdate: ({ kind }) => updates.push(kind),
      onRefused: (reason) => updates.push(reason),
    });
    const post = {
      id: "p",
      user_id: "u",
      channel_id: "c",
      message: "hi",
      root_id: "",
      props: {},
      type: "",
      update_at: 1,
    };
    const broadcast = {
      omit_users: null,
      user_id: "",
      channel_id: "c",
      team_id: "",
      connection_id: "",
      omit_connection_id: "",
    };
    const say = (event: string, more = {}): void =>
      source.read({ event, data: { post: JSON.stringify({ ...post, ...more }) }, broadcast, seq: 1 });
    say("posted");
    say("posted");
    say("post_edited", { update_at: 2 });
    say("post_edited", { update_at: 2 });
    say("post_edited", { update_at: 3 });
    say("posted", { id: "mine", user_id: "me" });
    expect(updates).toEqual(["post", "edit", "edit"]);
  });

  test("in a direct message commands need no prefix", async () => {
    await using town = await stage((options) =>
      new Bot(options).command("ping", { about: "Pong" }, (ctx) => ctx.reply("pong")),
    );
    const ben = town.person("ben");
    await ben.says("ping", { in: "@wright" });
    expect(ben.sees).toBe("pong");
  });

  test("a pattern with the flag g matches every time", async () => {
    await using town = await stage((options) => new Bot(options).hears(/deploy/g, (ctx) => ctx.reply("yes")));
    const ben = town.person("ben");
    for (let time = 0; time < 3; time++) {
      await ben.says("deploy");
      expect(ben.sees).toBe("yes");
    }
  });
});

describe("too much at once", () => {
  test("is turned away with a word to the person, and counted", async () => {
    await using town = await stage((options) =>
      new Bot({ ...options, waitingPerConversation: 2 }).on("message", () => new Promise<void>(() => {})),
    );
    const ben = town.person("ben");
    await ben.looksAt("@wright");
    for (let time = 0; time < 5; time++) await ben.says(`message ${time}`);
    expect(town.bot.status().overflows).toBe(3);
    expect(ben.posts.filter(({ message }) => message.startsWith("I am behind with my work"))).toHaveLength(1);
  });

  test("a slow conversation does not hold up another", async () => {
    await using town = await stage((options) =>
      new Bot(options).hears("slow", () => new Promise<void>(() => {})).hears("quick", (ctx) => ctx.reply("done")),
    );
    await town.person("ann").says("slow", { in: "@wright" });
    const ben = town.person("ben");
    await ben.says("quick", { in: "@wright" });
    expect(ben.sees).toBe("done");
  });
});

describe("long answers", () => {
  test("become several posts, each within the server's limit", async () => {
    const long = `\`\`\`\n${"a line of code\n".repeat(2_000)}\`\`\``;
    await using town = await stage((options) => new Bot(options).hears("long", (ctx) => ctx.reply(long)));
    const ben = town.person("ben");
    await ben.says("long", { in: "ops" });
    const parts = ben.posts.slice(1);
    expect(parts.length).toBeGreaterThan(1);
    for (const { message } of parts) expect(message.match(/```/g)?.length).toBe(2);
  });
});

describe("the token", () => {
  test("stands in no line of the log, whatever goes wrong", async () => {
    await using town = await stage((options) =>
      new Bot(options).hears("boom", () => {
        throw new Error(`could not use ${options.token}`, { cause: new Error(options.token) });
      }),
    );
    const ben = town.person("ben");
    await ben.says("boom");
    expect(JSON.stringify(town.log)).toContain("[secret]");
    expect(JSON.stringify(town.log)).not.toContain(town.town.bot.token);
    expect(ben.sees).not.toContain(town.town.bot.token);
  });
});
