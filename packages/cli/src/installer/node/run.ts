/** Runs a program of the machine, npm or git, to its end. Nothing goes through a shell. */
import { execFile } from "node:child_process";

export interface ProgramCall {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

export interface ProgramEnd {
  readonly isOk: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

const OUTPUT_MAX_BYTES = 16_000_000;
const TAKES_MS = 300_000;

/** @throws Error when the program is not there, takes too long, or is stopped by the signal. */
export function runProgram(
  program: string,
  args: readonly string[],
  { folder, env, signal }: ProgramCall,
): Promise<ProgramEnd> {
  const options = {
    cwd: folder,
    env,
    signal,
    timeout: TAKES_MS,
    killSignal: "SIGKILL",
    maxBuffer: OUTPUT_MAX_BYTES,
  } as const;
  return new Promise((resolve, reject) => {
    execFile(program, args, options, (error, stdout, stderr) => {
      const { code } = (error ?? {}) as { readonly code?: unknown };
      if (signal.aborted) reject(new Error("it was cancelled"));
      else if (code === "ENOENT") reject(new Error(`${program} is not installed on my machine`));
      else if (error?.killed === true) reject(new Error(`${program} did not end within ${TAKES_MS / 60_000} minutes`));
      else resolve({ isOk: error === null, stdout, stderr });
    });
  });
}
