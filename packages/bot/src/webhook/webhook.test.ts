import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { HttpTransport } from "@matterwright/client";
import type { IncomingWebhook } from "@matterwright/protocol";
import { type Stage, httpInto, stage } from "@matterwright/testing";
import { describe, expect, test } from "vitest";
import { Bot } from "../index.ts";
import { type WebhookMessage, type WebhookOptions, WebhookError, webhook } from "./index.ts";

interface Scene {
  readonly town: Stage;
  readonly hook: ReturnType<typeof webhook>;
  readonly made: IncomingWebhook;
  /** Texts in off-topic, oldest first. */
  readonly texts: () => string[];
}

async function scene(options: WebhookOptions = {}): Promise<Scene> {
  const town = await stage((given) => new Bot(given));
  const ann = town.person("ann");
  const channel = town.town.channels["off-topic"].id;
  const made = await ann.calls<IncomingWebhook>("POST /api/v4/hooks/incoming", { channel_id: channel });
  await ann.looksAt("off-topic");
  const url = `http://simulator/hooks/${made.id}`;
  const hook = webhook(url, { http: httpInto(town.sim), clock: town.clock, ...options });
  return { town, hook, made, texts: () => ann.posts.map(({ message }) => message) };
}

/** The error of something that has to fail. */
async function errorOf(work: Promise<void>): Promise<WebhookError> {
  const error = await work.then(
    () => new Error("it was posted"),
    (thrown: unknown) => thrown,
  );
  if (error instanceof WebhookError) return error;
  throw error;
}

const HOOKS = "POST /hooks/*";

/** A network that fails for some calls, by their number from 1. */
function failing(http: HttpTransport, code: string, fails: (call: number) => boolean): HttpTransport {
  let calls = 0;
  return (request) => (fails(++calls) ? Promise.reject(Object.assign(new Error(code), { code })) : http(request));
}

/** Another way to the webhook of a scene. */
function over({ town, made }: Scene, http: HttpTransport, options: WebhookOptions = {}): ReturnType<typeof webhook> {
  return webhook(`http://simulator/hooks/${made.id}`, { clock: town.clock, http, ...options });
}

describe("what is posted", () => {
  test("is a text, a message with everything, or several in their order", async () => {
    const { town, hook, texts } = await scene({ defaults: { username: "Obi-Wan" } });
    const card = "The **card**";
    await hook.post([
      "one",
      { text: "two", username: "Anakin", icon_emoji: ":robot_face:", card, priority: "urgent" },
      { attachments: [{ text: "three" }] },
    ]);
    expect(texts()).toEqual(["one", "two", ""]);
    const [one, two, three] = town.person("ann").posts;
    expect(one?.props["override_username"]).toBe("Obi-Wan");
    expect(two?.props).toMatchObject({ override_username: "Anakin", override_icon_emoji: "robot_face", card });
    expect(two?.metadata?.priority).toMatchObject({ priority: "urgent" });
    expect(three?.props.attachments).toMatchObject([{ text: "three" }]);
    await town[Symbol.asyncDispose]();
  });

  test("arrives in the order of the calls, also when nobody waits", async () => {
    const { town, hook, texts } = await scene();
    await Promise.all(["a", "b", "c", "d"].map((text) => hook.post(text)));
    expect(texts()).toEqual(["a", "b", "c", "d"]);
    await town[Symbol.asyncDispose]();
  });

  test("becomes several posts when it is long, of which each reads well alone, with the cards on the last", async () => {
    const { town, hook, texts } = await scene();
    const text = [
      "```",
      ..."x".repeat(400).replaceAll("x", "a line of the log that goes on and on, as logs do\n").split("\n"),
      "```",
    ].join("\n");
    await hook.post([{ text, attachments: [{ text: "card" }], priority: "urgent" }, "after it"]);
    expect(texts()).toHaveLength(3);
    const [first, second, last] = town.person("ann").posts;
    for (const part of [first, second]) expect(part?.message).toMatch(/^```[^]*```$/);
    expect([first?.metadata?.priority?.priority, second?.metadata?.priority]).toEqual(["urgent", undefined]);
    expect([first?.props.attachments, second?.props.attachments?.length]).toEqual([undefined, 1]);
    expect(last?.message).toBe("after it");
    await town[Symbol.asyncDispose]();
  });

  test("goes to a channel by its name however it is written, and to a person", async () => {
    const { town, hook } = await scene();
    await hook.post({ text: "to ops", channel: "~Ops" });
    await hook.post({ text: "to ben", channel: "@Ben" });
    const ben = town.person("ben");
    await ben.looksAt("ops");
    expect(ben.sees).toBe("to ops");
    await ben.looksAt("@ann");
    expect(ben.sees).toBe("to ben");
    await town[Symbol.asyncDispose]();
  });
});

describe("a retry cannot double", () => {
  test("the rate limit and a server that is not there are waited for", async () => {
    const parts = await scene();
    const { town, hook, texts } = parts;
    town.sim.faults.requests.limited({ retryAfterSeconds: 7, on: HOOKS, times: 2 });
    const work = hook.post("hello");
    await town.wait("13s");
    expect(texts()).toEqual([]);
    await town.wait("1s");
    await work;
    const down = failing(httpInto(town.sim), "ECONNREFUSED", (call) => call <= 3);
    const again = over(parts, down).post("again");
    await town.wait("10s");
    await again;
    expect(texts()).toEqual(["hello", "again"]);
    await town[Symbol.asyncDispose]();
  });

  test("the patience ends, and the error says that nothing was posted", async () => {
    const parts = await scene();
    const { town } = parts;
    const down = failing(httpInto(town.sim), "ECONNREFUSED", () => true);
    const failed = errorOf(over(parts, down, { retryForMs: 5_000 }).post("hello"));
    await town.wait("6s");
    expect(await failed).toMatchObject({ trouble: "network", code: "ECONNREFUSED", posted: "no", isPassing: true });
    await town[Symbol.asyncDispose]();
  });

  test.each([
    ["the answer is cut off", (town: Stage) => void town.sim.faults.requests.cut({ after: true, on: HOOKS })],
    [
      "a proxy gives up after it was posted",
      (town: Stage) => void town.sim.faults.requests.afterCommit({ status: 504, on: HOOKS }),
    ],
  ])("where %s it is not sent again, and the error says that it may be there", async (_what, fault) => {
    const { town, hook, texts } = await scene();
    fault(town);
    const error = await errorOf(hook.post("hello"));
    expect([error.posted, error.message]).toEqual([
      "perhaps",
      expect.stringContaining("whether the message was posted is not known"),
    ]);
    expect(texts()).toEqual(["hello"]);
    await town[Symbol.asyncDispose]();
  });

  test("a list stops at the first that fails, and says how far it came; what comes after is not held up", async () => {
    const { town, hook, texts } = await scene();
    const error = await errorOf(hook.post(["a", { text: "b", channel: "nowhere" }, "c"]));
    expect(error.message).toMatch(/^Message 2 of 3 \(1 posted before it\): .*does not know the channel nowhere/);
    expect(error.before).toBe(1);
    await hook.post("d");
    expect(texts()).toEqual(["a", "d"]);
    await town[Symbol.asyncDispose]();
  });

  test("a long text that fails in the middle says how many posts of it are there", async () => {
    const parts = await scene();
    const { town } = parts;
    const second = over(
      parts,
      failing(httpInto(town.sim), "ECONNRESET", (call) => call === 2),
    );
    const error = await errorOf(second.post("word ".repeat(8_000)));
    expect(error.message).toMatch(/^Part 2 of 3 \(1 posted before it\): /);
    expect([error.partsBefore, error.posted]).toEqual([1, "perhaps"]);
    await town[Symbol.asyncDispose]();
  });
});

describe("what the server's one error id hides", () => {
  async function refused(prepare: (parts: Scene) => unknown, message: WebhookMessage): Promise<WebhookError> {
    const parts = await scene();
    await prepare(parts);
    const before = parts.town.sim.world.posts.size;
    const error = await errorOf(parts.hook.post(message));
    expect(parts.town.sim.world.posts.size).toBe(before);
    expect(error.message).not.toContain(parts.made.id);
    await parts.town[Symbol.asyncDispose]();
    return error;
  }
  const remove = ({ town, made }: Scene): Promise<unknown> =>
    town.person("ann").calls(`DELETE /api/v4/hooks/incoming/${made.id}`);
  const lock = ({ town, made }: Scene): Promise<unknown> =>
    town.person("ann").calls(`PUT /api/v4/hooks/incoming/${made.id}`, { ...made, channel_locked: true });
  const nothing = (): void => {};

  interface Case {
    readonly what: string;
    readonly prepare?: (parts: Scene) => unknown;
    readonly message?: WebhookMessage;
    readonly trouble: string;
    readonly sentence: RegExp;
  }
  const page = ({ town }: Scene): unknown => town.sim.faults.requests.html({ on: HOOKS });
  const toNobody = { text: "x", channel: "@nobody" };
  const systemType = { text: "x", type: "system_join_channel" } as WebhookMessage;
  const gone = /was deleted; make a new one/;

  test.each<Case>([
    { what: "a deleted webhook", prepare: remove, trouble: "deleted", sentence: gone },
    { what: "a deleted one, to a person", prepare: remove, message: toNobody, trouble: "deleted", sentence: gone },
    { what: "a person who is not there", message: toNobody, trouble: "person", sentence: /@nobody names a person who/ },
    {
      what: "a channel that is not there",
      message: { text: "x", channel: "nowhere" },
      trouble: "channel",
      sentence: /does not know the channel nowhere/,
    },
    {
      what: "a locked webhook",
      prepare: lock,
      message: { text: "x", channel: "ops" },
      trouble: "forbidden",
      sentence: /locked to one channel/,
    },
    { what: "a type of the server's own", message: systemType, trouble: "refused", sentence: /something in it/ },
    { what: "a login page", prepare: page, trouble: "foreign", sentence: /does not answer as Mattermost/ },
  ])("$what", async ({ prepare = nothing, message = { text: "x" }, trouble, sentence }) => {
    const error = await refused(prepare, message);
    expect([error.trouble, error.message]).toEqual([trouble, expect.stringMatching(sentence)]);
  });

  test("webhooks that are switched off", async () => {
    const settings = { "ServiceSettings.EnableIncomingWebhooks": false };
    const town = await stage((given) => new Bot(given), { settings });
    const hook = webhook("http://simulator/hooks/8xabc7jedbyqtbmshx1oaiq4ih", { http: httpInto(town.sim) });
    const error = await errorOf(hook.post("x"));
    expect([error.trouble, error.message]).toEqual(["switched-off", expect.stringMatching(/switched off/)]);
    await town[Symbol.asyncDispose]();
  });
});

describe("bad input is told before anything is sent", () => {
  test.each<[unknown, string]>([
    [[], "There is nothing to post: the list is empty."],
    [["a", { txt: "b" }], "Message 2 of 2 has neither `text` nor `attachments`. Nothing was posted."],
    ["  ", "The message has neither `text` nor `attachments`. Nothing was posted."],
    [{ text: 3 }, "The message `text` has to be text. Nothing was posted."],
    [[3], "The message has to be an object. Nothing was posted."],
    [{ text: "x", attachments: {} }, "The message `attachments` has to be a list. Nothing was posted."],
    [{ attachments: [3] }, "The message `attachments.0` has to be an object. Nothing was posted."],
    [{ text: "x", props: [] }, "The message `props` has to be an object. Nothing was posted."],
    [{ text: "x", priority: "high" }, "The message `priority` has to be `important` or `urgent`. Nothing was posted."],
  ])("%j", async (message, sentence) => {
    const { town, hook, texts } = await scene();
    const error = await errorOf(hook.post(message as string));
    expect([error.trouble, error.message]).toEqual(["message", sentence]);
    expect(texts()).toEqual([]);
    await town[Symbol.asyncDispose]();
  });

  test("attachments that no request can hold", async () => {
    const { town, hook, texts } = await scene();
    const error = await errorOf(hook.post(["a", { text: "b", attachments: [{ text: "x".repeat(300_000) }] }]));
    expect([error.trouble, texts()]).toEqual(["too-large", []]);
    await town[Symbol.asyncDispose]();
  });

  test.each(["", "chat.example.com", "https://chat.example.com/secret", "ftp://chat.example.com/hooks/secret"])(
    "%j",
    (url) => {
      expect(() => webhook(url)).toThrow(/no webhook's address/);
      expect(() => webhook(url)).not.toThrow(/secret/);
    },
  );
});

test("the import drags nothing along that has to be installed", () => {
  const seen = new Set<string>();
  const outside = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    const source = readFileSync(file, "utf8").replaceAll(/^import type [^;]*;/gm, "");
    for (const [, from = ""] of source.matchAll(/^(?:import|export) [^;]*?from "([^"]+)";/gm)) {
      if (from.startsWith(".")) visit(join(file, "..", from));
      else outside.add(from);
    }
  };
  visit(join(import.meta.dirname, "index.ts"));
  expect([...outside].toSorted()).toEqual(["@matterwright/clock", "@matterwright/protocol"]);
  for (const name of ["clock", "protocol"]) {
    const manifest = readFileSync(join(import.meta.dirname, "../../..", name, "package.json"), "utf8");
    expect(Object.keys((JSON.parse(manifest) as { dependencies?: object }).dependencies ?? {})).toEqual([]);
  }
});
