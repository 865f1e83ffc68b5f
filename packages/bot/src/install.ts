/**
 * What can be given to `bot.use` and is more than middleware: kinds of jobs, sessions that expire. It is told where it was put, and
 * registers there what it needs.
 */
import type { Clock } from "@matterwright/clock";
import type { Middleware } from "./composer.ts";
import type { Context } from "./context.ts";
import type { Log } from "./log.ts";
import type { Durable } from "./store/durable.ts";
import type { Secrets } from "./store/secrets.ts";

/** Somebody who does the jobs of one name. */
export interface JobHandler {
  readonly name: string;
  /** At the same time, in this process; 1 by default. */
  readonly concurrency?: number;
  /** Whether a run that was cut off is run again; else it is reported and ends as failed. True by default. */
  readonly rerunsAfterCrash?: boolean;
  run(ctx: Context<"tick">): unknown;
}

/** The place where something was put: a bot, or a plugin. */
export interface Workplace {
  /** `bot`, or the plugin's name. */
  readonly owner: string;
  readonly durable: Durable;
  /** The owner's own: tokens and passwords that are kept locked. */
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly log: Log;
  /** Has jobs of a name done. Returns what ends it. @throws MisuseError when somebody does them already. */
  handleJobs(handler: JobHandler): () => void;
  /** Calls something when the bot runs, and again and again in this distance. Returns what ends it. */
  every(periodMs: number, act: () => Promise<void>): () => void;
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
