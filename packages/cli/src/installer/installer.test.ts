/** `!plugin install` and its kin, with a real npm, a real git and a real folder, and nothing beyond this machine. */
import { execFileSync, spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import chatops from "@matterwright/chatops";
import { stage } from "@matterwright/testing";
import { Bot } from "matterwright";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { files, source, write } from "../../test/package.ts";
import { Registry, pack } from "../../test/registry.ts";
import { installer } from "./installer.ts";
import { InstallRecord } from "./record.ts";

const program = join(import.meta.dirname, "../../test/installing.ts");
const registry = new Registry();
const away = mkdtempSync(join(tmpdir(), "install-test-"));
let home: string;

const env = {
  PATH: process.env["PATH"],
  HOME: join(away, "user"),
  npm_config_cache: join(away, "cache"),
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_AUTHOR_NAME: "a",
  GIT_AUTHOR_EMAIL: "a@example.com",
  GIT_COMMITTER_NAME: "a",
  GIT_COMMITTER_EMAIL: "a@example.com",
};

beforeAll(async () => {
  await registry.listen();
  const word = { name: "word", version: "1.0.0", type: "module", exports: "./index.js" };
  registry.publish({ "package.json": JSON.stringify(word), "index.js": 'export const word = "a word";' });
});
// npm takes its time where much else is going on.
vi.setConfig({ testTimeout: 120_000 });
afterAll(() => {
  registry.close();
  rmSync(away, { recursive: true });
});
beforeEach(() => {
  home = mkdtempSync(join(away, "home "));
  const { host } = new URL(registry.address);
  writeFileSync(join(home, ".npmrc"), `registry=${registry.address}\n//${host}/:_authToken=${registry.token}\n`);
});

const git = (folder: string, ...args: readonly string[]): string =>
  execFileSync("git", args, { cwd: folder, env, encoding: "utf8" }).trim();

function repository(contents: Readonly<Record<string, string>>): string {
  const folder = write(mkdtempSync(join(away, "repository-")), contents);
  git(folder, "init", "--quiet", "--initial-branch=main");
  git(folder, "add", ".");
  git(folder, "commit", "--quiet", "-m", "first");
  return folder;
}

/** Says these things to a bot, one after another, and returns its answers. */
async function bot(lines: readonly string[], { sources = "" } = {}): Promise<string[]> {
  const child = spawn(process.execPath, [program, home, sources], {
    env,
    stdio: ["pipe", "pipe", "inherit"],
  });
  child.stdin.end(lines.map((line) => `${line}\n`).join(""));
  return (await text(child.stdout))
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as string);
}

const standing = (): readonly string[] =>
  existsSync(join(home, "data/plugins")) ? readdirSync(join(home, "data/plugins")) : [];
const record = (): Record<string, Record<string, string>> =>
  (
    JSON.parse(readFileSync(join(home, "data/plugins/installed.json"), "utf8")) as {
      plugins: Record<string, Record<string, string>>;
    }
  ).plugins;

test("from a private registry, by its own configuration: pinned, kept through restarts, updated and uninstalled", async () => {
  registry.publish(
    files(
      "karma",
      "1.0.0",
      { dependencies: { word: "^1.0.0" }, scripts: { postinstall: "touch ran" } },
      'import { word } from "word"; void word;',
    ),
  );
  expect(await bot(["ann: !plugin install matterwright-plugin-karma", "ben: !karma"])).toEqual([
    expect.stringMatching(
      /^:white_check_mark: `karma` 1\.0\.0 is installed, and is active\. It comes from `matterwright-plugin-karma@1\.0\.0`, pinned to `sha512-.{13}…`\.$/,
    ) as string,
    "1.0.0",
  ]);
  const { karma } = record();
  expect(karma).toMatchObject({ asked: "matterwright-plugin-karma", kind: "npm", version: "1.0.0", by: "ann" });
  expect(karma?.["integrity"]).toMatch(/^sha512-/);
  const folder = join(home, "data/plugins", karma?.["folder"] ?? "");
  expect(existsSync(join(folder, "plugin/ran"))).toBe(false);
  expect(existsSync(join(folder, ".npmrc"))).toBe(false);
  registry.publish(files("karma", "1.1.0"));
  expect(
    await bot([
      "ben: !karma",
      "ann: !plugin update karma",
      "ben: !karma",
      "ann: !plugin update karma 7.0.0",
      "ben: !karma",
      "ann: !repos",
      "ann: !plugin uninstall karma",
      "ann: !repos",
    ]),
  ).toEqual([
    "1.0.0",
    expect.stringContaining("`karma` 1.1.0 was updated, and is active."),
    "1.1.0",
    "`matterwright-plugin-karma@7.0.0` was not installed, and nothing has changed: the registry has no such version of it.",
    "1.1.0",
    expect.stringContaining("| `karma` | 1.1.0 | `matterwright-plugin-karma@1.1.0` |"),
    expect.stringContaining("`karma` is uninstalled; what it stored stays."),
    "Nothing is installed.",
  ]);
  expect(standing()).toEqual(["installed.json"]);
});

test("errbot-24 errbot-bug-36 from git, pinned to its commit; from a folder and a packed file, with no registry at all", async () => {
  rmSync(join(home, ".npmrc"));
  const origin = repository(files("gitty", "1.0.0"));
  const first = git(origin, "rev-parse", "HEAD");
  git(origin, "tag", "v1");
  write(home, {
    ...Object.fromEntries(
      Object.entries(files("foldy", "1.0.0")).map(([name, content]) => [`mine/foldy/${name}`, content]),
    ),
    "lone.ts": source("lone", "0.1.0"),
  });
  writeFileSync(join(home, "packy.tgz"), pack(files("packy", "1.0.0")));
  const answers = await bot([
    `ann: !plugin install git+file://${origin}#main`,
    "ann: !plugin install ./mine/foldy",
    "ann: !plugin install ./lone.ts",
    "ann: !plugin install ./packy.tgz",
    "ben: !gitty",
    "ben: !foldy",
    "ben: !lone",
    "ben: !packy",
  ]);
  expect(answers.slice(0, 4).map((answer) => answer.slice(0, 40))).toEqual([
    expect.stringContaining("`gitty` 1.0.0 is"),
    expect.stringContaining("`foldy` 1.0.0 is"),
    expect.stringContaining("`lone` is instal"),
    expect.stringContaining("`packy` 1.0.0 is"),
  ]);
  expect(answers.slice(4)).toEqual(["1.0.0", "1.0.0", "0.1.0", "1.0.0"]);
  // What was copied elsewhere is there as it was, and is not fetched by some name again.
  const [old, moved] = [home, mkdtempSync(join(away, "moved "))];
  cpSync(join(old, "data/plugins"), join(moved, "data/plugins"), { recursive: true });
  home = moved;
  expect(await bot(["ben: !gitty", "ben: !foldy", "ben: !lone"])).toEqual(["1.0.0", "1.0.0", "0.1.0"]);
  home = old;
  expect(record()["gitty"]).toMatchObject({ integrity: first, from: `file://${origin}#${first}` });
  write(origin, files("gitty", "2.0.0"));
  git(origin, "commit", "--quiet", "-am", "second");
  expect(
    await bot([
      "ann: !plugin update gitty",
      "ben: !gitty",
      `ann: !plugin update gitty ${first.slice(0, 12)}`,
      "ben: !gitty",
      "ann: !plugin update gitty no-such-branch",
      "ann: !plugin update foldy",
      "ann: !plugin update foldy 3",
    ]),
  ).toEqual([
    expect.stringContaining("`gitty` 2.0.0 was updated"),
    "2.0.0",
    expect.stringContaining("`gitty` 1.0.0 was updated"),
    "1.0.0",
    expect.stringContaining(
      "was not installed, and nothing has changed: git says: couldn't find remote ref no-such-branch.",
    ),
    "`foldy` is as new as it gets: nothing has changed.",
    "A folder has one version only: leave it out.",
  ]);
});

test("what cannot be had or set up leaves nothing behind", async () => {
  write(home, {
    "broken/index.ts": "this is broken",
    "none/index.ts": "export default 1;",
    "fails/index.ts":
      'import { plugin } from "matterwright"; export default plugin({ name: "fails", setup() { throw new Error("no database"); } });',
    "taken/index.ts": source("chatops", "1.0.0"),
    "dies/index.ts":
      'import { plugin } from "matterwright"; export default plugin({ name: "dies", setup: () => process.kill(process.pid, "SIGKILL") });',
  });
  registry.liesAbout = "matterwright-plugin-liar";
  registry.publish(files("liar", "1.0.0"));
  expect(
    await bot([
      "ann: !plugin install matterwright-plugin-gone",
      "ann: !plugin install matterwright-plugin-liar",
      "ann: !plugin install ./gone",
      "ann: !plugin install ./broken",
      "ann: !plugin install ./none",
      "ann: !plugin install ./fails",
      "ann: !plugin install ./taken",
      "ann: !plugin install git+file:///nowhere/at/all.git",
      "ann: !plugin install Something Odd",
      "ann: !plugin install https://ann:swordfish@git.example.com/karma.git",
      "ann: !plugin uninstall chatops",
      "ann: !plugin update gone",
      "ben: !plugin install ./fails",
      "ben: !plugin search",
      "file: .npmrc registry=http://127.0.0.1:9/",
      "ann: !plugin install matterwright-plugin-karma",
    ]),
  ).toEqual([
    "`matterwright-plugin-gone` was not installed, and nothing has changed: the registry has no such package.",
    expect.stringContaining("what came is not what the registry promised"),
    "`./gone` was not installed, and nothing has changed: there is no such folder.",
    expect.stringMatching(/`\.\/broken` was not installed, and nothing has changed: .* \(index\.ts, line 1\)\.$/),
    expect.stringContaining("it does not export a plugin"),
    "The plugin fails could not be set up: no database",
    "There is a plugin called chatops already.",
    expect.stringContaining("git says: "),
    expect.stringContaining("`Something Odd` is nothing that I could install: write the name of an npm package"),
    expect.stringContaining("has a password in it"),
    "`chatops` was not installed from here, it belongs to the program: nothing is.",
    "No plugin `gone` is installed: nothing is.",
    expect.stringContaining("Only administrators"),
    expect.stringContaining("Only administrators"),
    "`matterwright-plugin-karma` was not installed, and nothing has changed: the registry cannot be reached (ECONNREFUSED).",
  ]);
  expect(standing()).toEqual([]);
  expect(await bot(["ann: !plugin install ./dies"])).toEqual([]);
  expect(standing()).toHaveLength(1);
  expect(await bot(["ann: !repos"])).toEqual(["Nothing is installed."]);
  expect(standing()).toEqual([]);
});

test("errbot-bug-37 finds what the registry and the folders have, by all of the words, and says where it could not look", async () => {
  registry.publish(files("finder", "1.2.3"));
  write(join(home, "offered/finch"), files("finch", "0.2.0"));
  const sources = [join(home, "offered"), join(home, "gone")].join();
  const [found] = await bot(["ann: !plugin search fin ABOUT"], { sources });
  expect(found).toContain("| `./offered/finch` | 0.2.0 | All about finch |");
  expect(found).toContain("| `matterwright-plugin-finder` | 1.2.3 | All about finder |");
  expect(found).not.toContain("karma");
  expect((await bot(["ann: !plugin search fin volcano"], { sources }))[0]).toContain("Nothing was found.");
  expect(found).toContain(`I could not look in ${join(home, "gone")}: there is no such folder.`);
});

test("needs leave to do anything, and shows nothing of it to whoever has none", async () => {
  const off = { home, env: {}, record: new InstallRecord(join(home, "data/plugins")), isAllowed: false, sources: [] };
  await using town = await stage((options) => new Bot(options).plugin(chatops).plugin(installer(off)));
  const ann = town.person("ann");
  for (const call of ["install ./karma", "update karma", "uninstall karma", "search", "installed"]) {
    await ann.says(`!plugin ${call}`, { in: "ops" });
    expect(ann.sees).toBe(
      "Installing plugins from chat is switched off. Whoever runs me can allow it: `BOT_PLUGIN_INSTALL=true` in my settings, and a restart.",
    );
  }
  await ann.says("!help");
  expect(ann.sees).not.toContain("plugin install");
});

test("what was changed since it was installed is not run, and a record that makes no sense is left alone", async () => {
  write(join(home, "mine"), files("mine", "1.0.0"));
  const [, again] = await bot(["ann: !plugin install ./mine", "ann: !plugin install ./mine"]);
  expect(again).toMatch(/^`mine` is installed already, from `.*mine`: `!plugin update mine` looks for a newer one\.$/);
  const folder = join(home, "data/plugins", record()["mine"]?.["folder"] ?? "");
  writeFileSync(join(folder, "plugin/index.ts"), source("mine", "evil"));
  const [list, ...rest] = await bot([
    "ann: !plugin list",
    "ann: !plugin uninstall mine",
    "ann: !plugin install ./mine",
    "ben: !mine",
    "file: data/plugins/installed.json {",
    "ann: !plugin install ./mine",
  ]);
  expect(list).toContain(
    "`mine` |  | :x: did not start: `its files are not those that were installed: uninstall it, and install it anew` |",
  );
  expect(rest.slice(-2)).toEqual(["1.0.0", expect.stringContaining("installed.json is not what I wrote")]);
  expect(await bot([])).toEqual([
    expect.stringContaining("installed.json is not what I wrote, so what is installed is left alone"),
  ]);
  expect(standing()).toHaveLength(2);
});

test("all of them at once: each for itself, and what fails changes nothing", async () => {
  for (const name of ["karma", "lunch", "quote"]) write(join(home, name), files(name, "1.0.0"));
  await bot(["karma", "lunch", "quote"].map((name) => `ann: !plugin install ./${name}`));
  write(join(home, "karma"), files("karma", "1.1.0"));
  write(join(home, "quote"), { "index.ts": "this is no TypeScript" });
  const [refused, all, karma, quote] = await bot([
    "ann: !plugin update all 2.0.0",
    "ann: !plugin update all",
    "ben: !karma",
    "ben: !quote",
  ]);
  expect(refused).toContain("Not all plugins have the same version");
  expect(all?.split("\n").slice(2)).toEqual([
    "| `karma` | 1.0.0 | :white_check_mark: updated to 1.1.0 |",
    "| `lunch` | 1.0.0 | as new as it gets |",
    expect.stringMatching(/^\| `quote` \| 1\.0\.0 \| :x: as it was: /) as string,
  ]);
  expect([karma, quote]).toEqual(["1.1.0", "1.0.0"]);
});
