/** Two processes that are one bot, on one store: one does what both hear, and the other takes over where it ended. */
import { type Stage, httpInto, socketInto, stage } from "@matterwright/testing";
import { afterEach, describe, expect, test } from "vitest";
import { Bot, type BotOptions, type Durable, StoreUnavailableError, memoryDurable, senders } from "../index.ts";

let second: Bot | undefined;

afterEach(async () => {
  await second?.stop({ drainMs: 0 });
  second = undefined;
});

/** Counts what it was told to count, and says so once for each. */
const counting = (options: BotOptions): Bot =>
  new Bot({ ...options, storm: { repliesPerMinute: 1_000 } })
    .hears(/^count (\d+)$/, (ctx, [, n]) => ctx.reply(`counted ${n}`, { durable: true }))
    .hears("ping", (ctx) => ctx.reply("pong"));

/** A town whose bot shares its store. */
const sharing = (make: (options: BotOptions) => Bot = counting): Promise<Stage> =>
  stage(make, { durable: (clock) => Object.assign(memoryDurable(clock), { isShared: true }) });

/** Starts the other process. It lives until the test ends. */
async function joined(town: Stage, make = counting, durable: Durable = town.durable): Promise<Bot> {
  const { clock, sim } = town;
  second = make({
    url: "http://simulator",
    token: town.town.bot.token,
    clock,
    http: httpInto(sim),
    connect: socketInto(sim),
    durable,
    random: () => 0.3,
  });
  const started = second.start();
  await town.wait(1_000);
  await started;
  return second;
}

function answers(town: Stage): string[] {
  const posts = town.person("ann").posts.filter(({ user_id: author }) => author === town.town.bot.id);
  return posts.map(({ message }) => message);
}

/** Lets seconds pass although somebody is at work all the time. */
async function passing(town: Stage, seconds: number): Promise<void> {
  for (let n = 0; n < seconds; n++) {
    town.clock.advance(1_000);
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
  }
}

const wanted = (count: number): string[] => Array.from({ length: count }, (_, n) => `counted ${n}`);

describe("two replicas", () => {
  test("answer once, whichever way the answer goes", async () => {
    await using town = await sharing();
    await joined(town);
    await town.person("ann").says("ping");
    await town.person("ann").says("count 0");
    await town.wait("1m");
    expect(answers(town)).toEqual(["pong", "counted 0"]);
    expect(second?.status().handled).toBe(0);
  });

  test("take over within 12 seconds of a death in the middle of a burst, and everything is answered once", async () => {
    await using town = await sharing();
    await joined(town);
    const ben = town.sim.person("ben");
    town.life.endAfter(150);
    for (let n = 0; n < 100; n++) await ben.says(`count ${n}`);
    await town.wait("10s");
    expect(town.life.isOver).toBe(true);
    for (let n = 100; n < 120; n++) await ben.says(`count ${n}`);
    await town.wait("2s");
    // Whoever died may have claimed something to send: the next one waits until that claim runs out.
    await town.wait("3m");
    expect(second?.status().handled).toBeGreaterThan(20);
    expect(answers(town).toSorted()).toEqual(wanted(120).toSorted());
  });

  test("hand over at once when the leader is stopped", async () => {
    await using town = await sharing();
    await joined(town);
    await town.stop();
    await town.person("ben").says("ping");
    await town.wait("2s");
    expect(answers(town)).toEqual(["pong"]);
  });

  test("hand over at once although the leader was just about to renew its lead when it was stopped", async () => {
    const gate = Promise.withResolvers<void>();
    let isHeldUp = false;
    const make = (options: BotOptions): Bot => {
      const { durable } = options as { durable: Durable };
      const { lease } = durable;
      const renew: typeof lease.renew = async (held, ttlMs) => {
        if (isHeldUp) await gate.promise;
        return lease.renew(held, ttlMs);
      };
      return counting({ ...options, durable: { ...durable, lease: { ...lease, renew } } });
    };
    await using town = await sharing(make);
    await joined(town);
    isHeldUp = true;
    await town.wait("3s");
    await town.bot.stop();
    gate.resolve();
    await town.rest();
    await town.sim.person("ben").says("ping");
    await town.wait("2s");
    expect(answers(town)).toEqual(["pong"]);
  });

  test("one that could not reach the store for a while does what it had to leave, when nobody else has led", async () => {
    let isCutOff = false;
    const make = (options: BotOptions): Bot => {
      const { durable } = options as { durable: Durable };
      const { lease } = durable;
      const renew: typeof lease.renew = (held, ttlMs) =>
        isCutOff ? Promise.reject(new Error("no route to the store")) : lease.renew(held, ttlMs);
      return counting({ ...options, durable: { ...durable, lease: { ...lease, renew } } });
    };
    await using town = await sharing(make);
    const ben = town.sim.person("ben");
    isCutOff = true;
    await town.wait("15s");
    await ben.says("count 0");
    await ben.says("ping");
    await town.wait("5s");
    expect(answers(town)).toEqual([]);
    isCutOff = false;
    await town.wait("5s");
    expect(answers(town).toSorted()).toEqual(["counted 0", "pong"]);
  });

  test("one that cannot reach the store stops by itself, before the other begins", async () => {
    let isCutOff = false;
    const slow: (() => void)[] = [];
    const make = (options: BotOptions): Bot => {
      const { durable } = options as { durable: Durable };
      const cut = <Value>(call: () => Promise<Value>): Promise<Value> =>
        isCutOff ? Promise.reject(new Error("no route to the store")) : call();
      const { lease } = durable;
      return counting({
        ...options,
        durable: {
          ...durable,
          lease: { ...lease, renew: (held, ttl) => cut(() => lease.renew(held, ttl)) },
        },
      }).hears("slow", async (ctx) => {
        await new Promise<void>((resolve) => slow.push(resolve));
        await ctx.reply("done slowly");
      });
    };
    await using town = await sharing(make);
    const quick = (options: BotOptions): Bot => counting(options).hears("slow", (ctx) => ctx.reply("done quickly"));
    await joined(town, quick);
    const ben = town.sim.person("ben");
    await ben.says("slow");
    await passing(town, 0);
    isCutOff = true;
    await passing(town, 13);
    for (const end of slow) end();
    await ben.says("ping");
    await passing(town, 1);
    expect(answers(town)).toEqual(["done quickly", "pong"]);
    expect(town.log.map(({ message }) => message)).toContain("an update is another process's to do");
  });

  test("both take calls over HTTP, whoever leads, and keep what the calls bring once", async () => {
    const secret = "a secret that two of them know";
    const deploying = (options: BotOptions): Bot =>
      counting(options).hook("/deployed", { from: senders.bearer(secret), deliveryId: String }, (ctx, body) =>
        ctx.to("~town-square").post(`deployed ${String(body)}`, { durable: true }),
      );
    await using town = await sharing(deploying);
    const standby = await joined(town, deploying);
    const call = async (bot: Bot, service: string): Promise<number> => {
      const headers = { authorization: `Bearer ${secret}`, "content-type": "application/json" };
      const request = new Request("http://bot/deployed", { method: "POST", headers, body: JSON.stringify(service) });
      return (await bot.fetch(request)).status;
    };
    expect(await Promise.all([call(standby, "api"), call(town.bot, "web")])).toEqual([200, 200]);
    // Whoever calls again reaches another process.
    expect(await call(town.bot, "api")).toBe(200);
    await call(standby, "db");
    await town.rest();
    expect(answers(town).toSorted()).toEqual(["deployed api", "deployed db", "deployed web"]);
    expect(standby.status().handled).toBe(2);
  });

  describe("on a store", () => {
    /** The stage's engine, with something done to its transactions and leases. */
    const troubled = (trouble: (call: () => Promise<unknown>) => Promise<unknown>) => (options: BotOptions) => {
      const { durable } = options as { durable: Durable };
      const { lease } = durable;
      return counting({
        ...options,
        durable: {
          ...durable,
          lease: { ...lease, renew: (...given) => trouble(() => lease.renew(...given)) as never },
          transaction: (...given) => trouble(() => durable.transaction(...given)) as never,
        },
      });
    };
    const lost = new StoreUnavailableError("the connection ended");
    const away = new StoreUnavailableError("nobody listens", { isSure: true });

    test("whose answers are lost do once, and say so once, what was written all the same", async () => {
      let isLosing = false;
      const make = troubled(async (call) => {
        const value = await call();
        if (!isLosing) return value;
        isLosing = false;
        throw lost;
      });
      await using town = await sharing(make);
      const ben = town.sim.person("ben");
      isLosing = true;
      await ben.says("count 0");
      await town.wait("1m");
      expect(answers(town)).toEqual(["counted 0"]);
    });

    test("that is away before anybody knows say nothing until it is known", async () => {
      let state: "well" | "losing" | "away" = "well";
      const make = troubled(async (call) => {
        if (state === "away") throw away;
        const value = await call();
        if (state === "well") return value;
        state = "away";
        throw lost;
      });
      await using town = await sharing(make);
      const ben = town.sim.person("ben");
      state = "losing";
      await ben.says("count 0");
      await town.wait("6s");
      state = "well";
      await town.wait("1m");
      expect(answers(town)).toEqual(["counted 0"]);
    });

    test("that is away for a while never do what one of them refused, also when that one dies afterwards", async () => {
      let isAway = false;
      await using town = await sharing(troubled((call) => (isAway ? Promise.reject(away) : call())));
      await joined(town);
      isAway = true;
      await town.sim.person("ben").says("count 0");
      await town.wait("4s");
      isAway = false;
      await town.wait("2s");
      town.life.endAfter(0);
      await town.wait("1m");
      await town.sim.person("ben").says("count 1");
      await town.wait("1m");
      expect(second?.status().handled).toBe(1);
      expect(answers(town)).toEqual([expect.stringMatching(/^I cannot write anything down just now/), "counted 1"]);
    });

    test("that is away for longer than they lead do later what nobody was told anything about", async () => {
      let isAway = false;
      await using town = await sharing(troubled((call) => (isAway ? Promise.reject(lost) : call())));
      const ben = town.sim.person("ben");
      isAway = true;
      await ben.says("count 0");
      await town.wait("45s");
      expect(answers(town)).toEqual([]);
      isAway = false;
      await town.wait("1m");
      expect(answers(town)).toEqual(["counted 0"]);
    });

    test("that is away for long do not do later what they refused, and do what they are told then", async () => {
      let isAway = false;
      await using town = await sharing(troubled((call) => (isAway ? Promise.reject(away) : call())));
      const ben = town.sim.person("ben");
      isAway = true;
      await ben.says("count 0");
      await town.wait("5s");
      expect(answers(town)).toEqual([
        expect.stringMatching(/^I cannot write anything down just now, so I did not do it.* Ref /),
      ]);
      await town.wait("15s");
      isAway = false;
      await town.wait("1m");
      await ben.says("count 1");
      await town.wait("1m");
      expect(answers(town)).toEqual([expect.stringMatching(/^I cannot/), "counted 1"]);
    });
  });
});
