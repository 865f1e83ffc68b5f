/**
 * What can be given to `bot.use` and is more than middleware: kinds of jobs, sessions that expire, schedules, buttons, hooks. It is told where it was put, and
 * registers there what it needs.
 */
import type { Rest } from "@matterwright/client";
import type { Clock } from "@matterwright/clock";
import type { Attachment } from "@matterwright/protocol";
import type { AddressedContext, AddressedKind } from "../listen/addressed.ts";
import type { Middleware } from "../listen/composer.ts";
import type { Context, Me } from "../context/context.ts";
import type { Route } from "../door/route.ts";
import type { HookBook } from "./hook-book.ts";
import type { Log } from "../log/log.ts";
import type { People } from "../people/people.ts";
import type { Planned } from "./planned.ts";
import type { Durable } from "../store/durable.ts";
import type { AttemptManner, Attempted, Tried } from "../store/outbox.ts";
import type { Secrets } from "../store/secrets.ts";
import type { Vault } from "../store/vault.ts";
import type { Update } from "../update/update.ts";
import type { Job } from "../store/work.ts";
import type { Action } from "../update/actions.ts";
import type { WizardEntries } from "./wizard-entries.ts";

/** Somebody who does the jobs of one name. */
export interface JobHandler {
  readonly name: string;
  /** At the same time, in this process; 1 by default. */
  readonly concurrency?: number;
  /** Whether a run that was cut off is run again; else it is reported and ends as failed. True by default. */
  readonly rerunsAfterCrash?: boolean;
  /**
   * Looks whether this program can read a job's payload. One that it cannot read is left as it is, and looked at again in an hour.
   *
   * @throws StoredValueError that says what does not fit, and what to do.
   */
  check?(job: Job): void;
  /** Does the work. @throws RunAgain to have it done later. */
  run(ctx: Context<"tick">): unknown;
}

/** Thrown by a `JobHandler` that cannot do a job now: it is given out again at `runAt`. What it wanted written is written. */
export class RunAgain extends Error {
  override name = "RunAgain";
  /** In Unix milliseconds. */
  readonly runAt: number;

  constructor(reason: string, runAt: number) {
    super(reason);
    this.runAt = runAt;
  }
}

/** The dialogs of a bot by their names, so that the server can be told their fields and choices. */
export interface DialogBook {
  /** Returns what takes it back. @param form what it looks like, which only the feature itself knows */
  add(name: string, form: object): () => void;
}

/** The place where something was put: a bot, or a plugin. */
export interface Workplace {
  /** `bot`, or the plugin's name. */
  readonly owner: string;
  readonly durable: Durable;
  readonly clock: Clock;
  readonly log: Log;
  readonly rest: Rest;
  readonly people: People;
  /** The owner's own: tokens and passwords that are kept locked. */
  readonly secrets: Secrets;
  /** What secrets are locked with, where the bot has one. */
  readonly vault: Vault | undefined;
  /** The bot itself. @throws MisuseError before it was started. */
  me(): Me;
  /** Has jobs of a name done. Returns what ends it. @throws MisuseError when somebody does them already. */
  handleJobs(handler: JobHandler): () => void;
  /**
   * Tries a call that shall happen once, the way the outbox does, for whoever keeps an account of its own: of what was tried, since when
   * nobody knows how it ended, and when it is to be tried again. Never rejects, and writes nothing down.
   */
  attempt(attempted: Attempted, manner?: AttemptManner): Promise<Tried>;
  /** Calls something when the bot runs, and again and again in this distance. Returns what ends it. */
  every(periodMs: number, act: () => Promise<void>): () => void;
  /** Where hooks enter themselves, for lists. */
  readonly hooks: HookBook;
  /** Plans something for times, durably. Returns what ends it. @throws MisuseError when it cannot be, or its name is taken. */
  plan(planned: Planned): () => void;
  /** Answers a path of the bot's HTTP door. Returns what ends it. @throws MisuseError when the path is none, or taken. */
  route(route: Route): () => void;
  /** The whole address of a path of the door, for the server to call. Nothing when the bot was not told where it is reached. */
  urlOf(path: string): string | undefined;
  /** Whether the server can call the bot: it was told where that is, and the last try did not fail. */
  isReached(): boolean;
  /** The server has called the bot just now, and has proven that it was it. */
  reached(): void;
  /**
   * Takes the updates of a kind that are addressed to a name, with the owner's middleware around it. Returns what ends it.
   *
   * @throws MisuseError when the name is taken.
   */
  take<K extends AddressedKind>(kind: K, name: string, run: (ctx: AddressedContext<K>) => unknown): () => void;
  /** The dialogs of the bot. */
  readonly dialogs: DialogBook;
  /** Where wizards enter themselves, for lists. */
  readonly wizards: WizardEntries;
  /** Whether anybody takes what is addressed to this name. */
  isTaken(kind: AddressedKind, name: string): boolean;
  /** Buttons and menus for a post that is made by `attempt`, as its cards. Nothing while the server cannot call the bot. */
  cards(actions: readonly Action[]): readonly Attachment[] | undefined;
  /** Hands an update to the bot, which handles it in its turn. Whoever waits for it is told through its `answering`. */
  submit(update: Update): void;
}

export interface Installable {
  /** Registers. Returns what takes it back. */
  install(workplace: Workplace): () => void;
}

/** Everything that `bot.use` takes. */
export type Usable = Middleware<Context> | Installable;

export function isInstallable(usable: Usable): usable is Installable {
  return "install" in usable;
}

/** Whether it has middleware, alone or besides. */
export function isMiddleware(usable: Usable): usable is Middleware<Context> {
  return "middleware" in usable || !("install" in usable);
}
