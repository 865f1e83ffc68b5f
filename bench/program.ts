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
  /** The most that it ever was. */
  peakMb(): number;
  /** Processor time that it has used, in ms. */
  cpuMs(): number;
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
    memoryMb: () => statusMb(child, /VmRSS:\s+(\d+)/),
    peakMb: () => statusMb(child, /VmHWM:\s+(\d+)/),
    cpuMs: () => {
      // Behind the name, which may hold blanks: the 12th and 13th, in hundredths of a second.
      const fields = readFileSync(`/proc/${child.pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
      return (Number(fields[11]) + Number(fields[12])) * 10;
    },
    stop: () =>
      new Promise((resolve) => {
        if (child.exitCode !== null) resolve();
        child.once("exit", () => resolve());
        child.kill("SIGKILL");
      }),
  };
}

function statusMb(child: ChildProcess, line: RegExp): number {
  return Number(line.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1]) / 1_024;
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
