/** A bot on a real port, its slash commands, and what the command line does about them: all of it over HTTP, on this machine. */
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { type DemoTown, Simulator, demoTown, standAt } from "@matterwright/sim";
import { type Listening, listen, nodeOutside } from "@matterwright/sim/node";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { run } from "../run.ts";
import { fakeTerminal } from "../testing-terminal.ts";

const root = mkdtempSync(join(tmpdir(), "commands test "));
let count = 0;
let home = "";
let sim: Simulator;
let town: DemoTown;
let door: Listening;
let port = 0;

beforeEach(async () => {
  home = join(root, String(count++));
  mkdirSync(home);
  sim = new Simulator({ outside: nodeOutside() });
  town = demoTown(sim);
  door = await listen(sim, { port: 0 });
  standAt(sim, door.url);
  port = await freePort();
});
afterEach(async () => {
  sim.stop();
  await door.close();
});
afterAll(() => rmSync(root, { recursive: true }));

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port: free } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return free;
}

type Env = Readonly<Record<string, string>>;

function settings(more: Env = {}): Env {
  const url = `http://127.0.0.1:${port}/wright`;
  return { MATTERMOST_URL: door.url, MATTERMOST_TOKEN: town.bot.token, MATTERWRIGHT_URL: url, ...more };
}

interface Said {
  readonly code: number;
  readonly printed: string;
  readonly noted: string;
}

async function command(
  words: readonly string[],
  more: { readonly env?: Env; readonly input?: string } = {},
): Promise<Said> {
  const { env, input } = more;
  const terminal = fakeTerminal({ env: settings(env), ...(input === undefined ? {} : { input }) });
  const code = await run([...words, "--from", home], terminal);
  expect(terminal.all()).not.toContain(town.bot.token);
  return { code, printed: terminal.printed.join("\n"), noted: terminal.noted.join("\n") };
}

function triggers(): string[] {
  return [...sim.world.commands.values()].filter(({ delete_at }) => delete_at === 0).map(({ trigger }) => trigger);
}

/** Runs the bot while `visit` looks. */
async function withBot(visit: (log: () => string) => Promise<void>, env: Env = {}): Promise<void> {
  const terminal = fakeTerminal({ env: settings(env) });
  const code = run(["start", "--from", home], terminal);
  await Promise.race([terminal.firstPrint, code.then(() => Promise.reject(new Error(terminal.all())))]);
  try {
    await visit(() => terminal.all());
  } finally {
    terminal.interrupt();
  }
  expect(await code).toBe(0);
}

async function until(is: () => boolean): Promise<void> {
  while (!is()) await setImmediate();
}

/** The bot's own, and those of its plugins that are commands of their own. */
const TRIGGERS = ["wright", "run", "task", "tasks"];

/** What is printed when all of them are in one state. */
function told(state: string): string {
  const width = ["removed", "created"].includes(state) ? 10 : 11;
  return TRIGGERS.map((trigger) => `demo  ${state.padEnd(width)}/${trigger}`).join("\n");
}

test("a bot registers its commands and answers them over HTTP; list, remove and sync work without it", async () => {
  await withBot(async () => {
    await until(() => triggers().includes("wright"));
    const ben = sim.person("ben");
    await ben.runs("/wright whoami", { in: "ops" });
    expect(ben.sees).toContain("@ben");
  });
  expect((await command(["commands", "list"])).printed).toBe(told("ready"));
  expect((await command(["commands", "remove"])).printed).toBe(told("removed"));
  expect(triggers()).toEqual([]);
  expect((await command(["commands", "remove"])).printed).toBe("There was nothing to remove.");
  expect((await command(["commands", "list"])).printed).toBe(told("missing"));
  expect(await command(["commands", "sync"])).toMatchObject({ code: 0, printed: told("created") });
  expect(triggers()).toEqual(TRIGGERS);
});

test("without the right the steps are said; somebody who has it lends it, and the bot takes the calls at once", async () => {
  const { team, bot, people } = town;
  Object.assign(sim.world.teamMembers.get(team.id)?.get(bot.id) ?? {}, { scheme_admin: false, roles: "team_user" });
  const ann = sim.person("ann");
  const admin = await ann.calls<{ token: string }>(`POST /api/v4/users/${people.ann.id}/tokens`, {
    description: "for commands",
  });
  await withBot(async (log) => {
    await until(() => log().includes("may not register slash commands"));
    const refused = await command(["commands", "sync"]);
    expect(refused.code).toBe(78);
    expect(refused.noted).toContain(`Request URL: http://127.0.0.1:${port}/wright/slash`);
    expect((await command(["commands", "list"])).printed).toBe(told("hidden"));
    const lent = await command(["commands", "sync"], { env: { MATTERMOST_ADMIN_TOKEN: admin.token } });
    expect(lent).toMatchObject({ code: 0, printed: told("created") });
    const ben = sim.person("ben");
    await ben.runs("/wright whoami", { in: "ops" });
    expect(ben.sees).toContain("@ben");
  });
});

test("a token of a command that was made by hand is read from standard input", async () => {
  const { team, bot } = town;
  Object.assign(sim.world.teamMembers.get(team.id)?.get(bot.id) ?? {}, { scheme_admin: false, roles: "team_user" });
  await withBot(async (log) => {
    await until(() => log().includes("may not register slash commands"));
    const url = `http://127.0.0.1:${port}/wright/slash`;
    const { token } = await sim
      .person("ann")
      .calls<{ token: string }>("POST /api/v4/commands", { team_id: team.id, trigger: "wright", method: "P", url });
    expect((await command(["commands", "token", "/wright"], { input: "no token" })).code).toBe(64);
    expect((await command(["commands", "token", "deploy"], { input: token })).noted).toContain(
      "the bot has no /deploy: it has /wright",
    );
    const given = await command(["commands", "token", "/wright"], { input: `${token}\n` });
    expect(given).toMatchObject({ code: 0, printed: "The bot takes calls of /wright with this token from now on." });
    const ben = sim.person("ben");
    await ben.runs("/wright whoami", { in: "ops" });
    expect(ben.sees).toContain("@ben");
  });
});

test("commands that nobody knows yet, and a town without a server, are said in one sentence", async () => {
  await withBot(async () => {}, { MATTERWRIGHT_SLASH: "false" });
  expect(await command(["commands", "list"])).toMatchObject({
    code: 78,
    noted: expect.stringContaining("start it once"),
  });
  const terminal = fakeTerminal({ env: {} });
  expect(await run(["commands", "list", "--from", home], terminal)).toBe(78);
  expect(terminal.all()).toContain("set MATTERMOST_URL and MATTERMOST_TOKEN");
});

test("the doctor proves that the server reaches the bot, whether it runs or not, and says why it does not", async () => {
  const works = `The server reaches the bot at http://127.0.0.1:${port}/wright: there and back in`;
  expect((await command(["doctor", "callbacks"])).printed).toContain(works);
  await withBot(async () => expect((await command(["doctor", "callbacks"])).printed).toContain(works));
  Object.assign(sim.settings, { "ServiceSettings.AllowedUntrustedInternalConnections": "" });
  const refused = await command(["doctor", "callbacks"]);
  expect(refused.code).toBe(78);
  expect(refused.noted).toContain(
    "127.0.0.1 is an internal address, and a server refuses to call those unless it is told otherwise",
  );
  expect(refused.noted).toContain("ServiceSettings.AllowedUntrustedInternalConnections");
  const none = fakeTerminal({ env: { MATTERMOST_URL: door.url, MATTERMOST_TOKEN: town.bot.token } });
  expect(await run(["doctor", "callbacks", "--from", home], none)).toBe(78);
  expect(none.all()).toContain("MATTERWRIGHT_URL is not set");
});

test("a port that is taken, and settings that need an address, are said in one sentence", async () => {
  const taken = createServer().listen(port, "127.0.0.1");
  await once(taken, "listening");
  const { code, noted } = await command(["start"]);
  taken.close();
  expect([code, noted]).toEqual([75, expect.stringContaining(`MATTERWRIGHT_PORT: port ${port} is taken`)]);
  const terminal = fakeTerminal({
    env: { MATTERMOST_URL: door.url, MATTERMOST_TOKEN: town.bot.token, MATTERWRIGHT_PORT: "8080" },
  });
  expect(await run(["start", "--from", home], terminal)).toBe(78);
  expect(terminal.all()).toContain("MATTERWRIGHT_PORT is set, but MATTERWRIGHT_URL is not");
});
