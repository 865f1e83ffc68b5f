/**
 * Reads what a program prints: no faster than it is taken, no more than is allowed, and no longer than the program lives. Made for one
 * run of one program.
 */
import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import type { Workplace } from "matterwright";
import { OUTPUT_MAX_BYTES, STDERR_KEPT_BYTES } from "../program/limits.ts";
import { Tail } from "../program/tail.ts";

/** What is still open when a program has ended belongs to something that got away from it, and is listened to for so long. */
const AFTER_END_MS = 1_000;

export interface ReadingParts {
  readonly child: ChildProcessWithoutNullStreams;
  readonly clock: Workplace["clock"];
  readonly print: (bytes: Uint8Array) => Promise<void>;
  /** Ends the program. */
  readonly stop: () => void;
}

export class Reading {
  /** Resolves when the program has ended, with its exit code or the name of the signal that ended it. */
  readonly exited: Promise<readonly [exitCode: number | null, signal: string | null]>;
  /** Resolves when everything that was printed has been taken. Rejects with what `print` throws. */
  readonly over: Promise<unknown>;
  readonly #parts: ReadingParts;
  readonly #stderr = new Tail(STDERR_KEPT_BYTES);
  #bytes = 0;
  #isTooMuch = false;

  constructor(parts: ReadingParts) {
    const { child } = parts;
    this.#parts = parts;
    this.exited = once(child, "exit") as Promise<[number | null, string | null]>;
    const complaining = this.#read(child.stderr, (bytes) => this.#stderr.push(bytes));
    this.over = Promise.all([this.#read(child.stdout, parts.print), complaining]);
    // Whoever waits for the end is told what went wrong there.
    this.over.catch(() => {});
  }

  get stderr(): string {
    return this.#stderr.text();
  }

  get isTooMuch(): boolean {
    return this.#isTooMuch;
  }

  async #read(stream: Readable, take: (bytes: Uint8Array) => Promise<void> | void): Promise<void> {
    const pieces = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    try {
      for (;;) {
        const piece = await this.#patiently(pieces.next());
        if (piece === undefined || piece.done === true || !this.#count(piece.value.length)) return;
        await take(piece.value);
      }
    } finally {
      stream.destroy();
    }
  }

  /** Whether there may be more. */
  #count(bytes: number): boolean {
    this.#bytes += bytes;
    if (this.#bytes <= OUTPUT_MAX_BYTES) return true;
    this.#isTooMuch = true;
    this.#parts.stop();
    return false;
  }

  /** What comes next; nothing when the program has ended and nothing comes any more. */
  async #patiently<Value>(next: Promise<Value>): Promise<Value | undefined> {
    const isOver = Promise.withResolvers<undefined>();
    let timer: { cancel(): void } | undefined;
    let hasCome = false;
    const afterwards = async (): Promise<void> => {
      await this.exited;
      if (!hasCome) timer = this.#parts.clock.after(AFTER_END_MS, () => isOver.resolve(undefined));
    };
    void afterwards();
    try {
      return await Promise.race([next, isOver.promise]);
    } finally {
      hasCome = true;
      timer?.cancel();
    }
  }
}
