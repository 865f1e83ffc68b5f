/**
 * What a bot tells its commands: what a context says, who may do what, what time it is, and how to ask. The router and the runner import no
 * other feature; everything that they need of one stands here.
 */
import type { Clock } from "@matterwright/clock";
import type { Address, Callsigns } from "./words/address.ts";
import type { Command } from "./command.ts";
import type { Replying } from "./run/replying.ts";
import type { LaneOptions } from "./run/lanes.ts";
import type { CalledBy } from "./run/running.ts";

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

/** Whether somebody may run a command. */
export interface Judgement {
  /** `depends`: it is allowed with some arguments. */
  readonly verdict: "allowed" | "denied" | "depends";
  /** Why, in a sentence for people. */
  readonly why: string;
  /** How many others have to agree first. */
  readonly approve: number;
  /** The rule that decided, for the log. */
  readonly by?: string | undefined;
}

/** Judges one person, in one place and at one moment, about many commands. Without values: whether it may be run with any. */
export type CommandJudge<C extends Replying> = (
  command: Command<C>,
  values?: Readonly<Record<string, unknown>>,
) => Promise<Judgement>;

/** The host's judge, who says no where judging fails. */
export async function judgeOf<C extends Replying>(host: CommandHost<C>, ctx: C): Promise<CommandJudge<C>> {
  try {
    const judge = await host.judge(ctx);
    return (command, values) => judge(command, values).catch(no);
  } catch {
    return () => Promise.resolve(no());
  }
}

function no(): Judgement {
  return { verdict: "denied", why: "it cannot be found out whether you may", approve: 0 };
}

/** Consent that is asked for before a command runs. */
export interface Wish<C extends Replying> {
  readonly command: Command<C>;
  /** The call as it was typed. */
  readonly line: string;
  /** What to ask whoever called. Without it, others are asked. */
  readonly question?: string;
  /** How many others have to agree. */
  readonly others: number;
  /** What was consented to before. */
  readonly grant: Grant | undefined;
  /** What the arguments mean: consent is bound to it. */
  readonly print: string;
}

/** Consent that was given, to a call with exactly these arguments. */
export interface Grant {
  readonly isConfirmed: boolean;
  /** How many others agreed. */
  readonly agreed: number;
  readonly print: string;
}

export interface CommandHost<C extends Replying> {
  readonly clock: Clock;
  callsigns(): Callsigns;
  /** The message of a context, or `undefined` when it is not about a new message of a person. */
  heard(ctx: C): Heard | undefined;
  /** Who called, and where. */
  calledBy(ctx: C): CalledBy;
  /** A failure to judge, and a failed judgement, mean no. */
  judge(ctx: C): Promise<CommandJudge<C>>;
  /** What to do with a call that is denied. */
  refused(ctx: C, command: Command<C>, judgement: Judgement): unknown;
  /** Whether a message was missed when it was said, and must not be turned away now. */
  isRecovered(ctx: C): boolean;
  /** How many commands one person may have in hand. */
  readonly lanes?: LaneOptions | undefined;
  /** Whether a message was said too long ago for this command, or for an answer at all. */
  isStale(ctx: C, command: Command<C> | undefined): boolean;
  /** What to do with a call that came too late. */
  tooLate(ctx: C, command: Command<C>): unknown;
  /** Told which command takes a message, before anything is answered. */
  taken(ctx: C, command: Command<C>): void;
  /** Says a last word; from then on nothing that the handler says is said. */
  halt(ctx: C, farewell: string): Promise<void>;
  /** Says what the handler has left to say of its progress. */
  settle(ctx: C): Promise<void>;
  /** Shows that the bot is at work. Never rejects. */
  typing(ctx: C): Promise<void>;
  /** Asks for consent. When it is given, the message is handed in again. */
  ask(ctx: C, wish: Wish<C>): Promise<void>;
  /** The consent with which a message was handed in again. */
  granted(ctx: C): Grant | undefined;
  /** Told what is decided about a message, in words for an administrator who asks why. */
  note(ctx: C, step: string): void;
  /** Told what a hook threw where nothing else can be done about it. */
  hookFailed(error: unknown): void;
}
