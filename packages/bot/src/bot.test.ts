import { stage } from "@matterwright/testing";
import { describe, expect, test } from "vitest";
import { Bot } from "./bot.ts";
import { UserError } from "./errors.ts";
import type { BotOptions } from "./options.ts";

const greeter = (options: BotOptions): Bot =>
  new Bot(options).on("mention", (ctx) => ctx.reply(`Hello, @${ctx.user.username}!`));

describe("a bot in a town", () => {
  test("answers whoever mentions it", async () => {
    await using town = await stage(greeter);
    const ben = town.person("ben");
    await ben.says("good morning @wright");
    expect(ben.sees).toBe("Hello, @ben!");
  });

  test("does not answer what is not meant for it", async () => {
    await using town = await stage(greeter);
    const ben = town.person("ben");
    await ben.says("good morning @wrightly");
    expect(ben.sees).toBe("good morning @wrightly");
  });

  test("answers in the thread in which it was asked", async () => {
    await using town = await stage(greeter);
    const ben = town.person("ben");
    const root = await ben.says("a topic", { in: "ops" });
    await ben.says("what do you think, @wright?", { thread: root });
    expect(ben.posts.at(-1)).toMatchObject({ message: "Hello, @ben!", root_id: root.id });
  });

  test("a handler that throws is answered with a reference that stands in the log, and with nothing else", async () => {
    await using town = await stage((options) =>
      new Bot(options).hears("boom", () => {
        throw new Error("the password is 1234");
      }),
    );
    const ben = town.person("ben");
    await ben.says("boom");
    const ref = /^Something went wrong\. Ref ([0-9A-F]{4})$/.exec(ben.sees)?.[1];
    expect(ref).toBeDefined();
    expect(town.log).toContainEqual(
      expect.objectContaining({ level: "error", facts: expect.objectContaining({ ref }) as unknown }),
    );
  });

  test("an error made for the person is told in its own words", async () => {
    await using town = await stage((options) =>
      new Bot(options).hears("boom", () => {
        throw new UserError("There is no service called api2.");
      }),
    );
    const ben = town.person("ben");
    await ben.says("boom");
    expect(ben.sees).toBe("There is no service called api2.");
  });
});

test("a bot stops in its time, whatever hangs", async () => {
  const never = new Promise<never>(() => {});
  await using town = await stage((options) =>
    new Bot({
      ...options,
      http: (request) =>
        request.method === "POST" && request.url.endsWith("/posts")
          ? never
          : (options.http as NonNullable<BotOptions["http"]>)(request),
    })
      .hears("send", (ctx) => ctx.reply("sent", { durable: true }))
      .hears("hang", () => never),
  );
  const ben = town.person("ben");
  await ben.says("send");
  await ben.says("hang");
  const startedMs = town.clock.now();
  await town.stop();
  expect(town.clock.now() - startedMs).toBe(10_000);
});

test("a listener is given the first match of a message, or all of them", async () => {
  const heard: string[][] = [];
  const listening = (options: BotOptions): Bot =>
    new Bot(options)
      .hears(/\bOPS-(\d+)/g, (_, matches) => void heard.push(matches.map(([, number = ""]) => number)), { all: true })
      .hears(/\bDEV-(\d+)/g, (_, [, number = ""]) => void heard.push([number]));
  await using town = await stage(listening);
  for (const text of ["OPS-1, OPS-22 and OPS-3", "OPS-4", "DEV-5 and DEV-6"]) await town.person("ben").says(text);
  expect(heard).toEqual([["1", "22", "3"], ["4"], ["5"]]);
});
