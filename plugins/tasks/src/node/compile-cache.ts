/**
 * A folder in which Node keeps what it has compiled, so that the processes of modules begin several times as fast. It is this process's own,
 * for whoever could write into it could say what modules do, and it goes with it. One whose process was killed goes when the next one is made.
 */
import { lstatSync, mkdtempSync, readdirSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const CACHE_VARIABLE = "NODE_COMPILE_CACHE";

/** `matterwright-compiled-4026531836-4711-x7Kq2b`: among which processes a number counts, the number, and chance. */
const PREFIX = "matterwright-compiled-";
const NAME = new RegExp(String.raw`^${PREFIX}(\d+)-(\d+)-`);

let variables: Readonly<Record<string, string>> | undefined;

/** What a process needs in its environment to use it; nothing where no folder can be made. */
export function compileCache(): Readonly<Record<string, string>> {
  variables ??= made();
  return variables;
}

function made(): Readonly<Record<string, string>> {
  try {
    removeLeft(tmpdir());
    const folder = mkdtempSync(join(tmpdir(), `${PREFIX}${processesHere()}-${process.pid}-`));
    process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
    return { [CACHE_VARIABLE]: folder };
  } catch {
    return {};
  }
}

/** Removes what processes of this user have left that are gone. What cannot be removed stays. */
export function removeLeft(parent: string): void {
  const here = processesHere();
  for (const name of readdirSync(parent)) {
    const [, among, pid] = NAME.exec(name) ?? [];
    if (among !== here || isAlive(Number(pid))) continue;
    const path = join(parent, name);
    const stat = lstatSync(path, { throwIfNoEntry: false });
    if (stat?.isDirectory() === true && stat.uid === process.getuid?.()) rmSync(path, { recursive: true, force: true });
  }
}

/** Which processes are seen from here: those of a container have the same numbers as others. */
function processesHere(): string {
  try {
    return /\d+/.exec(readlinkSync("/proc/self/ns/pid"))?.[0] ?? "0";
  } catch {
    return "0";
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}
