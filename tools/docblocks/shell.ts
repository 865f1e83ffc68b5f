/**
 * Runs the shell blocks of one document, top to bottom, in a folder of their own. A block after `server` talks to that server:
 * the port 8065 in its text becomes the free port that the server was given.
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Block } from "./blocks.ts";

const BLOCK_TIMEOUT_MS = 60_000;

/** What went wrong, each with its place; empty when every block ran and printed what the docs say. */
export async function shellErrors(root: string, blocks: readonly Block[]): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), "docblocks-"));
  const port = await freePort();
  const shell = new Shell({ root, folder, port });
  try {
    const errors: string[] = [];
    for (const [index, block] of blocks.entries()) {
      if (block.directive.kind === "server") errors.push(...(await shell.serve(block)));
      else if (isShell(block) && block.directive.kind === "none") errors.push(...shell.run(block, blocks[index + 1]));
    }
    return errors;
  } finally {
    shell.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

export const isShell = (block: Block): boolean => block.language === "sh" || block.language === "bash";

class Shell {
  readonly #place: { readonly root: string; readonly folder: string; readonly port: number };
  #server: ChildProcess | undefined;

  constructor(place: { readonly root: string; readonly folder: string; readonly port: number }) {
    this.#place = place;
    cpSync(join(place.root, "examples"), join(place.folder, "examples"), { recursive: true });
  }

  /** Starts the block's command in the checkout and waits until it answers over HTTP. */
  async serve(block: Block): Promise<string[]> {
    const { root, port } = this.#place;
    const server = spawn("bash", ["-c", `exec ${block.code}`], {
      cwd: root,
      env: this.#env(),
      stdio: "pipe",
      detached: true,
    });
    this.#server = server;
    let printed = "";
    const exited = new Promise<void>((resolve) => server.once("exit", () => resolve()));
    const ready = new Promise<void>((resolve) => {
      for (const stream of [server.stdout, server.stderr])
        stream.on("data", (chunk: Buffer) => {
          printed += chunk.toString();
          if (printed.includes(`:${port}`)) resolve();
        });
    });
    await Promise.race([ready, exited]);
    return server.exitCode === null ? [] : [`${block.document}:${block.line}: the server ended at once:\n${printed}`];
  }

  /** Runs one block and, when a `text` block follows, compares what was printed; `…` there stands for anything. */
  run(block: Block, next: Block | undefined): string[] {
    const where = `${block.document}:${block.line}`;
    const code = block.code.replaceAll("8065", String(this.#place.port));
    const { status, stdout, stderr } = spawnSync("bash", ["-euo", "pipefail", "-c", code], {
      cwd: this.#place.folder,
      env: this.#env(),
      encoding: "utf8",
      timeout: BLOCK_TIMEOUT_MS,
    });
    if (status !== 0) return [`${where}: ended with ${status}:\n${stdout}${stderr}`];
    if (next?.language !== "text" || next.directive.kind !== "none") return [];
    return matches(stdout, next.code) ? [] : [`${where}: printed\n${stdout}\nwhere the document says\n${next.code}`];
  }

  stop(): void {
    if (this.#server?.pid !== undefined && this.#server.exitCode === null) process.kill(-this.#server.pid, "SIGTERM");
  }

  #env(): NodeJS.ProcessEnv {
    const { root, port } = this.#place;
    return {
      ...process.env,
      PORT: String(port),
      PATH: [join(root, "node_modules/.bin"), process.env["PATH"]].join(":"),
    };
  }
}

/** Whether the output is what the document shows, line by line, without regard to blanks at the ends. */
export function matches(output: string, shown: string): boolean {
  const pattern = shown
    .trim()
    .split("…")
    .map((part) => part.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`));
  return new RegExp(`^${pattern.join(String.raw`[\s\S]*?`)}$`).test(output.trim());
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("the machine gave no port");
  return address.port;
}
