/** Runs Node with other arguments and gives on what it says, line by line. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

export interface NodeCall {
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly print: (line: string) => void;
}

/** Resolves with its exit code; 1 when a signal ended it. */
export async function runNode(args: readonly string[], { folder, env, print }: NodeCall): Promise<number> {
  // Inside a test of Node's own, its runner would take this for one of its own processes.
  const { NODE_TEST_CONTEXT: _, ...rest } = env;
  const child = spawn(process.execPath, args, { cwd: folder, env: rest, stdio: ["ignore", "pipe", "inherit"] });
  createInterface({ input: child.stdout }).on("line", print);
  const [code] = (await once(child, "close")) as [number | null];
  return code ?? 1;
}
