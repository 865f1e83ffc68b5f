/** The door alone: what it lets in, and what it answers to everything else. */
import { ManualClock } from "@matterwright/clock";
import { stage } from "@matterwright/testing";
import { expect, test } from "vitest";
import { Bot, type Installable, type Route } from "../index.ts";

const at = (path: string): string => `http://bot/wright${path}`;
const post = (path: string, body = ""): Request => new Request(at(path), { method: "POST", body });

async function door(...routes: readonly Route[]) {
  const answering: Installable = {
    install: (workplace) => {
      const ends = routes.map((route) => workplace.route(route));
      return () => ends.forEach((end) => end());
    },
  };
  return stage((options) => new Bot(options).use(answering), { callbackUrl: "http://bot/wright" });
}

const echo: Route = { path: "/echo", bodyMaxBytes: 10, handle: (call) => new Response(call.text()) };

test("a route is given the body; a call of any other path or method finds nothing", async () => {
  await using town = await door(echo);
  const answers = [post("/echo", "hello"), post("/other"), new Request(at("/echo")), new Request("http://bot/echo")];
  const statuses = await Promise.all(answers.map(async (request) => (await town.bot.fetch(request)).status));
  expect(statuses).toEqual([200, 404, 404, 404]);
  expect(await (await town.bot.fetch(post("/echo", "hello"))).text()).toBe("hello");
});

test("a body of more than is allowed is refused, whether it says how long it is or not", async () => {
  await using town = await door(echo);
  const streamed = new Request(at("/echo"), {
    method: "POST",
    body: new Blob(["x".repeat(20)]).stream(),
    duplex: "half",
  } as never);
  const answers = await Promise.all([post("/echo", "x".repeat(20)), streamed].map((each) => town.bot.fetch(each)));
  expect(answers.map(({ status }) => status)).toEqual([413, 413]);
});

test("a body that never comes and a handler that never ends are given up", async () => {
  const never: Route = { path: "/never", timeoutMs: 5_000, handle: () => new Promise(() => {}) };
  await using town = await door(never, { ...echo, timeoutMs: 5_000 });
  const stuck = new Request(at("/echo"), { method: "POST", body: new ReadableStream(), duplex: "half" } as never);
  const answers = Promise.all([post("/never"), stuck].map((each) => town.bot.fetch(each)));
  await town.wait("5s");
  expect((await answers).map(({ status }) => status)).toEqual([503, 408]);
});

test("what a handler throws is in the log and not in the answer", async () => {
  await using town = await door({
    path: "/fails",
    handle: () => {
      throw new Error("the password is swordfish");
    },
  });
  const answer = await town.bot.fetch(post("/fails"));
  expect([answer.status, await answer.text()]).toEqual([500, expect.not.stringContaining("swordfish")]);
  expect(town.log.find(({ level }) => level === "error")?.facts).toMatchObject({ path: "/fails" });
});

test("a bot that has stopped says so", async () => {
  await using town = await door(echo);
  await town.stop();
  expect((await town.bot.fetch(post("/echo"))).status).toBe(503);
});

test.each(["echo", "/", "/a b", "/../x", "/a/./b", ""])(
  "the path %j is refused when the bot is built",
  async (path) => {
    await expect(door({ ...echo, path })).rejects.toThrow(`"${path}" is no path`);
  },
);

test("a path has one route, and an address is an address", async () => {
  await expect(door(echo, echo)).rejects.toThrow("somebody answers POST /echo already");
  const options = { url: "http://x", token: "t", clock: new ManualClock() };
  expect(() => new Bot({ ...options, callbackUrl: "bot.example.com" })).toThrow("callbackUrl");
});
