/** What a program has loaded, in a process of its own: what it has no use for takes memory for as long as it runs. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";

const command = join(import.meta.dirname, "../../bin/matterwright.js");

/** Notes every module that is loaded, and at the end those of Node's own. */
const WATCH = `import { registerHooks } from "node:module"; import { appendFileSync } from "node:fs";
const note = (name) => appendFileSync(process.env.LOADED, name + "\\n");
registerHooks({ load(url, context, next) { note(url); return next(url, context); } });
process.on("exit", () => process.moduleLoadList.forEach(note));`;

/** What `matterwright start` has loaded until it finds that nobody listens where the server should be. */
function loadedByStart(): string {
  const home = mkdtempSync(join(tmpdir(), "loaded test "));
  try {
    const [watch, loaded] = [join(home, "watch.mjs"), join(home, "loaded")];
    writeFileSync(watch, WATCH);
    const args = ["--import", pathToFileURL(watch).href, command, "start", "--from", home];
    const server = { MATTERMOST_URL: "http://127.0.0.1:1", MATTERMOST_TOKEN: "t", LOADED: loaded };
    const env = { PATH: process.env["PATH"], ...server };
    const { status, stderr } = spawnSync(process.execPath, args, { env, encoding: "utf8" });
    expect({ status, stderr }).toEqual({ status: 75, stderr: expect.stringContaining("Nobody listens") as string });
    return readFileSync(loaded, "utf8");
  } finally {
    rmSync(home, { recursive: true });
  }
}

test("a bot on a server loads no town, no driver of PostgreSQL, and the second time nothing that reads TypeScript", () => {
  const first = loadedByStart();
  expect(first).toContain("/packages/sql/src/sqlite/");
  expect(first).not.toMatch(/\/packages\/(?:sim|playground|testing)\/|\/node_modules\/(?:pg|pg-boss|gemoji)\//);
  const second = loadedByStart();
  expect(second).toContain("NativeModule sqlite");
  expect(second).not.toContain("amaro");
});
