/**
 * The whole truth about a checkout: `npm test`. Runs every check, shows each one's own words, and ends with one line of counts.
 *
 * `node tools/check/check.ts` runs all; with names behind it (`format lint types page walls docs tests`) only those.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

interface Check {
  readonly name: string;
  readonly about: string;
  readonly command: readonly string[];
}

interface Outcome {
  readonly check: Check;
  readonly ok: boolean;
  readonly output: string;
  readonly tookMs: number;
}

const root = resolve(import.meta.dirname, "../..");
const bin = (name: string): string => join(root, "node_modules/.bin", name);
const report = join(mkdtempSync(join(tmpdir(), "matterwright-")), "tests.json");

const quick: readonly Check[] = [
  { name: "format", about: "every file is formatted", command: [bin("oxfmt"), "--check", "."] },
  { name: "lint", about: "no lint error", command: [bin("oxlint")] },
  { name: "types", about: "every file type-checks", command: [bin("tsc"), "-p", root] },
  {
    name: "page",
    about: "the page type-checks for a browser",
    command: [bin("tsc"), "-p", join(root, "packages/playground/src/page")],
  },
  {
    name: "walls",
    about: "imports keep to their direction",
    command: [process.execPath, join(root, "tools/walls/main.ts")],
  },
  {
    name: "docs",
    about: "every code block is true",
    command: [process.execPath, join(root, "tools/docblocks/main.ts")],
  },
];
const tests: Check = {
  name: "tests",
  about: "every test passes",
  command: [bin("vitest"), "run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`],
};

const wanted = new Set(process.argv.slice(2));
const known = new Set([...quick, tests].map((check) => check.name));
const unknown = [...wanted].filter((name) => !known.has(name));
if (unknown.length > 0) {
  process.stderr.write(`There is no check called ${unknown.join(", ")}. There are: ${[...known].join(", ")}.\n`);
  process.exit(2);
}
const isWanted = (check: Check): boolean => wanted.size === 0 || wanted.has(check.name);

const outcomes: Outcome[] = [];
for (const check of quick.filter(isWanted)) outcomes.push(await run(check, "quiet"));
if (isWanted(tests)) outcomes.push(await run(tests, "aloud"));

for (const { check, ok, tookMs } of outcomes) {
  process.stdout.write(`${ok ? "✓" : "✗"} ${check.name.padEnd(7)} ${check.about}  (${(tookMs / 1000).toFixed(1)} s)\n`);
}
const counted = isWanted(tests) ? testCounts() : { passed: 0, failed: 0, skipped: 0 };
const others = outcomes.filter(({ check }) => check !== tests);
const passed = counted.passed + others.filter(({ ok }) => ok).length;
const failed = counted.failed + others.filter(({ ok }) => !ok).length;
process.stdout.write(`\n${passed} passed, ${failed} failed, ${counted.skipped} skipped\n`);
rmSync(resolve(report, ".."), { recursive: true, force: true });
process.exitCode = outcomes.every(({ ok }) => ok) ? 0 : 1;

/** A quiet check shows its output only when it fails; the tests are shown as they run. */
function run(check: Check, voice: "quiet" | "aloud"): Promise<Outcome> {
  const startedMs = performance.now();
  const [command = "", ...args] = check.command;
  const child = spawn(command, args, { cwd: root, stdio: voice === "aloud" ? "inherit" : ["ignore", "pipe", "pipe"] });
  let output = "";
  child.stdout?.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on("data", (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((settle) => {
    child.once("error", (error) => settle({ check, ok: false, output: error.message, tookMs: 0 }));
    child.once("close", (code) => {
      if (code !== 0) process.stdout.write(`\n${check.name}: ${check.about}? No:\n${output}\n`);
      settle({ check, ok: code === 0, output, tookMs: performance.now() - startedMs });
    });
  });
}

function testCounts(): { passed: number; failed: number; skipped: number } {
  try {
    const counts = JSON.parse(readFileSync(report, "utf8")) as Record<string, number>;
    const of = (name: string): number => counts[name] ?? 0;
    // A file that could not be read holds no test, yet it is a failure.
    const failed = Math.max(of("numFailedTests"), of("numFailedTestSuites") > 0 ? 1 : 0);
    return { passed: of("numPassedTests"), failed, skipped: of("numPendingTests") + of("numTodoTests") };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}
