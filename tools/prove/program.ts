/** A program under proof: its output as it comes, and its end. */
import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { join, resolve } from "node:path";

const PRINTS_WITHIN_MS = 180_000;

export const root = resolve(import.meta.dirname, "../..");
/** The program `matterwright`. */
export const main = join(root, "packages/cli/bin/matterwright.js");

export class Program {
  readonly #child: ChildProcess;
  readonly #ended: Promise<number | null>;
  printed = "";
  #isOver = false;

  /** Starts it as the leader of a group, so that a signal reaches all that it started. */
  constructor(
    command: readonly string[],
    { cwd, env }: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
  ) {
    const [file = "", ...args] = command;
    this.#child = spawn(file, args, {
      cwd,
      env: { ...process.env, ...env },
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.on("data", (piece: Buffer) => (this.printed += piece.toString()));
    this.#ended = new Promise((settle) => this.#child.once("close", settle));
    this.#child.once("exit", () => (this.#isOver = true));
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Resolves when `text` was printed. @throws Error when the program ends before. */
  async prints(text: string): Promise<void> {
    await Promise.race([
      until(() => this.printed.includes(text), PRINTS_WITHIN_MS, `"${text}" was not printed:\n${this.printed}`),
      this.#ended,
    ]);
    if (!this.printed.includes(text)) throw new Error(`it ended before it printed "${text}":\n${this.printed}`);
  }

  /** Sends a signal to the whole group and says how long its end took, and with what code. */
  async end(signal: NodeJS.Signals): Promise<{ readonly code: number | null; readonly tookMs: number }> {
    const startedMs = performance.now();
    this.signal(signal);
    return { code: await this.#ended, tookMs: performance.now() - startedMs };
  }

  /** Sends a signal to the whole group, and waits for nothing. */
  signal(signal: NodeJS.Signals): void {
    if (this.#child.pid !== undefined && !this.#isOver) process.kill(-this.#child.pid, signal);
  }

  get ended(): Promise<number | null> {
    return this.#ended;
  }
}

/** Asks again and again. @throws Error with `complaint` when the time is over. */
export async function until(
  holds: () => boolean | Promise<boolean>,
  withinMs: number,
  complaint: string,
): Promise<void> {
  const endMs = performance.now() + withinMs;
  while (!(await holds())) {
    if (performance.now() > endMs) throw new Error(complaint);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  if (address === null || typeof address === "string") throw new Error("the machine gave no port");
  return address.port;
}
