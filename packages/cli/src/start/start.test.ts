import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { type DemoTown, Simulator, demoTown } from "@matterwright/sim";
import { type Listening, listen } from "@matterwright/sim/node";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { run } from "../run.ts";
import { type FakeTerminal, fakeTerminal } from "../testing-terminal.ts";

const root = mkdtempSync(join(tmpdir(), "start test "));
let count = 0;
let home = "";
let sim: Simulator;
let town: DemoTown;
let door: Listening;

beforeEach(async () => {
  home = join(root, String(count++));
  mkdirSync(home);
  sim = new Simulator();
  town = demoTown(sim);
  door = await listen(sim, { port: 0 });
});
afterEach(async () => {
  sim.stop();
  await door.close();
});
afterAll(() => rmSync(root, { recursive: true }));

type Env = Readonly<Record<string, string>>;

function server(more: Env = {}): Env {
  return { MATTERMOST_URL: door.url, MATTERMOST_TOKEN: town.bot.token, ...more };
}

/** Starts, lets `visit` look, and stops as Ctrl-C does. */
async function visited(
  env: Env,
  visit: (printed: string) => Promise<void>,
): Promise<{ readonly code: number; readonly terminal: FakeTerminal }> {
  const terminal = fakeTerminal({ env });
  const code = run(["start", "--from", home, "--port", "0"], terminal);
  const early = code.then((ended) => Promise.reject(new Error(`ended with ${ended}: ${terminal.all()}`)));
  await visit(await Promise.race([terminal.firstPrint, early]));
  terminal.interrupt();
  return { code: await code, terminal };
}

/** What the bot answers to ann: comes over a real socket, so there is no clock to turn. */
async function answerTo(message: string): Promise<string> {
  const said = (): string[] =>
    [...sim.world.posts.values()].flatMap(({ user_id, type, message: text }) =>
      user_id === town.bot.id && type === "" ? [text] : [],
    );
  const before = said().length;
  await sim.person("ann").says(message, { in: "ops" });
  for (;;) {
    const answer = said()[before];
    if (answer !== undefined) return answer;
    await setImmediate();
  }
}

/** Resolves when the bot has said something. */
async function spoken(text: string): Promise<void> {
  while (![...sim.world.posts.values()].some(({ message }) => message === text)) await setImmediate();
}

async function refused(env: Env): Promise<readonly [number, string]> {
  const terminal = fakeTerminal({ env });
  const code = await run(["start", "--from", home], terminal);
  expect(terminal.all()).not.toContain(town.bot.token);
  return [code, terminal.noted.join("\n")];
}

describe("on a server", () => {
  test("answers, stops, and shows its token nowhere", async () => {
    const logFile = join(home, "logs/bot.log");
    const { code, terminal } = await visited(
      server({ BOT_LOG_FILE: logFile, BOT_LOG_LEVEL: "debug", BOT_ADMINS: "@ann" }),
      async (printed) => {
        expect(printed).toContain(`@wright is listening at ${door.url}`);
        expect(await answerTo("!help")).toContain("whoami");
      },
    );
    expect(code).toBe(0);
    const everything = terminal.all() + readFileSync(logFile, "utf8");
    expect(everything).toContain("the bot has stopped");
    expect(everything).not.toContain(town.bot.token);
  });

  test("takes its settings from the home folder", async () => {
    writeFileSync(join(home, ".env"), `URL=${door.url}\nTOKEN=${town.bot.token}\nTEAM_NAME=demo\nBOT_PREFIX=?\n`);
    await visited({ BOT_ALT_PREFIXES: "botty", DIVERT_TO_THREAD: "echo" }, async () => {
      expect(await answerTo("?echo hello")).toContain("hello");
      expect(await answerTo("Botty, echo again")).toContain("again");
      const answers = [...sim.world.posts.values()].filter(
        ({ user_id, type }) => user_id === town.bot.id && type === "",
      );
      expect(answers.every(({ root_id }) => root_id !== "")).toBe(true);
    });
  });

  test("accepts what is true of the account", async () => {
    const env = server({ MATTERMOST_USERNAME: "wright", MM_BOT_USER_ID: town.bot.id, MATTERMOST_TEAM: "demo" });
    expect((await visited(env, () => Promise.resolve())).code).toBe(0);
  });

  test("loads plugins that need no packages of their own, and goes on without those that fail", async () => {
    mkdirSync(join(home, "extra"));
    const greeter = `import { plugin, z } from "matterwright";
      export default plugin({ name: "greeter", setup(bot) { bot.command("greet", { about: "Greet", args: { who: z.string() } }, (ctx, { who }: { who: string }) => ctx.reply("Hello, " + who + "!")); } });`;
    writeFileSync(join(home, "extra/greeter.ts"), greeter);
    writeFileSync(join(home, "extra/broken.js"), "this is no program");
    writeFileSync(join(home, "extra/stranger.js"), "export default 3;");
    await visited(server({ BOT_EXTRA_PLUGIN_DIR: "extra" }), async () => {
      expect(await answerTo("!greet Ben")).toBe("Hello, Ben!");
    });
  });

  test("runs tasks, which need no packages of their own, and programs that know no secret", async () => {
    mkdirSync(join(home, "tasks"));
    const greet = `import { webhook } from "matterwright/webhook";
      export const run = (bot: { reply(text: string): Promise<void> }) => bot.reply("Hello, " + typeof webhook);`;
    writeFileSync(join(home, "tasks/greet.ts"), greet);
    writeFileSync(join(home, "tasks/known.sh"), '#!/bin/sh\necho "token: $MATTERMOST_TOKEN, shell: $SHELL_OF_ALL"\n', {
      mode: 0o755,
    });
    writeFileSync(join(home, "scheduler.toml"), '[tasks]\ngreet = "0 7 * * 1"\n');
    await visited(server({ BOT_ADMINS: "ann", PATH: process.env["PATH"] ?? "", SHELL_OF_ALL: "sh" }), async () => {
      expect(await answerTo("!tasks")).toContain("| `greet` |  | `0 7 * * 1` UTC |");
      expect(await answerTo("!run greet")).toContain("`greet`");
      await spoken("Hello, function");
      expect(await answerTo("!run known")).toContain("`known`");
      await spoken("token: , shell: sh");
    });
  });

  test("names the plugins that could not be loaded, and why", async () => {
    mkdirSync(join(home, "plugins"));
    const files = {
      "again.ts": 'import { plugin } from "matterwright"; export default plugin({ name: "chatops", setup() {} });',
      "broken.ts": "const broken = ;",
      "lonely.ts": 'import "a-package-that-is-not-there";',
      "stranger.js": "export default 3;",
    };
    for (const [name, source] of Object.entries(files)) writeFileSync(join(home, "plugins", name), source);
    const { terminal } = await visited(server({ BOT_ADMINS: "ann" }), async () => {
      const list = await answerTo("!plugin list");
      expect(list).toMatch(/`plugins\/again\.ts` .*there is a plugin called chatops already/);
      expect(list).toContain("`plugins/broken.ts`");
      expect(list).toMatch(/`plugins\/lonely\.ts` .*'a-package-that-is-not-there'/);
      expect(list).toMatch(/`plugins\/stranger\.js` .*it does not export a plugin/);
      expect(await answerTo("!status")).toContain("4 plugins did not start (see `!plugin list`)");
    });
    for (const name of Object.keys(files)) expect(terminal.all()).toContain(`plugins/${name}`);
  });
});

describe("what keeps it from starting is told in a sentence", () => {
  test.each<[string, () => Env, string, number]>([
    [
      "a wrong token",
      () => server({ MATTERMOST_TOKEN: "wrong" }),
      "refuses the token: MATTERMOST_TOKEN is mistyped",
      78,
    ],
    ["a wrong path", () => server({ MATTERMOST_BASEPATH: "/chat" }), "There is no Mattermost at", 78],
    [
      "https where http is spoken",
      () => server({ MATTERMOST_URL: door.url.replace("http", "https") }),
      "speaks plain http",
      78,
    ],
    ["nobody listening", () => server({ MATTERMOST_URL: "http://127.0.0.1:1" }), "Nobody listens at 127.0.0.1:1", 75],
    [
      "an unknown host",
      () => server({ MATTERMOST_URL: "http://chat.invalid" }),
      "The name chat.invalid is not known",
      75,
    ],
    ["another account", () => server({ MATTERMOST_USERNAME: "robo" }), "belongs to @wright", 78],
    ["another id", () => server({ MM_BOT_USER_ID: "a".repeat(26) }), `belongs to`, 78],
    ["another team", () => server({ MATTERMOST_TEAM: "other" }), "only in demo", 78],
    ["a missing token", () => ({ MATTERMOST_URL: door.url }), "MATTERMOST_TOKEN is missing", 78],
    ["a missing plugin folder", () => server({ BOT_EXTRA_PLUGIN_DIR: "nowhere" }), "BOT_EXTRA_PLUGIN_DIR=", 78],
    ["a log file that is a folder", () => server({ BOT_LOG_FILE: "." }), "BOT_LOG_FILE=", 78],
  ])("%s", async (_what, env, sentence, code) => {
    const [ended, said] = await refused(env());
    expect(said).toContain(sentence);
    expect(said.trim().split("\n")).toHaveLength(1);
    expect(ended).toBe(code);
  });

  test("a home folder that is not there", async () => {
    const terminal = fakeTerminal();
    expect(await run(["start", "--from", join(home, "nowhere")], terminal)).toBe(78);
    expect(terminal.noted[0]).toContain("there is no such folder");
  });
});

describe("in the demo town", () => {
  test("serves page and API on one port, and answers there", async () => {
    const { code, terminal } = await visited({}, async (printed) => {
      const url = /http:\/\/localhost:\d+/.exec(printed)?.[0] ?? "";
      expect(printed).toContain("ann, ben or cat, password matterwright");
      expect(await (await fetch(url)).text()).toContain("<!doctype html>");
      expect(await (await fetch(`${url}/api/v4/system/ping`)).json()).toMatchObject({ status: "OK" });
    });
    expect(code).toBe(0);
    expect(terminal.noted.at(-1)).toContain("the bot has stopped");
  });

  test("has tasks to run where there are none of one's own", async () => {
    const { code } = await visited({ PATH: process.env["PATH"] ?? "" }, async (printed) => {
      const api = `${/http:\/\/localhost:\d+/.exec(printed)?.[0]}/api/v4`;
      const login = JSON.stringify({ login_id: "ann", password: "matterwright" });
      const token = (await fetch(`${api}/users/login`, { method: "POST", body: login })).headers.get("token");
      const headers = { Authorization: `Bearer ${token}` };
      const get = async <Body>(path: string): Promise<Body> =>
        (await (await fetch(`${api}/${path}`, { headers })).json()) as Body;
      const { id: team } = await get<{ id: string }>("teams/name/demo");
      const { id: channel_id } = await get<{ id: string }>(`teams/${team}/channels/name/ops`);
      const told = async (wanted: string): Promise<void> => {
        for (;;) {
          const { posts } = await get<{ posts: Record<string, { message: string }> }>(`channels/${channel_id}/posts`);
          if (Object.values(posts).some(({ message }) => message.includes(wanted))) return;
          await setImmediate();
        }
      };
      const say = (message: string): Promise<Response> =>
        fetch(`${api}/posts`, { method: "POST", headers, body: JSON.stringify({ channel_id, message }) });
      await say("!tasks");
      await told("| `hello` | Says hello, as a module does | `0 9 * * 1-5` UTC |");
      await say("!run hello");
      await told("Hello, @ann! A file in `tasks/` is a task");
      await say("!run disk");
      await told("are free");
    });
    expect(code).toBe(0);
  });

  test("takes the next port when its own is taken, and says so", async () => {
    const terminal = fakeTerminal({ env: { PORT: String(door.port) } });
    const code = run(["start", "--from", home], terminal);
    const printed = await terminal.firstPrint;
    const port = Number(/localhost:(\d+)/.exec(printed)?.[1]);
    expect(port).toBeGreaterThan(door.port);
    expect(terminal.noted.join("\n")).toContain(`Port ${door.port} is taken, so the town is at port ${port}.`);
    terminal.interrupt();
    expect(await code).toBe(0);
  });
});
