import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { Trouble } from "../trouble.ts";
import { secretsIn } from "./network.ts";
import { metaOf, settingKeys } from "./schema.ts";
import { type RealSettings, type Settings, settingsOf } from "./settings.ts";

const home = mkdtempSync(join(tmpdir(), "settings test "));
const server = { MATTERMOST_URL: "https://chat.example.com", MATTERMOST_TOKEN: "secret-token" };

beforeEach(() => writeFileSync(join(home, ".env"), ""));
afterAll(() => rmSync(home, { recursive: true }));

function real(env: Readonly<Record<string, string>>): RealSettings {
  const settings = settingsOf(env, home);
  if (settings.job !== "real") throw new Error("these are settings for the demo town");
  return settings;
}

function troubleOf(env: Readonly<Record<string, string>>): Trouble {
  try {
    settingsOf(env, home);
  } catch (error) {
    if (error instanceof Trouble) return error;
  }
  throw new Error("there was no trouble");
}

test("every setting is told in the documentation", () => {
  const told = readFileSync(join(import.meta.dirname, "../../../../docs/settings.md"), "utf8");
  expect(settingKeys.flatMap((key) => metaOf(key).names).filter((name) => !told.includes(`\`${name}\``))).toEqual([]);
});

test("the settings of the Errbot article are understood as they are written", () => {
  const example = join(import.meta.dirname, "../../../../examples/chatops-bot/.env.example");
  writeFileSync(join(home, ".env"), readFileSync(example, "utf8"));
  try {
    const settings = settingsOf({}, home);
    expect(settings).toMatchObject({
      job: "real",
      url: "https://chat.example.com",
      team: "my-team",
      timeoutMs: 30_000,
    });
    expect(settings).toMatchObject({ admins: ["@hermanl0"], prefix: "!", logLevel: "debug", warnings: [] });
  } finally {
    rmSync(join(home, ".env"));
  }
});

describe("who may run what", () => {
  const file = join(home, "access.json");
  afterEach(() => rmSync(file, { force: true }));

  test("is read from the home, or from a file that is named", () => {
    expect(real(server).access).toBeUndefined();
    writeFileSync(file, '{ "default": "deny", "rules": [{ "allow": "help" }] }');
    expect(real(server).access).toEqual({ default: "deny", rules: [{ allow: "help" }] });
    writeFileSync(join(home, "other.json"), '{ "denied": "silent" }');
    expect(real({ ...server, BOT_ACCESS_FILE: "other.json" }).access).toEqual({ denied: "silent" });
  });

  test.each([
    ["{", /^access\.json cannot be used, .*JSON/],
    ['{ "rules": [{ "alow": "x" }] }', /^access\.json cannot be used, .*rules\.0/],
    ['{ "default": "maybe" }', /^access\.json cannot be used, .*default/],
  ])("what cannot be understood stops the bot: %s", (text, sentence) => {
    writeFileSync(file, text);
    expect(troubleOf(server).message).toMatch(sentence);
  });

  test("a file that is named and not there stops the bot", () => {
    expect(troubleOf({ ...server, BOT_ACCESS_FILE: "nowhere.json" }).message).toMatch(/^BOT_ACCESS_FILE/);
  });
});

describe("which job it is", () => {
  test.each<[Settings["job"], Readonly<Record<string, string>>]>([
    ["embedded", {}],
    ["embedded", { TOKEN: "somebody-elses" }],
    ["embedded", { URL: "https://else.example.com" }],
    ["real", { URL: "chat.example.com", TOKEN: "t" }],
    ["real", { MATTERMOST_URL: "chat.example.com", MM_TOKEN: "t" }],
  ])("%s for %j", (job, env) => {
    expect(settingsOf(env, home).job).toBe(job);
  });

  test("a file that names a token and no server is incomplete", () => {
    writeFileSync(join(home, ".env"), "TOKEN=secret-token\n");
    expect(troubleOf({}).message).toMatch(/^MATTERMOST_URL is missing/);
  });

  test("an empty variable is none", () => {
    expect(settingsOf({ MATTERMOST_URL: "", MATTERMOST_TOKEN: " " }, home).job).toBe("embedded");
  });

  test("the demo town's port", () => {
    expect(settingsOf({ PORT: "9000" }, home)).toMatchObject({ job: "embedded", port: 9_000 });
  });
});

describe("where settings come from", () => {
  test("the environment beats the file, by whatever name", () => {
    writeFileSync(join(home, ".env"), "MATTERMOST_URL=file.example.com\nMATTERMOST_TOKEN=from-file\nBOT_PREFIX=?\n");
    const settings = real({ URL: "environment.example.com" });
    expect(settings).toMatchObject({ url: "https://environment.example.com", token: "from-file", prefix: "?" });
  });

  test("a token in a file of its own", () => {
    writeFileSync(join(home, "token"), "from-its-file\n");
    const settings = real({ MATTERMOST_URL: "chat.example.com", MATTERMOST_TOKEN_FILE: "token" });
    expect(settings).toMatchObject({ token: "from-its-file", tokenName: "MATTERMOST_TOKEN_FILE" });
  });

  test("Errbot's set-up", () => {
    const settings = real({
      MATTERMOST_URL: "chat.example.com",
      MATTERMOST_TOKEN: "t",
      MATTERMOST_TEAM: "my-team",
      MATTERMOST_USERNAME: "@Wright",
      MATTERMOST_SCHEME: "http",
      MATTERMOST_PORT: "8065",
      MATTERMOST_BASEPATH: "/api/v4",
      MATTERMOST_VERIFY: "False",
      MATTERMOST_TIMEOUT: "30",
      BOT_ADMINS: "('@ann', 'ben')",
      BOT_PREFIX: "?",
      BOT_EXTRA_PLUGIN_DIR: "./plugins",
      BOT_LOG_LEVEL: "logging.DEBUG",
      BOT_LOG_FILE: "errbot.log",
    });
    expect(settings).toMatchObject({
      url: "http://chat.example.com:8065",
      team: "my-team",
      username: "wright",
      isVerified: false,
      timeoutMs: 30_000,
      admins: ["@ann", "ben"],
      prefix: "?",
      pluginFolders: [join(home, "plugins")],
      logLevel: "debug",
      logFile: join(home, "errbot.log"),
      warnings: [],
    });
  });

  test("Errbot's own names and lists: other prefixes, and where commands answer", () => {
    const settings = real({
      ...server,
      BOT_ALT_PREFIXES: "('wright', '?')",
      DIVERT_TO_PRIVATE: "('help', 'access_list')",
      DIVERT_TO_THREAD: "ALL_COMMANDS",
    });
    expect(settings).toMatchObject({
      prefix: "!",
      otherPrefixes: ["wright", "?"],
      divert: { direct: ["help", "access list"], thread: ["*"] },
    });
  });

  test("the set-up of the relaying bot, and that of the Elixir framework", () => {
    expect(real({ URL: "chat.example.com", TOKEN: "t", TEAM_NAME: "my-team" })).toMatchObject({ team: "my-team" });
    const userId = "abcdefghijklmnopqrstuvwxyz";
    expect(real({ ...server, MM_BOT_USER_ID: userId })).toMatchObject({ userId });
  });
});

describe("tasks", () => {
  test("are in the home folder, or where postbot's settings say", () => {
    expect(real(server).tasks).toMatchObject({
      folder: join(home, "tasks"),
      schedule: join(home, "scheduler.toml"),
      logChannel: undefined,
    });
    const id = "4xp9fdt77pncbef59f4k1qe83o";
    const names = { TASKS_DIR: "jobs", SCHEDULER_TOML_PATH: "conf/when.toml", BOT_LOG_CHANNEL_ID: id };
    const { tasks, warnings } = real({ ...server, ...names });
    expect(tasks).toMatchObject({
      folder: join(home, "jobs"),
      schedule: join(home, "conf/when.toml"),
      shown: { folder: "jobs", schedule: "conf/when.toml" },
      logChannel: id,
    });
    expect(warnings).toEqual(['TASKS_DIR="jobs" is no folder yet: tasks are run as soon as there is one.']);
    expect(real({ ...server, TASKS_DIR: "." }).warnings).toEqual([]);
    expect(real({ ...server, BOT_LOG_CHANNEL_ID: "" }).tasks.logChannel).toBeUndefined();
  });

  test("that are programs know the environment and the .env, and none of the bot's secrets", () => {
    writeFileSync(join(home, ".env"), "TOKEN=secret-of-the-file\nGRAFANA_KEY=theirs\n");
    const mine = { MATTERWRIGHT_SECRET: "a".repeat(40), DATABASE_URL: "postgres://a:b@c/d", MM_TOKEN: "x" };
    const { environment } = real({ ...server, ...mine, PATH: "/bin", HTTPS_PROXY: "http://proxy:3128" }).tasks;
    expect(environment).toEqual({
      MATTERMOST_URL: server.MATTERMOST_URL,
      PATH: "/bin",
      HTTPS_PROXY: "http://proxy:3128",
      GRAFANA_KEY: "theirs",
    });
  });
});

describe("a bad value is named with its remedy", () => {
  test.each([
    ["MATTERMOST_SCHEME", "ftp", "is no scheme: write http or https."],
    ["MATTERMOST_PORT", "70000", "is no port: write the server's port, like 443."],
    ["MATTERMOST_VERIFY", "maybe", "is neither true nor false: write true or false."],
    ["MATTERMOST_TIMEOUT", "soon", "is no number of seconds: write seconds, like 30."],
    ["MATTERMOST_TEAM", "My Team", "is no team's name"],
    ["MM_BOT_USER_ID", "wright", "is no id"],
    ["BOT_ADMINS", "@ann,;", 'holds ";", which is no user\'s name'],
    ["BOT_PREFIX", "a b", "is no prefix"],
    ["BOT_ALT_PREFIXES", "?,a b", 'holds "a b", which is no prefix: write signs and names with commas between them'],
    ["BOT_LOG_CHANNEL_ID", "bot log", "is no channel: write the 26 letters and digits of a channel's id"],
    ["BOT_TIMEZONE", "Berlin", "is no time zone: write its IANA name, like Europe/Berlin."],
    ["BOT_LOG_LEVEL", "loud", "is no level of a log: write debug, info, warn or error."],
    ["PORT", "http", "is no port"],
  ])("%s=%s", (name, value, sentence) => {
    const trouble = troubleOf({ ...server, [name]: value });
    expect(trouble.message).toContain(`${name}="${value}" ${sentence}`);
    expect(trouble.exitCode).toBe(78);
  });

  test("all at once, a line each", () => {
    expect(troubleOf({ PORT: "x", BOT_PREFIX: "a b" }).message.split("\n")).toHaveLength(2);
  });

  test("but never a secret's", () => {
    const { message } = troubleOf({ ...server, MATTERMOST_TOKEN: "two secret words" });
    expect(message).toMatch(/^MATTERMOST_TOKEN has a space in it/);
    expect(message).not.toContain("secret words");
  });

  test("nor a password in an address", () => {
    expect(troubleOf({ ...server, MATTERMOST_URL: "ftp://ann:hidden@chat.example.com" }).message).not.toContain(
      "hidden",
    );
  });

  test.each([
    [{ ...server, MATTERMOST_SCHEME: "http" }, "MATTERMOST_SCHEME"],
    [{ ...server, MATTERMOST_URL: "chat.example.com:1", MATTERMOST_PORT: "2" }, "MATTERMOST_PORT"],
    [{ ...server, MATTERMOST_URL: "chat.example.com/a", MATTERMOST_BASEPATH: "/b" }, "MATTERMOST_BASEPATH"],
    [{ ...server, MATTERMOST_CA_FILE: "missing.pem" }, "MATTERMOST_CA_FILE"],
    [{ MATTERMOST_URL: "chat.example.com", MATTERMOST_TOKEN_FILE: "missing" }, "MATTERMOST_TOKEN_FILE"],
    [{ MATTERMOST_URL: "chat.example.com" }, "MATTERMOST_TOKEN is missing"],
  ])("of %j", (env, start) => {
    expect(troubleOf(env).message.startsWith(start)).toBe(true);
  });
});

describe("what lies between here and the server", () => {
  test("nothing, by default", () => {
    expect(real(server).network).toEqual({});
  });

  test("certificates from files, and what opens the key", () => {
    for (const name of ["ca", "cert", "key"]) writeFileSync(join(home, `${name}.pem`), name);
    const { network } = real({
      ...server,
      MATTERMOST_CA_FILE: "ca.pem",
      MATTERMOST_CLIENT_CERT_FILE: "cert.pem",
      MATTERMOST_CLIENT_KEY_FILE: "key.pem",
      MATTERMOST_CLIENT_KEY_PASSPHRASE: "open sesame",
      MATTERMOST_VERIFY: "no",
    });
    expect(network).toEqual({ ca: "ca", cert: "cert", key: "key", passphrase: "open sesame", insecure: true });
    expect(secretsIn(network)).toEqual(["open sesame"]);
  });

  test.each([
    [{ MATTERMOST_PROXY: "proxy:3128", HTTPS_PROXY: "other:1" }, "proxy:3128"],
    [{ HTTPS_PROXY: "proxy:3128", HTTP_PROXY: "other:1" }, "proxy:3128"],
    [{ https_proxy: "proxy:3128" }, "proxy:3128"],
    [{ HTTP_PROXY: "other:1" }, undefined],
    [{ MATTERMOST_URL: "http://chat.example.com", HTTP_PROXY: "proxy:3128", HTTPS_PROXY: "other:1" }, "proxy:3128"],
    [{ MATTERMOST_URL: "http://localhost:8065", HTTP_PROXY: "proxy:3128" }, undefined],
    [{ MATTERMOST_URL: "http://localhost:8065", MATTERMOST_PROXY: "proxy:3128" }, "proxy:3128"],
  ])("the proxy of %j", (env, proxy) => {
    expect(real({ ...server, ...env }).network.proxy).toBe(proxy);
  });

  test("what needs no proxy, ours before everybody's", () => {
    expect(real({ ...server, NO_PROXY: "a", MATTERMOST_NO_PROXY: "b" }).network.noProxy).toBe("b");
  });

  test.each(['{"X-Key": "k", "X-Other": "a: b"}', "X-Key: k\nX-Other: a: b"])("headers as %s", (text) => {
    const { network } = real({ ...server, MATTERMOST_HEADERS: text });
    expect(network.headers).toEqual({ "X-Key": "k", "X-Other": "a: b" });
    expect(secretsIn(network)).toEqual(["k", "a: b"]);
  });

  test("the password of a proxy is a secret, however it is written", () => {
    const { network } = real({ ...server, MATTERMOST_PROXY: "http://bot:s%40crets@proxy:3128" });
    expect(secretsIn(network)).toEqual(["bot:s%40crets", "s%40crets", "s@crets"]);
  });

  test.each([
    ["MATTERMOST_PROXY", "socks5://hidden@proxy:1", "is no proxy's address: write the proxy's address"],
    ["HTTPS_PROXY", "http://", "is no proxy's address"],
    ["MATTERMOST_HEADERS", "hidden", "holds something that is no header"],
    ["MATTERMOST_HEADERS", '{"hidden": 1}', "holds something that is no header"],
  ])("%s=%s is refused without being shown", (name, value, sentence) => {
    const { message } = troubleOf({ ...server, [name]: value });
    expect(message).toContain(`${name} ${sentence}`);
    expect(message).not.toContain("hidden");
  });
});

describe("a name that is none is told", () => {
  test.each([
    ["MATTERMOST_TOKN", "MATTERMOST_TOKEN"],
    ["MATTERMOST_VERFIY", "MATTERMOST_VERIFY"],
    ["MATTERWRIGHT_ADMINS", "BOT_ADMINS"],
    ["BOT_ADMIN", "BOT_ADMINS"],
  ])("%s", (name, meant) => {
    expect(settingsOf({ ...server, [name]: "x" }, home).warnings).toEqual([
      `${name} is no setting and has no effect. Did you mean ${meant}?`,
    ]);
  });

  test("even when nothing is near, unless it is somebody else's", () => {
    const { warnings } = settingsOf(
      { MATTERWRIGHT_COLOUR: "red", MATTERMOST_CONFORMANCE_URL: "x", PATH: "/bin" },
      home,
    );
    expect(warnings).toEqual(["MATTERWRIGHT_COLOUR is no setting and has no effect."]);
  });

  test("and a setting for a server where none is named", () => {
    expect(settingsOf({ MATTERMOST_TEAM: "my-team" }, home).warnings[0]).toContain(
      "MATTERMOST_TEAM has no effect in the demo town",
    );
  });
});
