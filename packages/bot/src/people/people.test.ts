import { createRest } from "@matterwright/client";
import { ManualClock } from "@matterwright/clock";
import { type Stage, httpInto, stage } from "@matterwright/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { secondBot } from "../../test/second-bot.ts";
import { Bot } from "../bot.ts";
import type { BotOptions } from "../options.ts";
import { Memory } from "./memory.ts";

interface Watched {
  readonly town: Stage;
  /** What the bot asked the server, newest last. */
  readonly asked: string[];
  /** The bot as an administrator would use the same server. */
  readonly ann: Bot["rest"];
}

async function watched(): Promise<Watched> {
  const asked: string[] = [];
  const town = await stage(({ http, ...options }: BotOptions) => {
    const watching: NonNullable<BotOptions["http"]> = (request) => {
      asked.push(`${request.method} ${new URL(request.url).pathname.slice("/api/v4".length)}`);
      return (http as NonNullable<BotOptions["http"]>)(request);
    };
    return new Bot({ ...options, http: watching }).on("reaction", () => {});
  });
  const { token } = await town.bot.rest.users.login("ann", "matterwright");
  const ann = createRest({ url: "http://simulator", token, http: httpInto(town.sim) });
  asked.length = 0;
  return { town, asked, ann };
}

describe("what the bot knows", () => {
  test("is asked for once, also by many at the same time", async () => {
    const { town, asked } = await watched();
    const { people } = town.bot;
    const { ben } = town.town.people;
    await Promise.all(Array.from({ length: 20 }, () => people.user(ben.id)));
    await people.user(ben.id);
    await people.userNamed("ben");
    await people.userNamed("ben");
    expect(asked).toEqual([`GET /users/${ben.id}`, "GET /users/username/ben"]);
    await town[Symbol.asyncDispose]();
  });

  test("of several people is asked for at once, by their names", async () => {
    const { town, asked } = await watched();
    const { people } = town.bot;
    await people.meetNamed(["ben", "cat", "nobody", "ben"]);
    expect((await people.userNamed("ben")).id).toBe(town.town.people.ben.id);
    expect((await people.user(town.town.people.cat.id)).username).toBe("cat");
    await people.meetNamed(["cat"]);
    expect(asked).toEqual(["POST /users/usernames"]);
    await town[Symbol.asyncDispose]();
  });

  test("of a user is true after a change of name, by id and by either name", async () => {
    const { town, ann } = await watched();
    const { people } = town.bot;
    const { ben } = town.town.people;
    expect((await people.userNamed("ben")).id).toBe(ben.id);
    await ann.call("PUT", `/api/v4/users/${ben.id}/patch`, { body: { username: "benjamin" } });
    await town.rest();
    expect((await people.user(ben.id)).username).toBe("benjamin");
    expect((await people.userNamed("benjamin")).id).toBe(ben.id);
    await expect(people.userNamed("ben")).rejects.toThrow("/users/username/ben");
    await town[Symbol.asyncDispose]();
  });

  test("of a channel is true after a change, when it is archived, and when another takes its name", async () => {
    const { town, ann } = await watched();
    const { people } = town.bot;
    const { team, channels } = town.town;
    const ops = await people.channelNamed(team.id, "ops");
    await ann.channels.patch(ops.id, { header: "New" });
    await town.rest();
    expect((await people.channel(ops.id)).header).toBe("New");
    await ann.channels.archive(ops.id);
    await town.rest();
    await expect(people.channelNamed(team.id, "ops")).rejects.toThrow("/channels/name/ops");
    await ann.channels.restore(ops.id);
    await town.rest();
    expect((await people.channelNamed(team.id, "ops")).id).toBe(channels.ops.id);
    await ann.channels.patch(ops.id, { name: "operations" });
    await town.rest();
    await expect(people.channelNamed(team.id, "ops")).rejects.toThrow("/channels/name/ops");
    expect((await people.channelNamed(team.id, "operations")).id).toBe(ops.id);
    await town[Symbol.asyncDispose]();
  });

  test("of a membership is true when somebody comes and goes", async () => {
    const { town, asked, ann } = await watched();
    const { people } = town.bot;
    const { people: folk, channels } = town.town;
    const isIn = async (): Promise<boolean> => (await people.member(channels.ops.id, folk.ben.id)) !== undefined;
    expect([await isIn(), await isIn()]).toEqual([true, true]);
    expect(asked).toHaveLength(1);
    await ann.channels.removeMember(channels.ops.id, folk.ben.id);
    await town.rest();
    expect([await isIn(), await isIn()]).toEqual([false, false]);
    await ann.channels.addMember(channels.ops.id, folk.ben.id);
    await town.rest();
    expect(await isIn()).toBe(true);
    await ann.teams.removeMember(town.town.team.id, folk.ben.id);
    await town.rest();
    expect(await isIn()).toBe(false);
    await town[Symbol.asyncDispose]();
  });

  test("of its own teams is true when it is added to one and leaves it", async () => {
    const { town, ann } = await watched();
    const { people, me } = town.bot;
    const names = async (): Promise<string[]> => (await people.myTeams()).map(({ name }) => name).toSorted();
    expect(await names()).toEqual(["demo"]);
    const other = await ann.teams.create({ name: "other", display_name: "Other", type: "O" });
    await ann.teams.addMember(other.id, me.id);
    await town.rest();
    expect(await names()).toEqual(["demo", "other"]);
    await ann.teams.removeMember(other.id, me.id);
    await town.rest();
    expect(await names()).toEqual(["demo"]);
    await town[Symbol.asyncDispose]();
  });

  test("is asked for again after a while, because not everything is told", async () => {
    const { town, asked } = await watched();
    const { people } = town.bot;
    const { ben } = town.town.people;
    await people.user(ben.id);
    await town.wait("9min");
    await people.user(ben.id);
    expect(asked).toHaveLength(1);
    await town.wait("1min");
    await people.user(ben.id);
    expect(asked.filter((call) => call === `GET /users/${ben.id}`)).toHaveLength(2);
    await town[Symbol.asyncDispose]();
  });

  test("is asked for again when events were lost", async () => {
    const { town, asked } = await watched();
    const { people } = town.bot;
    const { ben } = town.town.people;
    await people.user(ben.id);
    people.missedNews();
    await people.user(ben.id);
    expect(asked).toHaveLength(2);
    await town[Symbol.asyncDispose]();
  });

  test("does not hold a failure", async () => {
    const { town } = await watched();
    const { people } = town.bot;
    const missing = "z".repeat(26);
    await expect(people.user(missing)).rejects.toThrow(missing);
    await expect(people.user(missing)).rejects.toThrow(missing);
    await town[Symbol.asyncDispose]();
  });
});

describe("a memory", () => {
  test("never holds more than fits, and forgets what was unused longest", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 200 }), async (keys) => {
        const memory = new Memory<number>({ clock: new ManualClock(), most: 5, maxAgeMs: 1 });
        const recent: number[] = [];
        for (const key of keys) {
          let isAsked = false;
          await memory.get(String(key), () => Promise.resolve(((isAsked = true), key)));
          expect(isAsked).toBe(!recent.includes(key));
          if (recent.includes(key)) recent.splice(recent.indexOf(key), 1);
          recent.push(key);
          if (recent.length > 5) recent.shift();
          expect(memory.size).toBe(recent.length);
        }
      }),
    );
  });
});

test("a start asks the same of a server with a few users and of one with many", async () => {
  const starts: string[][] = [];
  for (const users of [0, 1_000]) {
    const town = await stage((options) => new Bot(options));
    const { token } = await town.bot.rest.users.login("ann", "matterwright");
    const http = httpInto(town.sim);
    const ann = createRest({ url: "http://simulator", token, http });
    for (let user = 0; user < users; user++) {
      const body = { username: `user${user}`, email: `user${user}@example.com`, password: "a-password" };
      const { id } = await ann.call<{ id: string }>("POST", "/api/v4/users", { body });
      await ann.teams.addMember(town.town.team.id, id);
    }
    const asked: string[] = [];
    const other = await secondBot(town, "newcomer", (options) => {
      const watching: NonNullable<BotOptions["http"]> = async (request) => {
        const response = await http(request);
        asked.push(`${request.method} ${new URL(request.url).pathname}`);
        return response;
      };
      return new Bot({ ...options, admins: ["ann"], http: watching });
    });
    starts.push(asked);
    await other.stop({ drainMs: 0 });
    await town[Symbol.asyncDispose]();
  }
  expect(starts[0]).toEqual(["GET /api/v4/users/me", "POST /api/v4/users/usernames", "GET /api/v4/users/me/channels"]);
  expect(starts[1]).toEqual(starts[0]);
});

describe("several in one process", () => {
  const pong = (options: BotOptions): Bot =>
    new Bot({ ...options, storm: { repliesPerMinute: 2 } }).command("ping", { about: "Answer" }, (ctx) =>
      ctx.reply("pong"),
    );

  test("bots on one server each answer for themselves, and the end of one is not that of the other", async () => {
    await using town = await stage(pong);
    const other = await secondBot(town, "other", pong);
    const ann = town.person("ann");
    const answersOf = (username: string): number =>
      ann.posts.filter((post) => post.message === "pong" && town.sim.world.user(post.user_id)?.username === username)
        .length;
    await ann.says("!ping", { in: "ops" });
    expect([answersOf("wright"), answersOf("other")]).toEqual([1, 1]);
    await other.stop({ drainMs: 0 });
    await ann.says("!ping", { in: "ops" });
    expect([answersOf("wright"), answersOf("other")]).toEqual([2, 1]);
    expect(town.bot.status().link).toBe("live");
  });

  test("bots on a server that counts each account by itself do not slow each other", async () => {
    const settings = { "RateLimitSettings.Enable": true, "RateLimitSettings.VaryByUser": true } as const;
    let clock: BotOptions["clock"];
    const first = (options: BotOptions): Bot => {
      ({ clock } = options);
      return pong(options);
    };
    await using town = await stage(first, { settings: { ...settings, "RateLimitSettings.VaryByRemoteAddr": false } });
    // One clock is one process.
    const other = await secondBot(town, "other", (options) => pong({ ...options, ...(clock && { clock }) }));
    const channel_id = town.town.channels.ops.id;
    const broadcast = async (bot: Bot, count: number): Promise<number> => {
      const startMs = town.clock.now();
      const { posts } = bot.rest.with({ lane: "bulk" });
      await Promise.all(Array.from({ length: count }, () => posts.create({ channel_id, message: "Notice" })));
      return town.clock.now() - startMs;
    };
    const busy = broadcast(town.bot, 300);
    await town.wait("5s");
    const idle = broadcast(other, 80);
    await town.wait("25s");
    expect(await idle).toBeLessThan(1_000);
    // Beyond the hundred calls that go at once, ten a second.
    expect(await busy).toBeLessThan(21_500);
    await other.stop({ drainMs: 0 });
  });

  test("servers of the same address and different times share neither caches, nor pauses, nor storms", async () => {
    await using here = await stage(pong);
    const settings = { "RateLimitSettings.Enable": true, "RateLimitSettings.MaxBurst": 10 };
    await using there = await stage(pong, { settings });
    const flood = Promise.all(Array.from({ length: 30 }, () => there.bot.rest.users.me()));
    await there.rest();
    const startMs = here.clock.now();
    const ben = here.person("ben");
    await ben.says("!ping", { in: "ops" });
    expect(ben.sees).toBe("pong");
    expect(here.clock.now()).toBe(startMs);
    for (let ask = 0; ask < 3; ask++) await ben.says("!ping", { in: "ops" });
    expect(here.bot.storms.muted).toHaveLength(1);
    expect(there.bot.storms.muted).toEqual([]);
    expect((await here.bot.people.userNamed("ben")).id).toBe(here.town.people.ben.id);
    await there.wait("10s");
    expect(await flood).toHaveLength(30);
    expect((await there.bot.people.userNamed("ben")).id).toBe(there.town.people.ben.id);
    expect(here.town.people.ben.id).not.toBe(there.town.people.ben.id);
  });
});
