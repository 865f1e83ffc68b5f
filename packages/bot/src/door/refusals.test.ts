/**
 * Every way in, and everything that may be wrong with a call: forged, replayed, expired, truncated, oversized, of the wrong person, with the
 * wrong token, and slow. What the server itself sends is caught on its way and changed by one thing at a time; none of it reaches a handler.
 */
import { createHmac } from "node:crypto";
import type { OutgoingWebhook } from "@matterwright/protocol";
import { type Stage, type StageOptions, stage } from "@matterwright/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Bot, button, dialog, outgoingWebhook, senders, z } from "../index.ts";

/** A call as it was made. */
interface Call {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

interface Scene {
  readonly town: Stage;
  readonly call: Call;
  /** What reached a handler. */
  readonly handled: string[];
}

const SECRET = "a secret of some length";
const base = "http://door/wright";

/** Lets the server make its calls, and keeps those back that are for one path. */
async function caught(path: string, act: (town: Stage) => Promise<unknown>): Promise<Scene> {
  const handled: string[] = [];
  const calls: Call[] = [];
  const towns: Stage[] = [];
  let token = "";
  const fetch: NonNullable<StageOptions["outside"]>["fetch"] = async ({ url, method, headers, body }) => {
    const text = typeof body === "string" ? body : new TextDecoder().decode(body);
    const called = new URL(url).pathname.slice("/wright".length);
    if (called === path) calls.push({ path, headers: headers, body: text });
    if (called === path) return { status: 200, headers: {}, body: "" };
    const answer = await towns[0]?.bot.fetch(new Request(url, { method, headers: headers, body: text }));
    return { status: answer?.status ?? 502, headers: {}, body: (await answer?.text()) ?? "" };
  };
  const form = dialog("form", { title: "Form", fields: { why: z.string() } }, (_, { why }) => void handled.push(why));
  const open = button("open", {}, (ctx) => form.open(ctx));
  const pay = button("pay", {}, () => void handled.push("paid"), { expiresInMs: 60_000 });
  const town = await stage(
    (options) =>
      new Bot({ ...options, callbackUrl: base })
        .use(form, open, pay, outgoingWebhook("/out", { token: () => token }))
        .hook(
          "/paid",
          { from: senders.timestamped({ secret: SECRET }), body: z.unknown() },
          () => void handled.push("hook"),
        )
        .command("deploy", { about: "Ship" }, () => void handled.push("deploy"))
        .command("undo", { about: "Take back" }, () => void handled.push("undo"))
        .command("shop", { about: "Shop" }, (ctx) =>
          ctx.reply("Pay?", { actions: [pay("Pay", {}, { for: [ctx.user] }), open("Form", {})] }),
        )
        .on("message", (ctx) => void handled.push(ctx.text)),
    { outside: { fetch } },
  );
  towns.push(town);
  await town.bot.testCallbacks();
  const ann = town.person("ann");
  const team_id = town.town.team.id;
  const lobby = await ann.calls<{ id: string }>("POST /api/v4/channels", {
    team_id,
    name: "lobby",
    display_name: "L",
    type: "O",
  });
  const wanted = { team_id, channel_id: lobby.id, callback_urls: [`${base}/out`], display_name: "out" };
  token = (await ann.calls<OutgoingWebhook>("POST /api/v4/hooks/outgoing", wanted)).token;
  await act(town);
  await town.rest();
  handled.length = 0;
  const [call] = calls;
  if (call === undefined) throw new Error(`nothing was sent to ${path}`);
  return { town, call, handled };
}

const ben = (town: Stage) => town.person("ben");
const shop = (town: Stage): Promise<unknown> => ben(town).says("!shop", { in: "ops" });

interface Way {
  readonly name: string;
  readonly path: string;
  /** Has the server make the call. */
  readonly act: (town: Stage) => Promise<unknown>;
}

const slash: Way = { name: "a slash command", path: "/slash", act: (town) => ben(town).runs("/deploy", { in: "ops" }) };
const click: Way = {
  name: "a click",
  path: "/clicks",
  act: async (town) => {
    await shop(town);
    await ben(town).clicks("Pay");
  },
};
const outgoing: Way = {
  name: "an outgoing webhook",
  path: "/out",
  act: (town) => town.person("ann").says("hello", { in: "lobby" }),
};

/** What is done to a call. */
type Change = (scene: Scene) => Call | Promise<Call>;

const inForm =
  (change: (form: URLSearchParams, scene: Scene) => unknown): Change =>
  async (scene) => {
    const form = new URLSearchParams(scene.call.body);
    await change(form, scene);
    return { ...scene.call, body: form.toString() };
  };

const inJson =
  (change: (body: Record<string, unknown>, scene: Scene) => unknown): Change =>
  (scene) => {
    const body = JSON.parse(scene.call.body) as Record<string, unknown>;
    change(body, scene);
    return { ...scene.call, body: JSON.stringify(body) };
  };

const halved: Change = ({ call }) => ({ ...call, body: call.body.slice(0, call.body.length / 2) });
const blownUp: Change = ({ call }) => ({ ...call, body: call.body + " ".repeat(1_100_000) });
const A_DAY_AND_MORE_MS = 90_000_000;
const aDayLater: Change = ({ call, town }) => {
  town.clock.jump(town.clock.now() + A_DAY_AND_MORE_MS);
  return call;
};

/** One sign of what was sealed is another. */
const tampered = (seal: string): string => seal.slice(0, 40) + (seal[40] === "A" ? "B" : "A") + seal.slice(41);

/** The token of another command, wherever the call has its own. */
const ofAnother: Change = async ({ call, town }) => {
  const path = `GET /api/v4/commands?team_id=${town.town.team.id}&custom_only=true`;
  const all = await town.person("ann").calls<{ trigger: string; token: string }[]>(path);
  const other = all.find(({ trigger }) => trigger === "undo")?.token ?? "";
  const own = new URLSearchParams(call.body).get("token") ?? "";
  const headers = Object.fromEntries(
    Object.entries(call.headers).map(([key, value]) => [key, value.replace(own, other)]),
  );
  return { ...call, headers, body: call.body.replace(own, other) };
};

const signed = (body: string, seconds: number, secret = SECRET): Call => {
  const mac = createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex");
  const headers = { "content-type": "application/json", "stripe-signature": `t=${seconds},v1=${mac}` };
  return { path: "/paid", headers, body };
};
const ownCall = ({ town }: Scene): Call => signed('{"euros":5}', Math.floor(town.clock.now() / 1_000));

/** A call that nobody but a sender of a hook makes. */
async function hooked(): Promise<Scene> {
  const scene = await caught(slash.path, slash.act);
  return { ...scene, call: ownCall(scene) };
}

const scenes: Readonly<Record<string, () => Promise<Scene>>> = {
  "a slash command": () => caught(slash.path, slash.act),
  "a click": () => caught(click.path, click.act),
  "an outgoing webhook": () => caught(outgoing.path, outgoing.act),
  "a dialog": async () => {
    const scene = await caught("/dialogs", async (town) => {
      await shop(town);
      await ben(town).clicks("Form");
      await ben(town).submits({ why: "because" });
    });
    return scene;
  },
  "a hook": hooked,
};

type Row = readonly [way: string, word: string, status: number, change: Change];

const rows: readonly Row[] = [
  ["a slash command", "forged", 401, inForm((form) => form.set("token", "x".repeat(26)))],
  ["a slash command", "expired", 401, aDayLater],
  [
    "a slash command",
    "truncated",
    400,
    ({ call }) => ({ ...call, body: call.body.replace(/&?(?:text|command)=[^&]*/g, "") }),
  ],
  ["a slash command", "oversized", 413, blownUp],
  ["a slash command", "with the wrong token", 401, ofAnother],
  [
    "a click",
    "forged",
    403,
    inJson((body) =>
      Object.assign(body["context"] ?? {}, { seal: tampered((body["context"] as { seal: string }).seal) }),
    ),
  ],
  ["a click", "expired", 403, aDayLater],
  ["a click", "truncated", 400, halved],
  ["a click", "oversized", 413, blownUp],
  [
    "a click",
    "of the wrong person",
    403,
    inJson((body, { town }) => Object.assign(body, { user_id: town.town.people.cat.id })),
  ],
  ["a dialog", "forged", 403, inJson((body) => Object.assign(body, { state: tampered(body["state"] as string) }))],
  ["a dialog", "truncated", 400, halved],
  ["a dialog", "oversized", 413, blownUp],
  [
    "a dialog",
    "of the wrong person",
    403,
    inJson((body, { town }) => Object.assign(body, { user_id: town.town.people.cat.id })),
  ],
  ["a hook", "forged", 401, ({ call }) => ({ ...call, body: '{"euros":5000}' })],
  ["a hook", "expired", 401, aDayLater],
  ["a hook", "truncated", 401, halved],
  ["a hook", "oversized", 413, blownUp],
  [
    "a hook",
    "with the wrong token",
    401,
    ({ town }) => signed("{}", Math.floor(town.clock.now() / 1_000), "another secret"),
  ],
  ["an outgoing webhook", "forged", 401, inForm((form) => form.set("token", "x".repeat(26)))],
  ["an outgoing webhook", "expired", 401, aDayLater],
  [
    "an outgoing webhook",
    "truncated",
    400,
    ({ call }) => ({ ...call, body: call.body.slice(0, call.body.indexOf("channel_id")) }),
  ],
  ["an outgoing webhook", "oversized", 413, blownUp],
  ["an outgoing webhook", "with the wrong token", 401, ofAnother],
];

async function send(town: Stage, { path, headers, body }: Call): Promise<Response> {
  const answer = await town.bot.fetch(new Request(base + path, { method: "POST", headers, body }));
  await town.rest();
  return answer;
}

describe.each(Object.entries(scenes))("%s", (way, make) => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await make();
  });
  afterAll(async () => {
    await scene.town[Symbol.asyncDispose]();
  });
  const own = (isLast: boolean): (readonly [string, number, Change])[] =>
    rows.flatMap(([of, word, status, change]) =>
      of === way && (word === "expired") === isLast ? [[word, status, change] as const] : [],
    );

  test.each(own(false))("%s is answered with %d, and reaches no handler", async (_word, status, change) => {
    expect([(await send(scene.town, await change(scene))).status, scene.handled]).toEqual([status, []]);
  });

  test("slow is given up with 408 after half a minute, and reaches no handler", async () => {
    const { town, call, handled } = scene;
    const headers = Object.fromEntries(Object.entries(call.headers).filter(([key]) => !/^content-length$/i.test(key)));
    const body = new ReadableStream();
    const request = new Request(base + call.path, { method: "POST", headers, body, duplex: "half" } as never);
    const answer = town.bot.fetch(request);
    await town.wait("31s");
    expect([(await answer).status, handled]).toEqual([408, []]);
  });

  test.each(own(true))("%s is answered with %d, and reaches no handler", async (_word, status, change) => {
    expect([(await send(scene.town, await change(scene))).status, scene.handled]).toEqual([status, []]);
  });

  test("is let in as it is made, and replayed is done once and said to be known", async () => {
    const { town: fresh, call, handled } = await make();
    await using town = fresh;
    expect((await send(town, call)).status).toBe(200);
    const again = await send(town, call);
    expect([again.status, await again.text()]).toEqual(REPLAYED[way]);
    expect(handled).toHaveLength(1);
  });
});

const REPLAYED: Readonly<Record<string, readonly [number, unknown]>> = {
  "a slash command": [409, expect.stringContaining("already")],
  "a click": [409, expect.stringContaining("already")],
  // Whoever submits twice reads it in the dialog, which a server shows of a 200 only.
  "a dialog": [200, '{"error":"This was submitted already."}'],
  "a hook": [200, '{"status":"duplicate"}'],
  "an outgoing webhook": [409, expect.stringContaining("already")],
};

test("a dialog that expired is refused in words, and reaches no handler", async () => {
  const scene = await scenes["a dialog"]!();
  await using town = scene.town;
  town.clock.jump(town.clock.now() + A_DAY_AND_MORE_MS);
  const answer = await send(town, scene.call);
  expect([answer.status, await answer.text(), scene.handled]).toEqual([
    200,
    expect.stringContaining("open for too long"),
    [],
  ]);
});
