/** Calls of slash commands that are not what they seem: none of them reaches a handler, and each has its status. */
import { type Stage, type StageOptions, stage } from "@matterwright/testing";
import type { Command } from "@matterwright/protocol";
import { expect, test } from "vitest";
import { Bot, memoryDurable, rest } from "../index.ts";

interface Trial {
  readonly town: Stage;
  /** What reached the handler. */
  readonly heard: string[];
  readonly token: string;
  /** The call that a server would make. */
  readonly form: Readonly<Record<string, string>>;
}

async function trial(durable?: NonNullable<StageOptions["durable"]>): Promise<Trial> {
  const heard: string[] = [];
  const town = await stage(
    (options) =>
      new Bot(options)
        .command("deploy", { about: "Ship", args: { what: rest() } }, (ctx) => void heard.push(ctx.text))
        .command("undo", { about: "Take back" }, () => void heard.push("undo")),
    durable === undefined ? {} : { durable },
  );
  const token = await tokenOf(town, "deploy");
  const { team, channels, people } = town.town;
  const form = {
    token,
    team_id: team.id,
    team_domain: team.name,
    channel_id: channels.ops.id,
    channel_name: "ops",
    user_id: people.ben.id,
    user_name: "ben",
    command: "/deploy",
    text: "api",
    trigger_id: "dHJpZ2dlcg==",
    root_id: "",
    response_url: `http://simulator/hooks/commands/${"y".repeat(26)}`,
  };
  return { town, heard, token, form };
}

async function tokenOf(town: Stage, trigger: string): Promise<string> {
  const path = `GET /api/v4/commands?team_id=${town.town.team.id}&custom_only=true`;
  const commands = await town.person("ann").calls<Command[]>(path);
  return commands.find((command) => command.trigger === trigger)?.token ?? "";
}

interface Sent {
  readonly form?: Readonly<Record<string, string>>;
  readonly body?: string | ReadableStream;
  /** In the header, as a server sends it too. */
  readonly token?: string;
}

async function send(town: Stage, { form = {}, body, token }: Sent): Promise<number> {
  const headers = {
    "content-type": "application/x-www-form-urlencoded",
    ...(token === undefined ? {} : { authorization: `Token ${token}` }),
  };
  const sent = new Request("http://bot/slash", {
    method: "POST",
    headers,
    body: body ?? new URLSearchParams(form).toString(),
    duplex: "half",
  });
  const { status } = await town.bot.fetch(sent);
  await town.rest();
  return status;
}

function without(form: Trial["form"], field: string): Trial["form"] {
  return Object.fromEntries(Object.entries(form).filter(([name]) => name !== field));
}

test("a call as the server makes it is done, with its token in one place or in both", async () => {
  const { town, heard, form, token } = await trial();
  await using _ = town;
  expect(await send(town, { form, token })).toBe(200);
  expect(await send(town, { form: { ...form, trigger_id: "other" } })).toBe(200);
  expect(heard).toEqual(["api", "api"]);
});

/** What a server asks for when a command was made with GET: all of it stands in the query. */
async function ask(town: Stage, form: Trial["form"], more: { token?: string; method?: string } = {}): Promise<number> {
  const { token, method = "GET" } = more;
  const headers = token === undefined ? {} : { authorization: `Token ${token}` };
  const url = `http://bot/slash?${new URLSearchParams(form).toString()}`;
  const { status } = await town.bot.fetch(new Request(url, { method, headers }));
  await town.rest();
  return status;
}

test("a call by GET is verified like any other, and its token stands in no log", async () => {
  const { town, heard, form, token } = await trial();
  await using _ = town;
  const forged = "x".repeat(26);
  expect(await ask(town, {})).toBe(401);
  expect(await ask(town, { ...form, token: forged })).toBe(401);
  expect(await ask(town, { ...form, token: forged }, { token })).toBe(401);
  expect(await ask(town, form, { token: forged })).toBe(401);
  expect(await ask(town, without(form, "token"), { token })).toBe(401);
  expect(await ask(town, { ...form, command: "/undo" }, { token })).toBe(401);
  expect(await ask(town, without(form, "text"), { token })).toBe(400);
  expect(await ask(town, form, { token, method: "HEAD" })).toBe(404);
  expect(heard).toEqual([]);
  expect(await ask(town, form, { token })).toBe(200);
  expect(await ask(town, form, { token })).toBe(409);
  expect(await send(town, { form, token })).toBe(409);
  expect(heard).toEqual(["api"]);
  const logged = JSON.stringify(town.log);
  expect([logged.includes(token), logged.includes(forged)]).toEqual([false, false]);
});

test.each<[string, (form: Trial["form"], token: string) => Sent, number]>([
  ["without any token", (form) => ({ form: without(form, "token") }), 401],
  ["with an empty token", (form) => ({ form: { ...form, token: "" } }), 401],
  ["with a made-up token", (form) => ({ form: { ...form, token: "x".repeat(26) } }), 401],
  ["with a made-up token in the header, and the right one behind it", (form) => ({ form, token: "x".repeat(26) }), 401],
  [
    "with the right token in the header, and a made-up one behind it",
    (form, token) => ({ form: { ...form, token: "x".repeat(26) }, token }),
    401,
  ],
  ["with the right token in the header alone", (form, token) => ({ form: without(form, "token"), token }), 401],
  ["with the token of another command", (form) => ({ form: { ...form, command: "/undo" } }), 401],
  ["with the token of another team", (form) => ({ form: { ...form, team_id: "y".repeat(26) } }), 401],
  ["with no form behind a made-up token", () => ({ body: "\u0000{", token: "x".repeat(26) }), 401],
  ["cut off behind the token", ({ token }) => ({ body: `token=${token}&team_id=` }), 400],
  ["cut off before its text", (form) => ({ form: without(form, "text") }), 400],
  ["of nobody", (form) => ({ form: { ...form, user_id: "" } }), 400],
  ["from nowhere", (form) => ({ form: { ...form, channel_id: "../posts" } }), 400],
  ["of no command", (form) => ({ form: { ...form, command: "deploy" } }), 400],
  ["of more than half a megabyte", (form) => ({ form: { ...form, text: "x".repeat(600_000) } }), 413],
])("a call %s is refused and reaches nobody", async (_what, make, status) => {
  const { town, heard, form, token } = await trial();
  await using _ = town;
  expect(await send(town, make(form, token))).toBe(status);
  expect(heard).toEqual([]);
  // What was refused is no obstacle to what is right.
  expect(await send(town, { form, token })).toBe(200);
});

test("a call that is made a second time is done once", async () => {
  const { town, heard, form, token } = await trial();
  await using _ = town;
  const statuses = [await send(town, { form, token }), await send(town, { form, token })];
  expect([statuses, heard]).toEqual([[200, 409], ["api"]]);
});

test("a call that is replayed is refused after a restart too, and by every process that is this bot", async () => {
  const { town, heard, form, token } = await trial((clock) => Object.assign(memoryDurable(clock), { isShared: true }));
  await using _ = town;
  expect(await send(town, { form, token })).toBe(200);
  await town.restart();
  expect(await send(town, { form, token })).toBe(409);
  expect(heard).toEqual(["api"]);
});

test("a call that has expired is refused, also when nobody remembers it", async () => {
  const { town, heard, form, token } = await trial();
  await using _ = town;
  const at = (ms: number): string => btoa(`8xabc7jedbyqtbmshx1oaiq4ih:${form["user_id"]}:${ms}:c2lnbmVk`);
  const nowMs = town.clock.now();
  expect(await send(town, { form: { ...form, trigger_id: at(nowMs - 25 * 3_600_000) }, token })).toBe(401);
  expect(heard).toEqual([]);
  expect(await send(town, { form: { ...form, trigger_id: at(nowMs - 60_000) }, token })).toBe(200);
});

test("a command is done although the store cannot be asked whether it was called before", async () => {
  let isBroken = false;
  const { town, heard, form, token } = await trial((clock) => {
    const durable = memoryDurable(clock);
    const { store } = durable;
    const set: typeof store.set = (key, ...more) =>
      isBroken ? Promise.reject(new Error("the disk is gone")) : store.set(key, ...more);
    return Object.assign(durable, { store: Object.assign(Object.create(store) as typeof store, { set }) });
  });
  await using _ = town;
  isBroken = true;
  expect([await send(town, { form, token }), await send(town, { form, token }), heard]).toEqual([200, 409, ["api"]]);
  isBroken = false;
});

test("a call whose body never comes is given up", async () => {
  const { town, heard } = await trial();
  await using _ = town;
  const status = send(town, { body: new ReadableStream() });
  await town.wait("31s");
  expect([await status, heard]).toEqual([408, []]);
});

test("refusals are in the log with where they came from, and without the token", async () => {
  const { town, form } = await trial();
  await using _ = town;
  await send(town, { form: { ...form, token: "quite-a-secret-of-somebody" } });
  const said = town.log.find(({ message }) => message === "a call of a slash command was refused");
  expect(said).toMatchObject({ level: "warn", facts: { reason: "nobody knows its token" } });
  expect(JSON.stringify(town.log)).not.toContain("quite-a-secret");
});

test("a token that was renewed on the server is read again, and the old one is worth nothing", async () => {
  const { town, heard, form, token } = await trial();
  await using _ = town;
  const ann = town.person("ann");
  const commands = await ann.calls<Command[]>(`GET /api/v4/commands?team_id=${town.town.team.id}&custom_only=true`);
  const id = commands.find(({ trigger }) => trigger === "deploy")?.id;
  await ann.calls(`PUT /api/v4/commands/${id}/regen_token`);
  await town.person("ben").runs("/deploy api", { in: "ops" });
  expect(heard).toEqual(["api"]);
  expect(await send(town, { form, token })).toBe(401);
  expect(heard).toEqual(["api"]);
});

test("whoever guesses tokens makes the bot ask the server twice a minute at most", async () => {
  const { town, form } = await trial();
  await using _ = town;
  const before = town.sim.activity;
  for (let time = 0; time < 50; time++) await send(town, { form: { ...form, token: `guess${time}` } });
  const asked = town.sim.activity - before;
  for (let time = 0; time < 50; time++) await send(town, { form: { ...form, token: `guess${time}` } });
  expect(asked).toBeLessThan(10);
  expect(town.sim.activity - before).toBe(asked);
});
