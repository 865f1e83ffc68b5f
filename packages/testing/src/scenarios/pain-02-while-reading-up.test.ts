/** Pain 2, the harder part: troubles that come while what was missed is being read up. Nothing is lost, doubled or put out of order. */
import { sleep } from "@matterwright/clock";
import { Bot, type BotOptions } from "matterwright";
import { describe, expect, test } from "vitest";
import { type Stage, stage } from "../index.ts";
import { Line } from "./line.ts";

type Http = NonNullable<BotOptions["http"]>;
type Request = Parameters<Http>[0];

/** Remembers what it heard, however long ago that was said. */
class Ears {
  readonly heard: string[] = [];
  /** Stands between the bot and the server. */
  http: (request: Request, next: () => ReturnType<Http>) => ReturnType<Http> = (_request, next) => next();

  readonly bot = ({ http, ...options }: BotOptions): Bot =>
    new Bot({
      ...options,
      http: (request) => this.http(request, () => (http as Http)(request)),
    }).on("message", (ctx) => void this.heard.push(ctx.text), { replay: "always" });
}

const isListing = ({ url }: Request): boolean => url.endsWith("/users/me/channels");

test("what the bot itself says in a channel that is not read up yet hides nothing that was said there before", async () => {
  const ears = new Ears();
  await using town = await stage(ears.bot);
  const ann = town.person("ann");
  await ann.says("before", { in: "ops" });
  await town.wait("5m");
  await town.stop();
  await ann.says("missed");
  await town.wait("5m");
  const slow = Promise.withResolvers<void>();
  ears.http = async (request, next) => {
    if (isListing(request)) await slow.promise;
    return next();
  };
  await town.restart();
  await town.bot.rest.posts.create({ channel_id: town.town.channels.ops.id, message: "good morning" });
  await town.rest();
  slow.resolve();
  await town.wait("1m");
  expect(ears.heard).toEqual(["before", "missed"]);
});

test("a 401 by the way, which the next call knows nothing of, does not end the reading", async () => {
  const ears = new Ears();
  await using town = await stage(ears.bot);
  const ann = town.person("ann");
  await town.stop();
  await ann.says("missed");
  let isFirst = true;
  ears.http = (request, next) => {
    if (!isListing(request) || !isFirst) return next();
    isFirst = false;
    const said = {
      id: "api.context.session_expired.app_error",
      message: "Invalid or expired session",
      status_code: 401,
    };
    // eslint-disable-next-line typescript/require-await -- an async generator is the shape that is asked for
    const bytes = async function* (): AsyncGenerator<Uint8Array> {};
    return Promise.resolve({ status: 401, headers: {}, text: () => Promise.resolve(JSON.stringify(said)), bytes });
  };
  await town.restart();
  await ann.says("now");
  await town.wait("1m");
  expect(ears.heard).toEqual(["missed", "now"]);
});

test("as long as what was missed cannot be read up, the status says so", async () => {
  const ears = new Ears();
  await using town = await stage(ears.bot);
  await town.stop();
  const fault = town.sim.faults.requests.status(502, { on: "GET */users/me/channels", times: 1_000, of: "wright" });
  await town.restart();
  await town.wait("1m");
  expect(town.bot.status()).toMatchObject({
    link: "degraded",
    linkReason: expect.stringMatching(
      /^what was missed cannot be read up, and what comes in waits: GET .*\(502\)/,
    ) as string,
  });
  fault.end();
  await town.wait("2m");
  expect(town.bot.status()).toMatchObject({ link: "live", linkReason: "" });
});

test("a look whether anything was missed in silence holds nothing up when the server does not answer it", async () => {
  const ears = new Ears();
  await using town = await stage(ears.bot);
  await town.wait("9m");
  const fault = town.sim.faults.requests.status(502, { on: "GET *", times: Infinity, of: "wright" });
  await town.wait("2m");
  await town.person("ann").says("now");
  expect(ears.heard).toEqual(["now"]);
  expect(fault.hits).toBeGreaterThan(0);
  expect(town.log.filter(({ level }) => level === "warn")).toEqual([]);
});

test("what waits while the server answers nothing is let go when there is too much of it, and read up in order", async () => {
  const ears = new Ears();
  await using town = await stage(ears.bot);
  const ann = town.sim.person("ann");
  const { id } = town.town.channels.ops;
  await town.wait("1m");
  await town.stop();
  town.sim.faults.requests.status(502, { on: "GET */users/me/channels", times: 20, of: "wright" });
  await town.restart();
  const said = Array.from({ length: 10_500 }, (_, n) => `m${n}`);
  for (const message of said) {
    await ann.calls("POST /api/v4/posts", { channel_id: id, message });
    town.clock.advance(1);
  }
  await town.wait("30m");
  expect(ears.heard).toEqual(said);
  expect(town.log.some(({ message }) => message.includes("it will be read up instead"))).toBe(true);
}, 60_000);

test("a second gap while slow handlers are still busy with the first changes no order", async () => {
  const heard: string[] = [];
  const line = new Line();
  await using town = await stage((options) =>
    new Bot({ ...line.into(options), waitingPerConversation: 5 }).on(
      "message",
      async (ctx) => {
        await sleep(options.clock!, 1_000);
        heard.push(ctx.text);
      },
      { replay: "always" },
    ),
  );
  const ben = town.sim.person("ben");
  const root = await ben.says("m0", { in: "ops" });
  const said = ["m0"];
  const says = async (count: number): Promise<void> => {
    for (let n = 0; n < count; n++) {
      await ben.says(`m${said.length}`, { thread: root });
      said.push(`m${said.length}`);
      town.clock.advance(1);
    }
  };
  await town.wait("10s");
  line.isRefusing = true;
  line.cut();
  // More than the server can resume.
  await town.wait("1s");
  town.sim.faults.lines.expire();
  await says(40);
  line.isRefusing = false;
  await town.wait("20s");
  line.cut();
  town.sim.faults.lines.expire();
  await says(20);
  await town.wait("3s");
  await says(5);
  await town.wait("5m");
  expect(heard).toEqual(said);
});

describe("a gap of more than a thousand posts", () => {
  const COUNT = 1_300;

  /** The bot is away while much is said in a channel. `meanwhile` is called before each page is answered. */
  async function muchIsMissed(ears: Ears, meanwhile: (town: Stage, request: Request) => unknown): Promise<string[]> {
    await using town = await stage(ears.bot);
    const { id } = town.town.channels.ops;
    const ann = town.sim.person("ann");
    await ann.says("first", { in: "ops" });
    await town.wait("5m");
    await ann.says("second");
    await town.wait("5m");
    await town.stop();
    for (let n = 0; n < COUNT; n++) {
      await ann.calls("POST /api/v4/posts", { channel_id: id, message: `m${n}` });
      town.clock.advance(1);
    }
    ears.http = async (request, next) => {
      if (request.url.includes("per_page=")) await meanwhile(town, request);
      return next();
    };
    ears.heard.length = 0;
    await town.restart();
    return Array.from({ length: COUNT }, (_, n) => `m${n}`);
  }

  test("is read from the post that was handled last", async () => {
    const ears = new Ears();
    expect(await muchIsMissed(ears, () => {})).toEqual(ears.heard);
  });

  test("is read backwards when the server has erased that post", async () => {
    const ears = new Ears();
    const said = await muchIsMissed(ears, (_town, request) => {
      if (request.url.includes("after="))
        Object.assign(request, { url: request.url.replace(/after=\w+/, "after=erasedaaaaaaaaaaaaaaaaaaaa") });
    });
    expect(ears.heard).toEqual(said);
  });

  test("is read whole though posts of it are deleted while it is read backwards", async () => {
    const ears = new Ears();
    const deleted = new Set<string>();
    const said = await muchIsMissed(ears, async (town, request) => {
      if (request.url.includes("after="))
        Object.assign(request, { url: request.url.replace(/after=\w+/, "after=erasedaaaaaaaaaaaaaaaaaaaa") });
      // After the first page, somebody deletes from it.
      if (!request.url.includes("page=1") || deleted.size > 0) return;
      for (const message of [`m${COUNT - 3}`, `m${COUNT - 10}`]) {
        deleted.add(message);
        const post = [...town.sim.world.posts.values()].find((each) => each.message === message);
        await town.sim.person("ann").calls(`DELETE /api/v4/posts/${post?.id}`);
      }
    });
    expect(deleted.size).toBe(2);
    expect(ears.heard.filter((text) => !deleted.has(text))).toEqual(said.filter((text) => !deleted.has(text)));
  });
});

test("that the bot came into a channel or was taken out of it is told once, heard live or not", async () => {
  const told: string[] = [];
  await using town = await stage((options) =>
    new Bot(options).on("invited", () => void told.push("in")).on("removed", () => void told.push("out")),
  );
  const ann = town.person("ann");
  const { channels, bot } = town.town;
  const members = `/api/v4/channels/${channels["off-topic"].id}/members`;
  await ann.calls(`DELETE ${members}/${bot.id}`);
  await town.wait("11m");
  await town.restart();
  expect(told).toEqual(["out"]);
  await ann.calls(`POST ${members}`, { user_id: bot.id });
  await town.wait("11m");
  await town.restart();
  expect(told).toEqual(["out", "in"]);
});
