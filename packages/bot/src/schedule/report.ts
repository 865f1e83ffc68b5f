/** Tells of runs that failed: the first of a row, and the end of the row with its count. In the log, and to whoever watches. */
import { type Log, errorFacts } from "../log/log.ts";

/** Something about a schedule that somebody may want to be told. */
export interface ScheduleEvent {
  /**
   * `failed`: a run failed, `failures` in a row by now. `recovered`: one ended well after `failures`. `interrupted`: one was cut
   * off, because the program died or stopped.
   */
  readonly kind: "failed" | "recovered" | "interrupted";
  readonly schedule: string;
  /** `bot`, or the plugin's name. */
  readonly owner: string;
  readonly failures: number;
  /** Why; empty for a recovery. */
  readonly reason: string;
  /** Names the run in the log. */
  readonly ref: string;
}

export type ScheduleListener = (event: ScheduleEvent) => void;

export class Reporter {
  readonly #listeners = new Set<ScheduleListener>();

  watch(listener: ScheduleListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** @param error what was thrown, for the log alone */
  tell(event: ScheduleEvent, { log, error }: { readonly log: Log; readonly error?: unknown }): void {
    const { schedule, ref, failures, reason } = event;
    const facts = { schedule, ref, failures, ...(error === undefined ? { reason } : { error: errorFacts(error) }) };
    if (event.kind === "recovered") log.info(facts, "a schedule works again");
    else if (event.kind === "interrupted") log.error(facts, "a scheduled run was cut off in the middle");
    else if (failures === 1) log.error(facts, "a scheduled run failed");
    else log.debug(facts, "a scheduled run failed again");
    for (const listener of this.#listeners) {
      try {
        listener(event);
      } catch (trouble) {
        log.error({ schedule, error: errorFacts(trouble) }, "somebody who is told about schedules failed");
      }
    }
  }
}
