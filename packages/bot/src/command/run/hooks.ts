/**
 * What stands around every command: before it, after it, when it failed, and where there is none. Registered by the bot and by plugins, run
 * by the router in the order in which it was added. A hook that fails before a command blocks it; one that fails afterwards is logged.
 */
import type { Command } from "../command.ts";
import type { Replying } from "./replying.ts";
import type { UnknownCall } from "../host.ts";

/** A call of a command, as hooks see it. */
export interface CommandHookCall<C extends Replying> {
  readonly command: Command<C>;
  /** The whole call: `!deploy api prod`. */
  readonly line: string;
  /** What stands behind the name: `api prod`. */
  readonly args: string;
}

/** How a command ended. `refused`: the call was wrong, or whoever called may not. */
export interface CommandOutcome {
  readonly ending: "done" | "failed" | "refused" | "cancelled";
  readonly tookMs: number;
}

/** What a hook wants done: nothing, the command blocked (with a sentence, or silently), or another call in the place of this one. */
export type Before = void | { readonly block: string | true } | { readonly rewrite: string };

/**
 * @example
 * bot.around({ before: (ctx, { command }) => (isMaintenance && command.name !== "status" ? { block: "Maintenance until noon." } : undefined) });
 */
export interface CommandHooks<C extends Replying> {
  /** Before a command is parsed and judged. A rewritten call stands without prefix: `deploy api staging`. */
  before?(ctx: C, call: CommandHookCall<C>): Before | Promise<Before>;
  /** After it ended, however it did. */
  after?(ctx: C, call: CommandHookCall<C>, outcome: CommandOutcome): unknown;
  /** When its handler threw something that was not made for people. Returns what to answer instead of the reference alone. */
  failed?(ctx: C, call: CommandHookCall<C>, error: unknown): string | void | Promise<string | void>;
  /** When a message names no command. Returns an answer, or `true` when it has answered itself. */
  unknown?(ctx: C, call: UnknownCall<C>): string | true | void | Promise<string | true | void>;
}

export class Hooks<C extends Replying> {
  /** Never changed but replaced: hooks may come and go while others run. */
  #all: readonly CommandHooks<C>[] = [];
  readonly #failedHook: (error: unknown) => void;

  /** @param failedHook told what a hook threw where nothing else can be done about it */
  constructor(failedHook: (error: unknown) => void) {
    this.#failedHook = failedHook;
  }

  get isEmpty(): boolean {
    return this.#all.length === 0;
  }

  /** Returns what takes them back. */
  add(hooks: CommandHooks<C>): () => void {
    this.#all = [...this.#all, hooks];
    return () => {
      this.#all = this.#all.filter((each) => each !== hooks);
    };
  }

  /** The first wish of a hook. @throws what a hook throws: then the command does not run. */
  async before(ctx: C, call: CommandHookCall<C>): Promise<Before> {
    for (const hooks of this.#all) {
      const wish = await hooks.before?.(ctx, call);
      if (wish !== undefined) return wish;
    }
    return undefined;
  }

  /** Tells all of them, and takes no harm from any. */
  async after(ctx: C, call: CommandHookCall<C>, outcome: CommandOutcome): Promise<void> {
    for (const hooks of this.#all) {
      try {
        await hooks.after?.(ctx, call, outcome);
      } catch (error) {
        this.#failedHook(error);
      }
    }
  }

  /** The first answer that a hook has for a failure. */
  async failed(ctx: C, call: CommandHookCall<C>, error: unknown): Promise<string | undefined> {
    for (const hooks of this.#all) {
      try {
        const answer = await hooks.failed?.(ctx, call, error);
        if (typeof answer === "string") return answer;
      } catch (failure) {
        this.#failedHook(failure);
      }
    }
    return undefined;
  }

  /** The first answer to a message that names no command; `true` where a hook has answered itself. */
  async unknown(ctx: C, call: UnknownCall<C>): Promise<string | true | undefined> {
    for (const hooks of this.#all) {
      const answer = await hooks.unknown?.(ctx, call);
      if (answer !== undefined) return answer;
    }
    return undefined;
  }
}
