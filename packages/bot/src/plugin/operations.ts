/** What plugins for operators are given of a running bot: its log, what became of messages, what it has to send, and the program around it. */
import type { LogBook } from "../log/log-book.ts";
import { type MachineLoad, machineLoad } from "../node/load.ts";
import type { Program } from "../program.ts";
import type { Durable } from "../store/durable.ts";
import type { Outbox } from "../store/outbox.ts";
import type { Jobs } from "../store/work.ts";
import type { TraceBook } from "../context/traces.ts";

export interface Operations {
  /** The last lines of the log, and from which level on lines are written. */
  readonly log: Pick<LogBook, "levels" | "resetLevel" | "setLevel" | "tail">;
  /** What became of the last messages, and why. */
  readonly traces: TraceBook;
  /** What the bot still has to send, and what it could not. */
  readonly outbox: Pick<Outbox, "counts" | "drop" | "get" | "list" | "retry">;
  /** Work that waits for its time, runs or has failed. */
  readonly jobs: Pick<Jobs, "get" | "list">;
  /** Where the bot keeps things, without secrets: `memory`, `SQLite data/matterwright.db`. */
  readonly keptIn: string;
  /** What runs the bot, where that can be told to do something. */
  readonly program: Program | undefined;
  /** How busy the machine is. */
  load(): MachineLoad;
}

export function operationsOf(
  durable: Durable,
  { log, traces, program }: Pick<Operations, "log" | "traces"> & Partial<Pick<Operations, "program">>,
): Operations {
  const { outbox, jobs } = durable;
  return { log, traces, program, outbox, jobs, keptIn: durable.describe(), load: machineLoad };
}
