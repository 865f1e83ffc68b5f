/** A child process that says on standard output when it is ready. */
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

export interface Program {
  /** The line that it said. */
  readonly said: string;
  /** From its start to that line. */
  readonly readyMs: number;
  /** Resident memory, in MB. */
  memoryMb(): number;
  stop(): Promise<void>;
}

export async function run(file: string, ...args: readonly string[]): Promise<Program> {
  const startedMs = performance.now();
  const child = spawn(process.execPath, [join(import.meta.dirname, file), ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const said = await firstLine(child);
  return {
    said,
    readyMs: performance.now() - startedMs,
    memoryMb: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1]) / 1_024,
    stop: () =>
      new Promise((resolve) => {
        child.once("exit", () => resolve());
        child.kill("SIGKILL");
      }),
  };
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    child.stdout?.on("data", (piece: Buffer) => {
      text += piece.toString();
      if (text.includes("\n")) resolve(text.slice(0, text.indexOf("\n")));
    });
    child.once("exit", (code) => reject(new Error(`the program ended with ${code} before it was ready`)));
  });
}
