/** What the launcher adds to a program when everything is installed. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { main, root } from "./program.ts";

const ROUNDS = 7;
const MOST_MS = 150;

export function launcherOverhead(): Promise<string> {
  const launched: number[] = [];
  const direct: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    launched.push(timeOf("node", [join(root, "tools/launch/launch.cjs"), "start", "--help"]));
    direct.push(timeOf(process.execPath, [main, "start", "--help"]));
  }
  const addedMs = median(launched) - median(direct);
  if (addedMs > MOST_MS) throw new Error(`it adds ${addedMs.toFixed(0)} ms`);
  return Promise.resolve(`it adds ${addedMs.toFixed(0)} ms`);
}

function timeOf(command: string, args: readonly string[]): number {
  const startedMs = performance.now();
  const { status, stderr } = spawnSync(command, args, { cwd: root, encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ended with ${status}: ${stderr}`);
  return performance.now() - startedMs;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}
