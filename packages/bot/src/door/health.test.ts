/** What supervisors are told: that the process lives, and whether it can work. */
import { type Stage, stage } from "@matterwright/testing";
import { expect, test } from "vitest";
import { Bot, memoryDurable } from "../index.ts";

async function asked(town: Stage, path: string, method = "GET"): Promise<readonly [number, unknown]> {
  const answer = await town.bot.fetch(new Request(`http://bot${path}`, { method }));
  return [answer.status, await answer.json()];
}

test("a bot that is well is alive and ready", async () => {
  await using town = await stage((options) => new Bot(options));
  expect(await asked(town, "/livez")).toEqual([200, { status: "alive" }]);
  expect(await asked(town, "/readyz")).toEqual([200, { status: "ready" }]);
  expect((await town.bot.fetch(new Request("http://bot/readyz", { method: "HEAD" }))).status).toBe(200);
  expect((await asked(town, "/readyz", "POST"))[0]).toBe(404);
});

test("before its start and after its end it is alive and not ready", async () => {
  const early = new Bot({ url: "http://x", token: "t" });
  expect((await early.fetch(new Request("http://bot/livez"))).status).toBe(200);
  expect((await early.fetch(new Request("http://bot/readyz"))).status).toBe(503);
  await using town = await stage((options) => new Bot(options));
  await town.bot.stop();
  expect(await asked(town, "/readyz")).toEqual([
    503,
    { status: "not ready", reasons: ["the connection to Mattermost is not there (stopped)"] },
  ]);
  expect((await asked(town, "/livez"))[0]).toBe(200);
});

test("one whose token is refused, or that hears nothing, says so", async () => {
  await using town = await stage((options) => new Bot(options));
  await town.person("ann").calls(`POST /api/v4/bots/${town.town.bot.id}/disable`);
  await town.wait("40s");
  const [status, said] = await asked(town, "/readyz");
  expect([status, JSON.stringify(said)]).toEqual([503, expect.stringContaining("the server refuses the token")]);
});

/** The same thing but for a few of its parts. */
function instead<Thing extends object>(thing: Thing, parts: Partial<Thing>): Thing {
  return new Proxy(thing, {
    get(target, name: keyof Thing & string) {
      const part: unknown = parts[name] ?? target[name];
      return typeof part === "function" ? (part.bind(target) as unknown) : part;
    },
  });
}

test.each([
  ["cannot be read", () => Promise.reject(new Error("the password is swordfish")), "the store cannot be read"],
  ["does not answer", () => new Promise<never>(() => {}), "the store does not answer"],
])("one whose store %s says so, and no more than that", async (_what, broken, reason) => {
  let isBroken = false;
  await using town = await stage((options) => new Bot(options), {
    durable: (clock) => {
      const durable = memoryDurable(clock);
      const get = (key: string): Promise<unknown> => (isBroken && key === "readyz" ? broken() : durable.store.get(key));
      return instead(durable, { store: instead(durable.store, { get }) });
    },
  });
  await town.wait("2s");
  isBroken = true;
  const answer = asked(town, "/readyz");
  await town.wait("3s");
  expect(await answer).toEqual([503, { status: "not ready", reasons: [reason] }]);
  isBroken = false;
  await town.wait("2s");
  expect((await asked(town, "/readyz"))[0]).toBe(200);
});

test("behind a proxy that takes the path away, calls arrive without it, and the server is told the whole address", async () => {
  await using town = await stage((options) => new Bot({ ...options, callbackPath: "/" }), {
    callbackUrl: "http://bot/wright",
  });
  expect((await asked(town, "/livez"))[0]).toBe(200);
  expect((await asked(town, "/wright/livez"))[0]).toBe(404);
  expect(town.bot.status().callbacks.url).toBe("http://bot/wright/self-test");
});
