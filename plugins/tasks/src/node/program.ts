/**
 * Runs a program: hands it its input, gives on what it prints, and ends it when it is over, with everything that it has started.
 * Called by the task that the program is; what its output means is decided there.
 */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import type { Workplace } from "matterwright";
import { Group, type Groups } from "./group.ts";
import { Reading } from "./reading.ts";

export interface ProgramCall {
  /** Absolute. */
  readonly command: string;
  readonly args: readonly string[];
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  /** For its standard input. */
  readonly input: string;
  readonly signal: AbortSignal;
  /** Called with what it prints, one piece after another. */
  readonly print: (bytes: Uint8Array) => Promise<void>;
}

export interface ProgramEnd {
  /** None when a signal ended it. */
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
  /** The end of it. */
  readonly stderr: string;
  /** It printed more than is allowed, and was ended for that. */
  readonly isTooMuch: boolean;
  /** Something that it had started was still there when it ended, and was ended too. */
  readonly leftOthers: boolean;
}

export interface ProgramPlace {
  readonly clock: Workplace["clock"];
  readonly groups: Groups;
}

/** @throws Error with the `code` of the machine when it cannot be started; what `print` throws, when the program has ended. */
export async function runProgram(call: ProgramCall, { clock, groups }: ProgramPlace): Promise<ProgramEnd> {
  const { command, args, folder, environment, input, signal, print } = call;
  signal.throwIfAborted();
  const child = spawn(command, args, { cwd: folder, env: environment, stdio: "pipe", detached: true });
  if (child.pid === undefined) throw await failureOf(child);
  const group = new Group(child.pid, clock);
  const forget = groups.add(group);
  const onAbort = (): void => group.ask();
  signal.addEventListener("abort", onAbort);
  // A program need not read what it is told.
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  const reading = new Reading({ child, clock, print, stop: () => group.end() });
  try {
    const [exitCode, ending] = await reading.exited;
    const leftOthers = group.end();
    await reading.over;
    const { stderr, isTooMuch } = reading;
    return { exitCode: exitCode ?? undefined, signal: ending ?? undefined, stderr, isTooMuch, leftOthers };
  } finally {
    signal.removeEventListener("abort", onAbort);
    group.end();
    forget();
  }
}

async function failureOf(child: ChildProcessWithoutNullStreams): Promise<Error> {
  const [error] = (await once(child, "error")) as [Error];
  return error;
}
