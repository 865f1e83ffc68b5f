/**
 * The commands of one bot at work: finds the command that a message calls, and has it run in the lane of whoever called. The bot puts `route`
 * where commands come in its order and `fallback` behind everything else.
 */
import { closest } from "../text/distance.ts";
import { addressOf } from "./words/address.ts";
import type { Address } from "./words/address.ts";
import type { Command } from "./command.ts";
import type { Replying } from "./run/replying.ts";
import type { CommandHooks } from "./run/hooks.ts";
import { type CommandHost, type Heard, type UnknownCall, judgeOf } from "./host.ts";
import { Lanes } from "./run/lanes.ts";
import { type Called, CommandRunner } from "./run/runner.ts";
import type { Running } from "./run/running.ts";
import { entered } from "../storm/holds.ts";
import { CommandTable } from "./table.ts";

export type UnknownHandler<C extends Replying> = (ctx: C, call: UnknownCall<C>) => unknown;

type Next = () => unknown;

/** A message, and where in it the bot is addressed, if it is. */
interface Message {
  readonly message: string;
  readonly typed: string;
  readonly address: Address;
}

const ADDRESSED = {
  prefix: "by a prefix",
  mention: "by name",
  direct: "in a direct message",
  slash: "as a slash command",
} as const satisfies Record<Address["by"], string>;

/** Who floods the bot is told so once in a while. */
const TOLD_EVERY_MS = 60_000;
/** Fewer suggestions than this are a help, more are a list. */
const SUGGESTIONS_MAX = 4;

export class CommandRouter<C extends Replying> {
  readonly table = new CommandTable<Command<C>>();
  readonly #host: CommandHost<C>;
  readonly #unknown: UnknownHandler<C>[] = [];
  readonly #patterns = new Set<Command<C>>();
  readonly #runner: CommandRunner<C>;
  readonly #lanes: Lanes;
  readonly #toldAt = new Map<string, number>();

  constructor(host: CommandHost<C>) {
    this.#host = host;
    this.#lanes = new Lanes(host.lanes);
    this.#runner = new CommandRunner(host, {
      rewritten: (_, typed, lead) => {
        const found = this.table.find(typed);
        return found && { command: found.command, call: { line: lead + typed, from: lead.length + found.end, lead } };
      },
      meant: (ctx, called) => this.#goingOn(ctx, called),
    });
  }

  /** Adds a command. Returns what takes it away again. @throws Error when one of its names is taken. */
  add(command: Command<C>): () => void {
    const remove = this.table.add(command);
    if (command.pattern === undefined) return remove;
    this.#patterns.add(command);
    return () => {
      this.#patterns.delete(command);
      remove();
    };
  }

  /** The commands that run now. */
  get running(): Running {
    return this.#runner.running;
  }

  /** Puts hooks around all commands. Returns what takes them back. */
  hooks(hooks: CommandHooks<C>): () => void {
    return this.#runner.hooks.add(hooks);
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
    const heard = this.#host.heard(ctx);
    const named = heard && this.#called(heard);
    // What is found by a pattern has a name as well, under which it explains itself.
    const isPlain = named !== undefined && named.command.pattern === undefined;
    const called = isPlain ? named : ((heard && (await this.#matched(ctx, heard))) ?? named);
    if (!called) {
      if (heard) this.#host.note(ctx, this.#uncalled(heard));
      await next();
      return;
    }
    const { command } = called;
    this.#host.taken(ctx, command);
    if (this.#host.isStale(ctx, command)) await this.#host.tooLate(ctx, command);
    else if (command.spec.isUrgent === true) await this.#runner.run(ctx, called);
    else await this.#inLane(ctx, called);
  };

  /** Why a message calls no command. */
  #uncalled(heard: Heard): string {
    const { address } = this.#addressed(heard) ?? {};
    if (address === undefined)
      return "it is not addressed to me: it begins with no prefix of mine and not with my name, and is no direct message to me";
    return `it is addressed to me (${ADDRESSED[address.by]}) and names no command`;
  }

  /** Answers a message that is addressed to the bot and that everything before let pass. */
  readonly fallback = async (ctx: C, next: Next): Promise<void> => {
    const heard = this.#host.heard(ctx);
    const message = heard && this.#addressed(heard);
    const handler = this.#unknown.at(-1);
    const isNobodys = message !== undefined && !this.#called(heard as Heard) && !this.#host.isStale(ctx, undefined);
    if (!isNobodys || (!handler && this.#runner.hooks.isEmpty)) {
      await next();
      return;
    }
    const { typed, address } = message;
    const call = { typed, by: address.by, lead: address.lead, near: await this.near(ctx, typed) };
    const answer = await this.#runner.hooks.unknown(ctx, call);
    if (typeof answer === "string") await ctx.reply(answer);
    else if (answer === undefined) await (handler ? handler(ctx, call) : next());
  };

  /** Whether a message calls a command that must not wait for others. */
  isUrgent(heard: Heard): boolean {
    return this.#called(heard)?.command.spec.isUrgent === true;
  }

  /** Commands near to `typed` that the person may see and run, most likely first, at most four. */
  async near(ctx: C, typed: string): Promise<Command<C>[]> {
    return this.#shown(ctx, this.table.near(typed), SUGGESTIONS_MAX);
  }

  /** All commands that the person may see and run, by alphabet. */
  async visible(ctx: C): Promise<Command<C>[]> {
    return this.#shown(ctx, this.table.all(), Infinity);
  }

  /** Whether the person may run a command, with some arguments at least. */
  async may(ctx: C, command: Command<C>): Promise<boolean> {
    const { verdict } = await (await judgeOf(this.#host, ctx))(command);
    return verdict !== "denied";
  }

  /** Runs a call as if the person of the context had written it here, with all that this takes. Whether it names a command. */
  async call(ctx: C, typed: string, lead: string): Promise<boolean> {
    const found = this.table.find(typed);
    if (!found) return false;
    const { command, end } = found;
    this.#host.taken(ctx, command);
    await this.#runner.run(ctx, { command, call: { line: lead + typed, from: lead.length + end, lead } });
    return true;
  }

  /** What a line would call, as if the person of the context had written it: for explanations. */
  calledBy(line: string): Called<C> | undefined {
    return this.#called({ message: line, direct: true });
  }

  async #shown(ctx: C, commands: readonly Command<C>[], most: number): Promise<Command<C>[]> {
    const judge = await judgeOf(this.#host, ctx);
    const shown: Command<C>[] = [];
    for (const command of commands) {
      if (shown.length === most) break;
      if (!command.hidden && (await judge(command)).verdict !== "denied") shown.push(command);
    }
    return shown;
  }

  /** What goes on from a command's name and was nearly written. */
  async #goingOn(ctx: C, { command, call: { line, from } }: Called<C>): Promise<Command<C> | undefined> {
    const [word = ""] = line.slice(from).trim().split(/\s/, 1);
    const found = [command.name, ...command.aliases].flatMap((name) => {
      const group = new Set(this.table.group(name));
      const typed = `${name} ${word}`;
      return this.table
        .misspelt(typed)
        .filter((each) => group.has(each) && closest(typed, [each.name, ...each.aliases]) !== undefined);
    });
    const [meant] = await this.#shown(ctx, found, 1);
    return meant;
  }

  async #inLane(ctx: C, called: Called<C>): Promise<void> {
    const { user } = this.#host.calledBy(ctx);
    const leave = await this.#lanes.enter(user.id, this.#host.isRecovered(ctx));
    if (leave === undefined) {
      this.#host.note(ctx, "turned away: too many commands of this person are waiting");
      await this.#tellOfFlood(ctx, user.id);
      return;
    }
    try {
      await this.#runner.run(ctx, called);
    } finally {
      leave();
    }
  }

  async #tellOfFlood(ctx: C, userId: string): Promise<void> {
    const now = this.#host.clock.now();
    if (now - (this.#toldAt.get(userId) ?? -Infinity) < TOLD_EVERY_MS) return;
    this.#toldAt.set(userId, now);
    await ctx.reply("So many of your commands are waiting that I cannot take more. Please say this again later.");
  }

  #called(heard: Heard): Called<C> | undefined {
    const message = this.#addressed(heard);
    const found = message && this.table.find(message.typed);
    if (!found) return undefined;
    const { address } = message;
    return {
      command: found.command,
      call: { line: message.message, from: address.from + found.end, lead: address.lead },
    };
  }

  /** The first pattern that a message fits. One that the person may not use is passed over in silence: it was only said. */
  async #matched(ctx: C, heard: Heard): Promise<Called<C> | undefined> {
    if (this.#patterns.size === 0) return undefined;
    const message = this.#addressed(heard);
    for (const command of this.#patterns) {
      const isAddressed = command.pattern?.isAddressed === true;
      if (isAddressed && !message) continue;
      const from = isAddressed ? (message?.address.from ?? 0) : 0;
      const fits = (): boolean => command.pattern?.regex.test(heard.message.slice(from)) === true;
      // Some patterns take very long on some texts.
      if (!entered(ctx, fits, () => `${command.owner ?? "bot"} command ${command.name}`)) continue;
      if (!isAddressed && (this.#host.isStale(ctx, command) || !(await this.may(ctx, command)))) continue;
      return { command, call: { line: heard.message, from, lead: message?.address.lead ?? "" } };
    }
    return undefined;
  }

  #addressed(heard: Heard): Message | undefined {
    const { message, direct } = heard;
    const address = heard.address ?? addressOf(message, this.#host.callsigns(), direct);
    return address && { message, typed: message.slice(address.from), address };
  }
}
