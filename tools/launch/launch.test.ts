/** Starts the launcher as people do, in a clone of its own with a fake npm, and looks at what it says and does. */
import { spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";

/** Behaves as `FAKE_NPM` says: otherwise puts a Node where the real npm would. Notes each call. */
const FAKE_NPM = `const fs = require("fs");
fs.appendFileSync("npm-calls", process.argv.slice(2).join(" ") + "\\n");
const mode = process.env.FAKE_NPM || "";
if (mode.startsWith("E")) { console.error("npm error code " + mode + "\\nnpm error request to https://registry.example.com/zod failed"); process.exit(1); }
if (mode === "noscripts" && process.argv[2] === "install") process.exit(0);
const finish = () => {
  fs.mkdirSync("node_modules/node/bin", { recursive: true });
  if (!fs.existsSync("node_modules/node/bin/node")) fs.symlinkSync(process.execPath, "node_modules/node/bin/node");
};
if (mode === "slow") setTimeout(finish, 400); else if (mode === "deaf") setTimeout(() => {}, 60000); else finish();
`;

const home = mkdtempSync(join(tmpdir(), "launch test "));
let clone = "";
let count = 0;

function put(path: string, text: string): void {
  writeFileSync(join(clone, path), text);
}

beforeEach(() => {
  clone = join(home, `clone ${count++}`);
  for (const folder of ["tools", "bench", "bin"]) mkdirSync(join(clone, folder), { recursive: true });
  cpSync(import.meta.dirname, join(clone, "tools/launch"), { recursive: true });
  put("package-lock.json", "{}");
  put(
    "bench/run.ts",
    `console.log("ran " + JSON.stringify(process.argv.slice(2))); process.exitCode = Number(process.argv[2] ?? 0);`,
  );
  put("bin/npm.cjs", FAKE_NPM);
  // Not a first line that names Node: that breaks where its path has a space.
  put("bin/npm", `#!/bin/sh\nexec "${process.execPath}" "${join(clone, "bin/npm.cjs")}" "$@"\n`);
  chmodSync(join(clone, "bin/npm"), 0o755);
});

afterAll(() => rmSync(home, { recursive: true, force: true }));

function environment(mode: string): NodeJS.ProcessEnv {
  const { npm_execpath: _none, ...env } = process.env;
  return { ...env, PATH: `${join(clone, "bin")}:/usr/bin:/bin`, FAKE_NPM: mode };
}

function launch(
  args: readonly string[],
  mode = "",
): { readonly out: string; readonly err: string; readonly code: number | null } {
  const file = join(clone, "tools/launch/launch.cjs");
  const ended = spawnSync(process.execPath, [file, ...args], { cwd: clone, env: environment(mode), encoding: "utf8" });
  return { out: ended.stdout, err: ended.stderr, code: ended.status };
}

function launchSlowly(): Promise<number | null> {
  return new Promise((resolve) => {
    const file = join(clone, "tools/launch/launch.cjs");
    spawn(process.execPath, [file, "bench"], { cwd: clone, env: environment("slow") }).on("close", resolve);
  });
}

function npmCalls(): number {
  return existsSync(join(clone, "npm-calls"))
    ? readFileSync(join(clone, "npm-calls"), "utf8").trim().split("\n").length
    : 0;
}

describe("a first start", () => {
  test("installs, says so, and goes on with arguments and exit code", () => {
    const { out, err, code } = launch(["bench", "3", "two words"]);
    expect(out).toBe('ran ["3","two words"]\n');
    expect(err).toContain("Installing packages");
    expect(code).toBe(3);
  });

  test("fetches Node when install scripts were off", () => {
    const { out, code } = launch(["bench"], "noscripts");
    expect(out).toBe("ran []\n");
    expect(code).toBe(0);
    expect(readFileSync(join(clone, "npm-calls"), "utf8")).toContain("rebuild node --ignore-scripts=false");
  });

  test("two at the same time install once", async () => {
    expect(await Promise.all([launchSlowly(), launchSlowly()])).toEqual([0, 0]);
    expect(npmCalls()).toBe(1);
  });

  test("takes over from an installer that died", () => {
    mkdirSync(join(clone, "node_modules"));
    const gone = spawnSync(process.execPath, ["-e", ""]).pid;
    put("node_modules/.installing", String(gone));
    expect(launch(["bench"]).code).toBe(0);
    expect(existsSync(join(clone, "node_modules/.installing"))).toBe(false);
  });
});

describe("a second start", () => {
  test("says nothing and does not call npm", () => {
    launch(["bench"]);
    expect(launch(["bench"])).toEqual({ out: "ran []\n", err: "", code: 0 });
    expect(npmCalls()).toBe(1);
  });

  test("installs when the lockfile changed, and not when it was only touched", () => {
    launch(["bench"]);
    utimesSync(join(clone, "package-lock.json"), 1, 1);
    launch(["bench"]);
    expect(npmCalls()).toBe(1);
    put("package-lock.json", '{"changed":true}');
    launch(["bench"]);
    expect(npmCalls()).toBe(2);
  });

  test("installs when Node went missing", () => {
    launch(["bench"]);
    rmSync(join(clone, "node_modules/node"), { recursive: true });
    expect(launch(["bench"]).code).toBe(0);
    expect(npmCalls()).toBe(2);
  });
});

describe("one plain sentence", () => {
  test.each([
    ["ENOTFOUND", "The package registry registry.example.com cannot be reached (ENOTFOUND)", 75],
    ["ENOSPC", "The disk is full", 75],
    ["EROFS", "cannot be written to (EROFS)", 78],
    ["EACCES", "cannot be written to (EACCES)", 78],
    ["EINTEGRITY", "npm could not install the packages:\nnpm error code EINTEGRITY", 1],
  ])("for %s", (mode, sentence, code) => {
    const ended = launch(["bench"], mode);
    expect(ended.err).toContain(sentence);
    expect(ended).toMatchObject({ out: "", code });
  });

  test("for an npm that is missing", () => {
    rmSync(join(clone, "bin/npm"));
    const file = join(clone, "tools/launch/launch.cjs");
    const env = { ...environment(""), PATH: join(clone, "bin") };
    const ended = spawnSync(process.execPath, [file, "bench"], { cwd: clone, env, encoding: "utf8" });
    expect(ended.stderr).toContain("npm was not found");
    expect(ended.status).toBe(78);
  });

  test("for a registry that takes the call and says nothing", () => {
    const task = '{ args: ["install"], doing: "Installing", answerWithinMs: 200 }';
    const ask = `require("./tools/launch/npm.cjs").run({ root: "." }, ${task}, (trouble) => console.log(JSON.stringify(trouble)))`;
    const options = { cwd: clone, env: environment("deaf"), encoding: "utf8", timeout: 20_000 } as const;
    const { stdout } = spawnSync(process.execPath, ["-e", ask], options);
    expect(JSON.parse(stdout)).toMatchObject({ sentence: expect.stringContaining("does not answer"), exitCode: 75 });
  });

  test("for a Node that is too old", () => {
    const pretend = `Object.defineProperty(process, "versions", { value: { node: "16.20.2" } }); process.argv = ["node", "launch", "bench"]; require("./tools/launch/launch.cjs")`;
    const ended = spawnSync(process.execPath, ["-e", pretend], { cwd: clone, env: environment(""), encoding: "utf8" });
    expect(ended.stderr).toBe(
      "This needs Node 18 or newer, and this is Node 16.20.2: install one from https://nodejs.org.\n",
    );
    expect(ended.status).toBe(78);
    expect(npmCalls()).toBe(0);
  });
});

test("signals reach the program, and its end is told", async () => {
  put("bench/run.ts", `process.on("SIGTERM", () => process.exit(9)); setInterval(() => {}, 1000); console.log("up");`);
  const child = spawn(process.execPath, [join(clone, "tools/launch/launch.cjs"), "bench"], {
    cwd: clone,
    env: environment(""),
  });
  child.stdout.once("data", () => child.kill("SIGTERM"));
  expect(await new Promise((resolve) => child.on("close", resolve))).toBe(9);
});
