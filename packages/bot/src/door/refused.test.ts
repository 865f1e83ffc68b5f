/**
 * Everything that can be wrong with a call, for everybody who calls: each has its status, and none reaches a handler. A call is made by the
 * simulated server and caught on its way, so that it was never used; it is spoilt and sent; and then sent as it was, which is taken, so
 * it was refused for nothing else.
 */
import { createHmac } from "node:crypto";
import { type Stage, stage } from "@matterwright/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Bot, type BotOptions, button, dialog, outgoingWebhook, senders, z } from "../index.ts";

const SECRET = "a secret of the tests";
const FORM = "application/x-www-form-urlencoded";
const DAY_MS = 86_400_000;
const NOBODY = "8xabc7jedbyqtbmshx1oaiq4ih";

interface Call {
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

interface Scene {
  readonly town: Stage;
  /** What handlers were told. */
  readonly heard: string[];
  /** What the server sends the bot next, which does not arrive. */
  readonly caught: (act: () => Promise<unknown>) => Promise<Call>;
  readonly send: (call: Call, body?: ReadableStream) => Promise<number>;
}

async function scene(): Promise<Scene> {
  const heard: string[] = [];
  let token = "";
  const say = (what: string) => () => void heard.push(what);
  const form = dialog("form", { title: "Form", fields: { why: z.string() } }, say("dialog"));
  const open = button("open", {}, (ctx) => form.open(ctx));
  const pay = button("pay", {}, say("button"));
  const signed = senders.timestamped({ secret: SECRET });
  const make = (options: BotOptions): Bot =>
    new Bot(options)
      .use(form, open, pay, outgoingWebhook("/outgoing", { token: () => token }))
      .hook("/paid", { from: signed }, say("hook"))
      .hook("/shown", { from: senders.basic("ci", SECRET) }, say("hook"))
      .command("deploy", { about: "Ship" }, say("command"))
      .command("undo", { about: "Take back", adminOnly: true }, say("command"))
      .command("shop", { about: "Shop" }, (ctx) =>
        ctx.reply("Pay?", { actions: [pay("Pay", {}, { for: [ctx.user], expiresInMs: 3 * DAY_MS }), open("Open")] }),
      )
      .hears("tell", say("post"));
  const town = await stage(make);
  const ann = town.person("ann");
  const { id: team } = town.town.team;
  const lobby = { team_id: team, name: "lobby", display_name: "Lobby", type: "O" };
  const { id: channel } = await ann.calls<{ id: string }>("POST /api/v4/channels", lobby);
  await ann.calls(`POST /api/v4/channels/${channel}/members`, { user_id: town.town.people.ben.id });
  const wanted = { team_id: team, channel_id: channel, display_name: "out", callback_urls: ["http://bot/outgoing"] };
  ({ token } = await ann.calls<{ token: string }>("POST /api/v4/hooks/outgoing", wanted));
  await town.person("ben").says("!shop", { in: "ops" });
  const { fetch } = town.bot;
  return {
    town,
    heard,
    caught: async (act) => {
      const calls: Call[] = [];
      const catching = async (request: Request): Promise<Response> => {
        const { pathname: path } = new URL(request.url);
        calls.push({ path, headers: Object.fromEntries(request.headers), body: await request.text() });
        return Response.json({});
      };
      Object.assign(town.bot, { fetch: catching });
      await act();
      Object.assign(town.bot, { fetch });
      const [call] = calls;
      if (call === undefined) throw new Error("the server did not call");
      return call;
    },
    send: async ({ path, headers, body }, stream) => {
      const init = { method: "POST", headers, body: stream ?? body, duplex: "half" } as const;
      const answering = town.bot.fetch(new Request(`http://bot${path}`, init));
      await town.rest();
      if (stream !== undefined) await town.wait("31s");
      return (await answering).status;
    },
  };
}

const ben = ({ town }: Scene): ReturnType<Stage["person"]> => town.person("ben");

async function inOps(own: Scene): Promise<ReturnType<Stage["person"]>> {
  await ben(own).looksAt("ops");
  return ben(own);
}

/** As each is called when all is well. */
const callers = {
  "a slash command": (own: Scene) => own.caught(() => ben(own).runs("/deploy", { in: "ops" })),
  "a button": (own: Scene) => own.caught(async () => (await inOps(own)).clicks("Pay")),
  "a dialog": async (own: Scene) => {
    await (await inOps(own)).clicks("Open");
    return own.caught(() => ben(own).submits({ why: "because" }));
  },
  "an outgoing webhook": (own: Scene) => own.caught(() => ben(own).says("tell", { in: "lobby" })),
  "a hook": ({ town }: Scene) => Promise.resolve(signedAt(town.clock.now())),
  "a hook with a name and a password": () => Promise.resolve(shownBy("ci")),
} satisfies Record<string, (own: Scene) => Promise<Call>>;

type Caller = keyof typeof callers;

let paid = 0;

function signedAt(ms: number, secret = SECRET): Call {
  const seconds = Math.floor(ms / 1_000);
  const body = JSON.stringify({ paid: ++paid });
  const proof = createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex");
  return {
    path: "/paid",
    headers: { "content-type": "application/json", "stripe-signature": `t=${seconds},v1=${proof}` },
    body,
  };
}

function shownBy(name: string, password = SECRET): Call {
  const authorization = `Basic ${btoa(`${name}:${password}`)}`;
  return { path: "/shown", headers: { "content-type": "application/json", authorization }, body: "{}" };
}

type Spoil = (call: Call, own: Scene) => Call | Promise<Call>;

/** Other fields of a body, whichever way it is written. */
const fields =
  (changes: Record<string, unknown>): Spoil =>
  (call) => {
    const isForm = call.headers["content-type"]?.startsWith(FORM) === true;
    const body = isForm
      ? new URLSearchParams({ ...Object.fromEntries(new URLSearchParams(call.body)), ...strings(changes) }).toString()
      : JSON.stringify({ ...(JSON.parse(call.body) as object), ...changes });
    const { authorization: _token, ...headers } = call.headers;
    return { ...call, body, headers: isForm ? headers : call.headers };
  };

function strings(values: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
}

/** Ends in the middle. */
const cut: Spoil = (call) => ({ ...call, body: call.body.slice(0, call.body.length / 2) });
const large: Spoil = (call) => fields({ text: "x".repeat(1_100_000) })(call, undefined as never);

const seal: Spoil = (call, own) => {
  const { context } = JSON.parse(call.body) as { context: { name: string; seal: string } };
  return fields({ context: { ...context, seal: `${context.seal.slice(0, -3)}AAA` } })(call, own);
};
const another: Spoil = (call, own) => {
  const { context } = JSON.parse(call.body) as { context: object };
  return fields({ context: { ...context, name: "open" } })(call, own);
};
const state: Spoil = (call, own) =>
  fields({ state: `${(JSON.parse(call.body) as { state: string }).state}A` })(call, own);
const cat: Spoil = (call, own) => fields({ user_id: own.town.town.people.cat.id })(call, own);
let triggers = 0;
const triggerAt =
  (ageMs: number): Spoil =>
  (call, own) => {
    const { id } = own.town.town.people.ben;
    const text = `t${triggers++}:${id}:${own.town.clock.now() - ageMs}:`;
    return fields({ trigger_id: btoa(text + own.town.sim.world.signing.sign(text)) })(call, own);
  };
/** With a trigger of its own: that of a click can be used once. */
const anew =
  (spoil: Spoil): Spoil =>
  async (call, own) =>
    spoil(await triggerAt(0)(call, own), own);
const waited =
  (length: string): Spoil =>
  async (call, { town }) => {
    await town.wait(length);
    return call;
  };

let own: Scene;
beforeAll(async () => {
  own = await scene();
});
beforeEach(() => void (own.heard.length = 0));
afterAll(() => own.town[Symbol.asyncDispose]());

describe.each<[string, readonly (readonly [Caller, Spoil, number])[]]>([
  [
    "forged",
    [
      ["a slash command", fields({ token: "" }), 401],
      ["a button", fields({ trigger_id: btoa(`x:${NOBODY}:1:${btoa("made up")}`) }), 403],
      ["a button", anew(seal), 403],
      ["a dialog", state, 403],
      ["an outgoing webhook", fields({ token: "" }), 401],
      ["a hook", (_call, { town }) => signedAt(town.clock.now(), "another secret, of nobody"), 401],
    ],
  ],
  [
    "expired",
    [
      ["a slash command", triggerAt(2 * DAY_MS), 401],
      ["a button", triggerAt(360_000), 403],
      ["an outgoing webhook", fields({ timestamp: 1_700_000_000 }), 401],
      ["a hook", (_call, { town }) => signedAt(town.clock.now() - 360_000), 401],
    ],
  ],
  [
    "truncated",
    [
      ["a slash command", cut, 400],
      ["a button", cut, 400],
      ["a dialog", cut, 400],
      ["an outgoing webhook", cut, 400],
      ["a hook", cut, 401],
      ["a hook with a name and a password", (call) => ({ ...call, body: "{" }), 400],
    ],
  ],
  [
    "oversized",
    [
      ["a slash command", large, 413],
      ["a button", large, 413],
      ["a dialog", large, 413],
      ["an outgoing webhook", large, 413],
      ["a hook", large, 413],
    ],
  ],
  [
    "of the wrong user",
    [
      ["a button", cat, 403],
      ["a dialog", cat, 403],
      ["a hook with a name and a password", () => shownBy("root"), 401],
    ],
  ],
  [
    "with a wrong token",
    [
      ["a slash command", fields({ token: "x".repeat(26) }), 401],
      ["a slash command", fields({ command: "/undo" }), 401],
      ["a button", anew(another), 403],
      ["a dialog", fields({ callback_id: "another" }), 403],
      ["an outgoing webhook", fields({ token: "x".repeat(26) }), 401],
      ["a hook with a name and a password", () => shownBy("ci", "another secret, of nobody"), 401],
    ],
  ],
])("a call that is %s is refused:", (_word, cases) => {
  test.each(cases)("%s", async (caller, spoil, status) => {
    const call = await callers[caller](own);
    expect(await own.send(await spoil(call, own))).toBe(status);
    expect(own.heard).toEqual([]);
    expect([await own.send(call), own.heard.length]).toEqual([200, 1]);
  });
});

test.each(Object.keys(callers) as Caller[])("a call that is slow is given up: %s", async (caller) => {
  const call = await callers[caller](own);
  expect([await own.send(call, new ReadableStream()), own.heard]).toEqual([408, []]);
});

test.each<[Caller, number]>([
  ["a slash command", 409],
  ["a button", 409],
  ["a dialog", 200],
  ["an outgoing webhook", 409],
  ["a hook", 200],
])("a call that is replayed reaches nobody a second time, also after a restart: %s", async (caller, status) => {
  const alone = await scene();
  await using _ = alone.town;
  const call = await callers[caller](alone);
  expect(await alone.send(call)).toBe(200);
  expect([await alone.send(call), alone.heard.length]).toEqual([status, 1]);
  await alone.town.restart();
  expect([await alone.send(call), alone.heard.length]).toEqual([status, 1]);
});

test("whoever is too late or not meant is told so where people look, and no handler is: buttons and dialogs", async () => {
  const alone = await scene();
  await using _ = alone.town;
  const dialogCall = await callers["a dialog"](alone);
  const late = await waited("25h")(dialogCall, alone);
  expect([await alone.send(late), alone.heard]).toEqual([200, []]);
  const notMeant = alone.town.person("cat");
  await notMeant.looksAt("ops");
  await notMeant.clicks("Pay");
  await alone.town.wait("3d");
  await ben(alone).clicks("Pay");
  expect(ben(alone).sees).toMatch(/too late/);
  expect(alone.heard).toEqual([]);
});

test("a command that is not for this person is answered, and not done", async () => {
  await ben(own).runs("/undo", { in: "ops" });
  expect([ben(own).sees, own.heard]).toEqual([expect.stringContaining("administrators"), []]);
});
