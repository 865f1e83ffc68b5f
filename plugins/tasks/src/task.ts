/** What a task is, whatever it is written in: a name, a line about it, and something to run. Made by the folder, run by the runner. */
import type { Context, MessageOptions } from "matterwright";

/** A message that a task wants written. */
export interface Message {
  readonly text: string;
  /** `~ops`, `@ann` or a channel's id; where the run was asked for, when it says nothing. */
  readonly channel?: string;
  /** The id of a root post. */
  readonly thread?: string;
  readonly options?: MessageOptions;
}

/** What makes a run differ from another of the same task. */
export interface Call {
  /** Names the run: the same in the log, in `!task log` and in the environment of a program. */
  readonly run: string;
  readonly args: readonly string[];
  readonly trigger: "schedule" | "command";
  /** The instant that it was planned for. */
  readonly plannedAt: Date | undefined;
  /** Who asked for it; the bot itself for a planned run. */
  readonly user: { readonly id: string; readonly username: string };
  /** Says that the run is over: cancelled, out of time, or the bot stops. */
  readonly signal: AbortSignal;
}

/** A run as the task sees it. */
export interface Run {
  readonly call: Call;
  readonly ctx: Context<"tick">;
  /** Writes a message. @throws UserError, CallError when it cannot be written there. */
  readonly say: (message: Message) => Promise<void>;
  /** Shows how far it is, where somebody is looking. */
  readonly progress: (text: string) => void;
}

/** What is known of a run besides whether it succeeded. */
export interface Ending {
  readonly exitCode?: number;
  /** The end of standard error. */
  readonly stderr?: string;
  /** What was odd and no failure. */
  readonly notes?: readonly string[];
}

/** A run failed for a reason that can be told, with what else is known of it. */
export class TaskFailure extends Error {
  override name = "TaskFailure";
  readonly ending: Ending;

  constructor(message: string, ending: Ending = {}) {
    super(message);
    this.ending = ending;
  }
}

export interface Task {
  /** The file's name without what stands behind the last dot. */
  readonly name: string;
  /** As an operator would write it. */
  readonly file: string;
  /** One line; empty when the task says nothing about itself. */
  readonly description: string;
  /** Whether a run that was cut off may be run again. */
  readonly reruns: boolean;
  /** @throws TaskFailure, or whatever the task throws. */
  run(run: Run): Promise<Ending>;
}
