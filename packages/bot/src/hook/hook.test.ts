/** Hooks as those who call them see it: what a handler is given, and what is answered. */
import { stage } from "@matterwright/testing";
import { describe, expect, test } from "vitest";
import { BEARER, SECRET, call, json, request, spec, staged } from "../../test/hook-calls.ts";
import { Bot, type HookSpec, MisuseError, UserError, plugin, senders } from "../index.ts";

describe("what a handler is given", () => {
  test("JSON, and it posts where it wants to", async () => {
    await using town = await staged(spec, (ctx, { service, version }) =>
      ctx.to("~ops").post(`${service} ${version} is out.`, { durable: true }),
    );
    const answer = await call(town, json({ service: "api", version: "7", more: true }));
    expect([answer.status, answer.text]).toEqual([200, '{"status":"ok"}']);
    const ann = town.person("ann");
    await ann.looksAt("ops");
    expect(ann.sees).toBe("api 7 is out.");
  });

  test("a form, with a list where a field stands twice, and JSON within a form's payload", async () => {
    const bodies: unknown[] = [];
    await using town = await staged({ from: senders.bearer(SECRET) }, (_ctx, body) => void bodies.push(body));
    const headers = { ...BEARER, "content-type": "application/x-www-form-urlencoded; charset=utf-8" };
    await call(town, { headers, body: "service=a%26b&tag=1&tag=2" });
    await call(town, { headers, body: new URLSearchParams({ payload: '{"service":"c"}' }).toString() });
    expect(bodies).toEqual([{ service: "a&b", tag: ["1", "2"] }, { service: "c" }]);
  });

  test("the bytes as they came, and the query of a GET", async () => {
    const bodies: unknown[] = [];
    await using town = await stage((given) =>
      new Bot(given)
        .hook("/raw", { from: senders.bearer(SECRET), body: "raw", method: "PUT" }, (_ctx, body) =>
          bodies.push([body.type, [...body.bytes], body.text]),
        )
        .hook("/get", { from: senders.bearer(SECRET), body: spec.body, method: "GET" }, (_ctx, body) =>
          bodies.push(body),
        ),
    );
    const raw = new Request("http://bot/raw", {
      method: "PUT",
      headers: { ...BEARER, "content-type": "text/plain" },
      body: new Uint8Array([104, 105, 255]),
    });
    const get = new Request("http://bot/get?service=api&version=3", { headers: BEARER });
    expect([(await town.bot.fetch(raw)).status, (await town.bot.fetch(get)).status]).toEqual([200, 200]);
    expect(bodies).toEqual([["text/plain", [104, 105, 255], "hi\uFFFD"], { service: "api", version: 3 }]);
  });

  test("headers, but not those that prove who called", async () => {
    let seen: Readonly<Record<string, string>> = {};
    await using town = await staged(spec, (ctx) => {
      seen = ctx.update.headers;
    });
    await call(town, json({ service: "a", version: 1 }, { ...BEARER, "x-event": "push", "x-gitlab-token": "t" }));
    expect(seen).toEqual({ "content-type": "application/json", "x-event": "push" });
  });

  test("a reply is the answer to the call", async () => {
    await using town = await staged(spec, async (ctx, { service }) => {
      await ctx.reply(`Took ${service}.`);
      await ctx.reply("Thank you.");
    });
    const answer = await call(town, json({ service: "api", version: 1 }));
    expect([answer.status, answer.text]).toEqual([200, "Took api.\nThank you."]);
  });

  test("replies are no storm, however many calls there are", async () => {
    await using town = await staged(spec, (ctx) => ctx.reply("ok"));
    const statuses = new Set<number>();
    for (let index = 0; index < 100; index++)
      statuses.add((await call(town, json({ service: "api", version: index }))).status);
    expect([...statuses]).toEqual([200]);
  });
});

describe("what a handler does wrong", () => {
  test("a UserError is told to the caller, anything else is a reference that stands in the log", async () => {
    await using town = await staged(spec, (_ctx, { service }) => {
      throw service === "told" ? new UserError("There is no such service.") : new Error("the disk is on fire");
    });
    const told = await call(town, json({ service: "told", version: 1 }));
    expect([told.status, told.text]).toEqual([422, '{"error":"There is no such service."}']);
    const failed = await call(town, json({ service: "api", version: 1 }));
    const { ref } = JSON.parse(failed.text) as { ref: string };
    expect([failed.status, failed.text]).toEqual([500, expect.not.stringContaining("fire")]);
    expect(town.log.find(({ message }) => message === "a handler failed")?.facts["ref"]).toBe(ref);
  });

  test("one that is slow does not hold the caller, and one that waits for nothing ends the call at its time", async () => {
    const gate = Promise.withResolvers<void>();
    await using town = await staged({ ...spec, timeoutMs: 5_000 }, () => gate.promise);
    const slow = town.bot.fetch(request(json({ service: "api", version: 1 })));
    await town.wait("5s");
    expect((await slow).status).toBe(503);
    gate.resolve();
    await town.rest();
  });
});

describe("bad input is refused when the bot is built", () => {
  const bot = (): Bot => new Bot({ url: "http://x", token: "t", callbackUrl: "https://bot.example.com/wright" });
  test.each([
    ["deployed", "/deployed"],
    ["", "/deployed"],
    ["/", "/deployed"],
    ["/../deployed", "/deployed"],
    ["/a/../../b", "/a/b"],
    ["https://bot.example.com/deployed", "/deployed"],
    ["//other.example.com/deployed", "/other.example.com/deployed"],
    ["/deployed?x=1", "/deployed"],
    ["/my hook", "/my-hook"],
    ["/deployed/", "/deployed"],
  ])("the path %j", (path, better) => {
    const add = (): unknown => bot().hook(path, spec, () => {});
    expect(add).toThrow(MisuseError);
    expect(add).toThrow(`lies outside the bot's base https://bot.example.com/wright`);
    expect(add).toThrow(`like ${better}`);
  });

  test("a path that is taken, a hook that does not say who calls", () => {
    expect(() =>
      bot()
        .hook("/a", spec, () => {})
        .hook("/a", spec, () => {}),
    ).toThrow(MisuseError);
    expect(() => bot().hook("/a", {} as HookSpec, () => {})).toThrow(/does not say who may call it: add from: senders/);
  });
});

test("a plugin's hooks go with it, and all are listed with how they are doing", async () => {
  let list: () => readonly unknown[] = () => [];
  const ci = plugin({
    name: "ci",
    setup(bot) {
      list = () => bot.hooks();
      bot.hook("/ci", { from: senders.anyone("only the build network reaches it"), about: "Builds" }, () => {});
    },
  });
  await using town = await stage((given) => new Bot(given).plugin(ci).hook("/deployed", spec, () => {}), {
    callbackUrl: "http://bot/wright",
  });
  expect(town.log.find(({ message }) => message.includes("from anyone"))?.facts["hook"]).toBe("/ci");
  await call(town, json({}, {}));
  await call(town, { ...json({}, {}), path: "/ci" });
  expect(list()).toMatchObject([
    {
      owner: "ci",
      path: "/ci",
      url: "http://bot/wright/ci",
      about: "Builds",
      isKnown: false,
      handled: 1,
      lastStatus: 200,
    },
    { owner: "bot", path: "/deployed", sender: "bearer token", isKnown: true, handled: 0, refused: 1, lastStatus: 401 },
  ]);
  await town.stop();
  expect(list()).toHaveLength(1);
});
