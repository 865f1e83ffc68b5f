/**
 * A process with one module in it: what the module asks is answered here, what it prints is kept in part, and it is ended when it is to be.
 * Made for one look at a module, or for one run of it.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { dirname, extname, join } from "node:path";
import type { Duplex } from "node:stream";
import { setImmediate } from "node:timers/promises";
import { Host } from "../bridge/host.ts";
import type { Asking, Outcome, Told } from "../bridge/wire.ts";
import { OUTPUT_MAX_BYTES, STDERR_KEPT_BYTES } from "../program/limits.ts";
import { Tail } from "../program/tail.ts";
import type { Ending } from "../task.ts";
import { compileCache } from "./compile-cache.ts";
import { Frames, frame } from "./frames.ts";
import { Group } from "./group.ts";
import type { ProgramPlace } from "./program.ts";

const ENTRY = join(import.meta.dirname, `begin${extname(import.meta.filename)}`);
/** Somebody waits for what a module does in `write`: a whole transaction. */
const CALL_MAX_MS = 10_000;
const MEMORY_MAX_MB = 256;
const NODE_FLAGS = [`--max-old-space-size=${MEMORY_MAX_MB}`, "--disable-warning=ExperimentalWarning"];
/** Of its stdio: 0 to 2 are what they always are, and 3 is what it tells and is told. */
const PIPE = 4;

export interface ModuleOptions extends ProgramPlace {
  readonly environment: Readonly<Record<string, string>>;
}

export interface ModuleErrand {
  /** Absolute. */
  readonly path: string;
  readonly wanted: "look" | "run";
  /** What the module's `run` is given. */
  readonly bot: object;
}

type Good = Exclude<Outcome, { is: "failed" }>;

export class ModuleProcess {
  /** Rejects with what went wrong in it, or with why it was ended. */
  readonly outcome: Promise<Good>;
  readonly #settle = Promise.withResolvers<Good>();
  readonly #child: ChildProcess;
  readonly #group: Group;
  readonly #host: Host;
  readonly #printed = new Tail(STDERR_KEPT_BYTES);
  readonly #forget: () => void;
  #exitCode: number | undefined;
  #isOver = false;

  constructor({ path, wanted, bot }: ModuleErrand, { clock, groups, environment }: ModuleOptions) {
    this.outcome = this.#settle.promise;
    // Whoever waits for it is told.
    this.outcome.catch(() => {});
    this.#child = spawn(process.execPath, [...NODE_FLAGS, ENTRY, path, wanted], {
      cwd: dirname(path),
      env: { ...environment, ...compileCache() },
      stdio: ["ignore", "pipe", "pipe", "ipc", "pipe"],
      serialization: "advanced",
      detached: true,
    });
    this.#group = new Group(this.#child.pid ?? 0, clock);
    this.#host = new Host({
      bot,
      tell: (told) => this.#tell(told),
      watch: () => {
        const reason = "what it handed over to be called took longer than 10 seconds";
        const timer = clock.after(CALL_MAX_MS, () => this.end(new Error(reason)));
        return () => timer.cancel();
      },
    });
    this.#forget = groups.add(this);
    this.#listen(this.#child.stdio[PIPE] as Duplex);
  }

  /** What is known of it besides how it ended. */
  get ending(): Ending {
    const exitCode = this.#exitCode === undefined ? {} : { exitCode: this.#exitCode };
    return { ...exitCode, stderr: this.#printed.text() };
  }

  /** Ends it, and all that it has started, in the middle of whatever they do. */
  end(why = new Error("it was ended with the bot")): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#settle.reject(why);
    this.#host.end();
    if (this.#child.pid !== undefined) this.#group.end();
    this.#forget();
  }

  #listen(pipe: Duplex): void {
    const frames = new Frames();
    pipe.on("data", (piece: Uint8Array) => {
      for (const asking of frames.push(piece)) pipe.write(frame(this.#host.answer(asking as Asking)));
    });
    // It may end in the middle of a sentence.
    pipe.on("error", () => {});
    this.#child
      .on("message", (said: Told | Outcome) => void this.#hear(said))
      .on("error", (error) => this.end(error))
      .on("exit", (code, signal) => void this.#exited(code, signal));
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.on("data", (bytes: Uint8Array) => this.#keep(bytes));
  }

  async #hear(said: Told | Outcome): Promise<void> {
    if (said.is !== "failed" && said.is !== "found" && said.is !== "done") return this.#host.hear(said);
    // What it printed before is read before.
    await setImmediate();
    if (said.is === "failed") this.end(this.#host.decode(said.error) as Error);
    else this.#settle.resolve(said);
  }

  async #exited(code: number | null, signal: string | null): Promise<void> {
    await setImmediate();
    this.#exitCode = code ?? undefined;
    if (code === 0) this.#settle.resolve({ is: "done" });
    this.end(new Error(this.#whyEnded(code, signal)));
  }

  #whyEnded(code: number | null, signal: string | null): string {
    if (signal === null) return `it ended its process with exit code ${code ?? "unknown"}`;
    const isFull = this.#printed.text().includes("JavaScript heap out of memory");
    return isFull ? `it needed more than ${MEMORY_MAX_MB} MB of memory and was ended` : `${signal} ended it`;
  }

  #tell(told: Told): void {
    // A process that is just ending hears nothing any more.
    if (this.#child.connected) this.#child.send(told, () => {});
  }

  /** What it says to the console, the end of which is kept. */
  #keep(bytes: Uint8Array): void {
    this.#printed.push(bytes);
    if (this.#printed.bytes > OUTPUT_MAX_BYTES)
      this.end(new Error(`it printed more than ${OUTPUT_MAX_BYTES / 1_000_000} MB and was ended`));
  }
}
