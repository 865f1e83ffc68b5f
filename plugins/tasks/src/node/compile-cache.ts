/**
 * A folder in which Node keeps what it has compiled, so that the processes of modules begin several times as fast. It is this process's own,
 * for whoever could write into it could say what modules do, and it goes with it.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const CACHE_VARIABLE = "NODE_COMPILE_CACHE";

let variables: Readonly<Record<string, string>> | undefined;

/** What a process needs in its environment to use it; nothing where no folder can be made. */
export function compileCache(): Readonly<Record<string, string>> {
  variables ??= made();
  return variables;
}

function made(): Readonly<Record<string, string>> {
  try {
    const folder = mkdtempSync(join(tmpdir(), "matterwright-compiled-"));
    process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
    return { [CACHE_VARIABLE]: folder };
  } catch {
    return {};
  }
}
