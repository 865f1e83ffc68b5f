/**
 * The commands of one bot at work: finds the command that a message calls, asks whether the person may run it, and runs
 * it. The bot puts `route` where commands come in its order and `fallback` behind everything else. It imports no other
 * feature: what a context says, and who may do what, it is told by the bot.
 */
import { addressOf } from "./address.ts";
import type { Address, Callsigns } from "./address.ts";
import type { Command, Replying } from "./command.ts";
import { CommandTable } from "./table.ts";

/** What a person wrote, and where. */
export interface Heard {
  /** The whole message of a new post. */
  readonly message: string;
  /** It stands in a direct message channel with the bot. */
  readonly direct: boolean;
  /** How it addresses the bot, where that need not be found out: a slash command is nobody else's. */
  readonly address?: Address;
}

/** A message that is addressed to the bot and that nothing answered. */
export interface UnknownCall<C extends Replying> {
  /** What stands behind the prefix or mention. Empty when there is nothing. */
  readonly typed: string;
  readonly by: Address["by"];
  /** What to write in front of a command in the same place. */
  readonly lead: string;
  /** Commands that may have been meant, most likely first; none that is hidden or that the person may not run. */
  readonly near: readonly Command<C>[];
}

export type UnknownHandler<C extends Replying> = (ctx: C, call: UnknownCall<C>) => unknown;

/** What the bot tells its commands. */
export interface CommandHost<C extends Replying> {
  callsigns(): Callsigns;
  /** The message of a context, or `undefined` when it is not about a new message of a person. */
  heard(ctx: C): Heard | undefined;
  /** Whether the person may run the command. A refusal, or an error, means no. */
  may(ctx: C, command: Command<C>): boolean | Promise<boolean>;
  /** What to do with a call that `may` refused. */
  refused(ctx: C, command: Command<C>): unknown;
  /** Whether a message was said too long ago for this command, or for an answer at all. */
  isStale(ctx: C, command: Command<C> | undefined): boolean;
  /** What to do with a call that came too late. */
  tooLate(ctx: C, command: Command<C>): unknown;
}

type Next = () => unknown;

/** Fewer suggestions than this are a help, more are a list. */
const SUGGESTIONS_MAX = 4;

export class CommandRouter<C extends Replying> {
  readonly table = new CommandTable<Command<C>>();
  readonly #host: CommandHost<C>;
  readonly #unknown: UnknownHandler<C>[] = [];

  constructor(host: CommandHost<C>) {
    this.#host = host;
  }

  /** Sets what answers a call that names no command; the last one set counts. Returns the function that takes it back. */
  onUnknown(handler: UnknownHandler<C>): () => void {
    this.#unknown.push(handler);
    return () => {
      const index = this.#unknown.indexOf(handler);
      if (index >= 0) this.#unknown.splice(index, 1);
    };
  }

  /** Runs the command that a message calls, or hands the context on. */
  readonly route = async (ctx: C, next: Next): Promise<void> => {
    const called = this.#addressed(ctx);
    const found = called && this.table.find(called.typed);
    if (!called || !found) {
      await next();
      return;
    }
    const { command, end } = found;
    const { message, address } = called;
    if (this.#host.isStale(ctx, command)) await this.#host.tooLate(ctx, command);
    else if (!(await this.#may(ctx, command))) await this.#host.refused(ctx, command);
    else await command.run(ctx, { line: message, from: address.from + end, lead: address.lead });
  };

  /** Answers a message that is addressed to the bot and that everything before let pass. */
  readonly fallback = async (ctx: C, next: Next): Promise<void> => {
    const called = this.#addressed(ctx);
    const handler = this.#unknown.at(-1);
    if (!called || !handler || this.table.find(called.typed) || this.#host.isStale(ctx, undefined)) {
      await next();
      return;
    }
    const { typed, address } = called;
    await handler(ctx, { typed, by: address.by, lead: address.lead, near: await this.near(ctx, typed) });
  };

  /** Commands near to `typed` that the person may see and run, most likely first, at most four. */
  async near(ctx: C, typed: string): Promise<Command<C>[]> {
    const shown: Command<C>[] = [];
    for (const command of this.table.near(typed)) {
      if (shown.length < SUGGESTIONS_MAX && !command.hidden && (await this.#may(ctx, command))) shown.push(command);
    }
    return shown;
  }

  /** All commands that the person may see and run, by alphabet. */
  async visible(ctx: C): Promise<Command<C>[]> {
    const shown: Command<C>[] = [];
    for (const command of this.table.all()) {
      if (!command.hidden && (await this.#may(ctx, command))) shown.push(command);
    }
    return shown;
  }

  #addressed(ctx: C): { message: string; typed: string; address: Address } | undefined {
    const heard = this.#host.heard(ctx);
    if (heard === undefined) return undefined;
    const { message, direct } = heard;
    const address = heard.address ?? addressOf(message, this.#host.callsigns(), direct);
    return address && { message, typed: message.slice(address.from), address };
  }

  /** Fails closed: who cannot be judged may not. */
  async #may(ctx: C, command: Command<C>): Promise<boolean> {
    try {
      return await this.#host.may(ctx, command);
    } catch {
      return false;
    }
  }
}
