/** Pain 14: the server limits how much may be asked, broadcasts are half sent, and everybody waits behind them. */
import { Bot, type BotOptions } from "matterwright";
import { describe, expect, test } from "vitest";
import { type Stage, stage } from "../stage/stage.ts";

const LIMITED = { "RateLimitSettings.Enable": true } as const;
/** A bucket for each account, so that what people do takes nothing from the bot's. */
const BY_USER = { "RateLimitSettings.VaryByUser": true, "RateLimitSettings.VaryByRemoteAddr": false } as const;

/** A bot that answers `!ping` and can broadcast; what the server answered it is kept. */
function broadcaster(statuses: number[]): (options: BotOptions) => Bot {
  return ({ http, ...options }) => {
    const watched: NonNullable<BotOptions["http"]> = async (request) => {
      const response = await (http as NonNullable<BotOptions["http"]>)(request);
      statuses.push(response.status);
      return response;
    };
    const bot = new Bot({ ...options, http: watched });
    return bot.command("ping", { about: "Answer" }, (ctx) => ctx.reply("pong"));
  };
}

/** Sends so many posts at once, in the lane for what nobody waits for. Tells when the last has arrived. */
function broadcast({ bot, town, clock }: Stage, count: number): { readonly doneMs: Promise<number> } {
  const bulk = bot.rest.with({ lane: "bulk" });
  const sent = Array.from({ length: count }, (_, index) =>
    bulk.posts.create({
      channel_id: town.channels.ops.id,
      message: `Notice ${index}`,
      pending_post_id: `notice:${index}`,
    }),
  );
  return { doneMs: Promise.all(sent).then(() => clock.now()) };
}

const notices = ({ sim, town }: Stage): string[] =>
  (sim.world.postsOfChannel.get(town.channels.ops.id) ?? [])
    .map(({ message }) => message)
    .filter((message) => message.startsWith("Notice"));

describe("with the server's rate limit on, 10 a second and a burst of 100", () => {
  test("500 posts arrive within 3 % of the limiter's own time, in order, and nothing is refused", async () => {
    const statuses: number[] = [];
    await using town = await stage(broadcaster(statuses), { settings: { ...LIMITED, ...BY_USER } });
    const startMs = town.clock.now();
    const { doneMs } = broadcast(town, 500);
    await town.wait("60s");
    const ownMs = (statuses.length - 101) * 100;
    expect((await doneMs) - startMs).toBeLessThanOrEqual(ownMs * 1.03);
    expect((await doneMs) - startMs).toBeGreaterThan(ownMs * 0.97);
    expect(notices(town)).toEqual(Array.from({ length: 500 }, (_, index) => `Notice ${index}`));
    expect(statuses.filter((status) => status === 429)).toEqual([]);
  });

  test("who asks meanwhile is answered in less than half a second", async () => {
    const statuses: number[] = [];
    await using town = await stage(broadcaster(statuses), { settings: { ...LIMITED, ...BY_USER } });
    const ann = town.person("ann");
    const { doneMs } = broadcast(town, 500);
    const tookMs: number[] = [];
    for (let round = 0; round < 12; round++) {
      await town.wait("2700ms");
      const askedMs = town.clock.now();
      const before = ann.posts.filter(({ message }) => message === "pong").length;
      await ann.says("!ping", { in: "town-square" });
      while (ann.posts.filter(({ message }) => message === "pong").length === before) await town.wait("10ms");
      tookMs.push(town.clock.now() - askedMs);
    }
    await town.wait("60s");
    await doneMs;
    expect(Math.max(...tookMs)).toBeLessThan(500);
    expect(statuses.filter((status) => status === 429)).toEqual([]);
  });

  test("others behind the same address cost refusals, but no post and no connection", async () => {
    const statuses: number[] = [];
    await using town = await stage(broadcaster(statuses), { settings: LIMITED });
    const { doneMs } = broadcast(town, 200);
    // Somebody else takes most of what the limiter gives.
    const noise = { method: "GET", target: "/api/v4/system/ping", headers: {} };
    for (let second = 0; second < 60; second++) {
      for (let call = 0; call < 6; call++) await town.sim.handle(noise);
      await town.wait("1s");
    }
    await doneMs;
    expect(notices(town)).toEqual(Array.from({ length: 200 }, (_, index) => `Notice ${index}`));
    expect(statuses.filter((status) => status === 429).length).toBeLessThan(20);
    expect(town.bot.status()).toMatchObject({ link: "live", reconnects: 0 });
  });
});

test("a server that refuses everything for a while is asked again when it said, and its connection is kept", async () => {
  const statuses: number[] = [];
  let refusing = false;
  let asked = 0;
  await using town = await stage(({ http, ...options }) => {
    const moody: NonNullable<BotOptions["http"]> = (request) => {
      if (!refusing) return (http as NonNullable<BotOptions["http"]>)(request);
      asked++;
      const none = (): never => {
        throw new Error("plain text has no pieces here");
      };
      const headers = { "retry-after": "7", "content-type": "text/plain" };
      return Promise.resolve({ status: 429, headers, text: () => Promise.resolve("limit exceeded\n"), bytes: none });
    };
    return broadcaster(statuses)({ ...options, http: moody });
  });
  refusing = true;
  const ann = town.person("ann");
  await ann.says("!ping", { in: "ops" });
  await ann.says("!ping", { in: "town-square" });
  await town.wait("6900ms");
  expect(asked).toBeLessThanOrEqual(2);
  refusing = false;
  await town.wait("200ms");
  expect(ann.sees).toBe("pong");
  expect(town.bot.status()).toMatchObject({ link: "live", reconnects: 0, failures: 0 });
});
