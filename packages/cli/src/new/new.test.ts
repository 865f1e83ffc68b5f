/** `matterwright new plugin` and `matterwright test`, as they are typed in a folder with nothing in it. */
import { appendFileSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { TestingHome } from "../../test/home.ts";
import { run } from "../run.ts";
import { settingsOf } from "../settings/settings.ts";
import { fakeTerminal } from "../testing-terminal.ts";

const home = new TestingHome("new test");

async function typed(...args: readonly string[]): Promise<readonly [number, string]> {
  const terminal = fakeTerminal({ cwd: home.path, env: process.env as Record<string, string> });
  return [await run(args, terminal), terminal.all()];
}

test("a new plugin passes its test at once, and its test can fail", async () => {
  const [made, said] = await typed("new", "plugin", "greet");
  expect([made, said]).toEqual([0, expect.stringContaining("plugins/greet is a plugin now: index.ts") as string]);
  const [passed, report] = await typed("test");
  expect([passed, report]).toEqual([0, expect.stringContaining("pass 2") as string]);
  appendFileSync(join(home.path, "plugins/greet/index.test.ts"), 'test("fails", () => assert.equal(1, 2));\n');
  const [failed, complaint] = await typed("test", "plugins/greet");
  expect(failed).toBe(1);
  expect(complaint).toMatch(/fail 1[\s\S]*Not all tests passed\.$/);
});

test.each([
  [
    "My Plugin!",
    '"My Plugin!" is no name of a plugin: use up to 40 lower case letters, digits and dashes, like my-plugin.',
  ],
  ["../evil", "like evil."],
  ["9", "like my-plugin."],
  ["-x", "unknown option"],
  ["chatops", '"chatops" is what a plugin of Matterwright\'s own is called: choose another name.'],
  ["x".repeat(41), "use up to 40"],
])("refuses %s as a name", async (name, sentence) => {
  const [code, said] = await typed("new", "plugin", name);
  expect(code).toBe(64);
  expect(said).toContain(sentence);
  expect(readdirSync(home.path)).toEqual([]);
});

test("writes over nothing", async () => {
  mkdirSync(join(home.path, "plugins/greet"), { recursive: true });
  writeFileSync(join(home.path, "plugins/hello.ts"), "");
  expect(await typed("new", "plugin", "greet")).toEqual([
    64,
    "plugins/greet is there already, so nothing was written: choose another name.",
  ]);
  expect(await typed("new", "plugin", "hello")).toEqual([
    64,
    "plugins/hello.ts is there already, so nothing was written: choose another name.",
  ]);
  writeFileSync(join(home.path, "file"), "");
  const [code, said] = await typed("new", "plugin", "other", "--from", "file");
  expect(code).toBe(78);
  expect(said).toMatch(/^file\/plugins\/other cannot be written \(ENOTDIR\)/);
  expect(existsSync(join(home.path, "plugins/other"))).toBe(false);
});

test("says where no test is", async () => {
  mkdirSync(join(home.path, "plugins"));
  expect(await typed("test")).toEqual([64, "There is no test in plugins: tests are files like greet.test.ts."]);
  expect(await typed("test", "gone")).toEqual([64, "gone is not there: name files with tests, or folders."]);
});

test("errbot-40 init makes a home with settings that nobody else reads, and a plugin with its test", async () => {
  const [made, said] = await typed("init", "mybot");
  expect([made, said]).toEqual([0, expect.stringContaining("mybot is a bot's home now: fill in its .env.") as string]);
  expect(readdirSync(join(home.path, "mybot")).toSorted()).toEqual([".env", ".gitignore", "plugins"]);
  expect(statSync(join(home.path, "mybot/.env")).mode & 0o77).toBe(0);
  expect(settingsOf({}, join(home.path, "mybot"))).toMatchObject({ job: "embedded", warnings: [] });
  expect(readdirSync(join(home.path, "mybot/plugins/hello")).toSorted()).toEqual([
    "index.test.ts",
    "index.ts",
    "package.json",
  ]);
  expect(await typed("init", "mybot")).toEqual([
    64,
    "mybot/.env is there already, so nothing was written: name another folder, or use `matterwright new plugin`.",
  ]);
  writeFileSync(join(home.path, "file"), "");
  expect((await typed("init", "file/deeper"))[1]).toContain("cannot be written");
});
