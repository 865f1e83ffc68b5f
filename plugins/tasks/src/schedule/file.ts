/**
 * `scheduler.toml` on the disk: what it planned when it was last right. A wrong one is told of with its line and changes nothing, also
 * through a restart. Looked at when something may have changed.
 */
import { type Log, type Store, errorFacts, storeKey, z } from "matterwright";
import { textOf } from "../node/files.ts";
import { type Check, type PlannedTask, ScheduleFileError, parseSchedule } from "./parse.ts";

const LONGEST_CHARACTERS = 500_000;

/** The text that was right last. */
const lastGood = storeKey("schedule", z.object({ text: z.string() }));

export interface ScheduleFileParts {
  /** Absolute. */
  readonly path: string;
  /** The file as an operator would write it. */
  readonly shown: string;
  readonly store: Store;
  readonly log: Log;
  readonly check: Check;
  /** Told of each new trouble once, in whole sentences. */
  readonly onTrouble: (sentence: string, stamp: string) => void;
}

export class ScheduleFile {
  readonly #parts: ScheduleFileParts;
  #stamp: string | undefined;
  #planned: ReadonlyMap<string, PlannedTask> = new Map();
  #trouble = "";
  #looking: Promise<boolean> | undefined;

  constructor(parts: ScheduleFileParts) {
    this.#parts = parts;
  }

  get planned(): ReadonlyMap<string, PlannedTask> {
    return this.#planned;
  }

  /** What is wrong with the file as it is now, in whole sentences; empty when nothing is. */
  get trouble(): string {
    return this.#trouble;
  }

  /** Looks at the file. Whether it plans something else now. Never rejects. */
  async look(): Promise<boolean> {
    while (this.#looking !== undefined) await this.#looking;
    this.#looking = this.#look();
    try {
      return await this.#looking;
    } catch (error) {
      this.#complain(`${this.#parts.shown} cannot be read: ${String(error)}`, "unreadable");
      return false;
    } finally {
      this.#looking = undefined;
    }
  }

  async #look(): Promise<boolean> {
    const { path, check } = this.#parts;
    const { text = "", stamp = "" } = (await textOf(path)) ?? {};
    if (stamp === this.#stamp) return false;
    const isFirst = this.#stamp === undefined;
    this.#stamp = stamp;
    try {
      if (text.length > LONGEST_CHARACTERS)
        throw new ScheduleFileError(`it is longer than ${LONGEST_CHARACTERS} characters`, { line: 1, column: 1 });
      this.#planned = parseSchedule(text, check);
      this.#trouble = "";
      await this.#keep(text);
      return true;
    } catch (error) {
      if (!(error instanceof ScheduleFileError)) throw error;
      const { line, column } = error.place;
      const isRecalled = isFirst && (await this.#recall());
      this.#complain(`${this.#parts.shown}, line ${line}, column ${column}: ${error.message}`, stamp);
      return isRecalled;
    }
  }

  /** A schedule that cannot be written down counts all the same. */
  async #keep(text: string): Promise<void> {
    const { store, log } = this.#parts;
    try {
      await lastGood.set(store, { text });
    } catch (error) {
      log.warn({ error: errorFacts(error) }, "the schedule of tasks could not be written down");
    }
  }

  /** After a restart: what was right before it. */
  async #recall(): Promise<boolean> {
    const { store, check } = this.#parts;
    const { text } = (await lastGood.get(store)) ?? {};
    if (text === undefined) return false;
    try {
      this.#planned = parseSchedule(text, check);
      return true;
    } catch {
      // Another version of the program may understand less, or a one-off time is over.
      return false;
    }
  }

  #complain(reason: string, stamp: string): void {
    const { log, onTrouble } = this.#parts;
    const now =
      this.#planned.size === 0 ? "Nothing is planned until it is put right" : "The last schedule that was right stays";
    const sentence = `${reason}. ${now}.`;
    if (sentence === this.#trouble) return;
    this.#trouble = sentence;
    log.warn({ reason }, `the scheduler file is wrong. ${now}`);
    onTrouble(sentence, stamp);
  }
}
