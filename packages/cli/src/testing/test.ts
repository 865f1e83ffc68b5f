/** `matterwright test`: runs the tests of plugins by Node's own test runner, with the running program's own `matterwright` lent to them. */
import { globSync, statSync } from "node:fs";
import { relative, resolve } from "node:path";
import type { Terminal } from "../terminal.ts";
import { Trouble } from "../trouble.ts";
import { runNode } from "./node/run-node.ts";

const TESTS = "**/*.test.{ts,mts,js,mjs}";

/**
 * @param paths files, or folders to look for tests in.
 * @throws Trouble when there is none, or one has failed.
 */
export async function test(paths: readonly string[], terminal: Terminal): Promise<void> {
  const files = paths.flatMap((path) => filesAt(resolve(terminal.cwd, path), path));
  if (files.length === 0)
    throw new Trouble("usage", `There is no test in ${paths.join(", ")}: tests are files like greet.test.ts.`);
  const lend = new URL("../start/lend.ts", import.meta.url).href;
  const args = [
    "--import",
    lend,
    "--test",
    "--test-reporter=spec",
    ...files.map((file) => relative(terminal.cwd, file)),
  ];
  const exitCode = await runNode(args, { folder: terminal.cwd, env: terminal.env, print: terminal.print });
  if (exitCode !== 0) throw new Trouble("failed", "Not all tests passed.");
}

function filesAt(path: string, typed: string): string[] {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) throw new Trouble("usage", `${typed} is not there: name files with tests, or folders.`);
  if (!found.isDirectory()) return [path];
  return globSync(TESTS, { cwd: path, exclude: isForeign })
    .map((name) => resolve(path, name))
    .toSorted();
}

function isForeign(name: string): boolean {
  return /(^|\/)(node_modules|\.[^/.][^/]*)$/.test(name);
}
