/** What a contract suite asks of whoever wrote an engine, and how a claim of it is written. */
import type { Durable } from "matterwright";

/** An engine on the bench. One is made for each claim, and it is empty then. */
export interface Harness {
  readonly durable: Durable;
  /** Lets this many milliseconds pass for the engine. */
  readonly pass: (ms: number) => Promise<void>;
  /** Lets the engine come further by itself: one turn of the event loop, or what a poll takes. */
  readonly tick: () => Promise<void>;
  /** The same data opened by a program that starts after the first one died. Left out by an engine that forgets. */
  readonly reopen?: () => Promise<Durable>;
  /** Clears everything away. */
  readonly end: () => Promise<void>;
}

export interface Claim {
  readonly says: string;
  readonly run: (harness: Harness) => Promise<void>;
}

/** Resolves when something has come true; looks again after each tick. @throws Error when it does not. */
export async function until(harness: Harness, what: string, isTrue: () => Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < 500; turn++) {
    if (await isTrue()) return;
    await harness.tick();
  }
  throw new Error(`it did not come true: ${what}`);
}
