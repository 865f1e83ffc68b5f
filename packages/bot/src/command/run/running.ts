/**
 * The commands that are running now: so that they can be cancelled, kept to their number, and told of. Kept by the router; it stops
 * nothing itself, it only passes the word on.
 */
import type { Id, UnixMs } from "@matterwright/protocol";

/** Where a command was called, and by whom. */
export interface CalledBy {
  readonly user: { readonly id: Id; readonly username: string };
  readonly channelId: Id;
  /** The post that called it; empty where there was none. */
  readonly postId: Id | "";
}

/** A command that runs. */
export interface RunningCommand extends CalledBy {
  /** From 1, new for every run. */
  readonly number: number;
  readonly name: string;
  /** The plugin that brought it; nothing where the program did. */
  readonly owner?: string | undefined;
  /** The call as it was typed. */
  readonly line: string;
  readonly startedAt: UnixMs;
  /** Ends it: the handler's signal is aborted, and what the handler goes on to say is not said. */
  cancel(by: string): void;
}

export class Running {
  readonly #all = new Map<number, RunningCommand>();
  #last = 0;

  /** Adds one. Returns what takes it out. */
  add(command: Omit<RunningCommand, "number">): () => void {
    const number = ++this.#last;
    this.#all.set(number, { ...command, number });
    return () => void this.#all.delete(number);
  }

  /** The newest first. */
  all(): RunningCommand[] {
    return [...this.#all.values()].toReversed();
  }

  get isEmpty(): boolean {
    return this.#all.size === 0;
  }

  count(name: string): number {
    let count = 0;
    for (const command of this.#all.values()) if (command.name === name) count++;
    return count;
  }

  /** The one that a post called. */
  of(postId: Id): RunningCommand | undefined {
    return this.all().find((command) => command.postId === postId);
  }
}
