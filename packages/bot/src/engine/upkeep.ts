/**
 * Everything that a bot does without being spoken to: sends what is in its outbox, does jobs as they fall due, runs what is planned for
 * times, and looks after what expires. It begins when the bot has started and ends when it stops.
 */
import { type Clock, within } from "@matterwright/clock";
import type { Ending } from "../context/boundary.ts";
import type { JobHandler } from "../install/install.ts";
import { JobDesk, type DeskParts } from "../jobs/desk.ts";
import { Rounds } from "../jobs/rounds.ts";
import type { Log } from "../log/log.ts";
import { OutboxRunner, type RunnerParts } from "../outbox/runner.ts";
import { Schedules } from "../schedule/schedules.ts";
import type { Durable } from "../store/durable.ts";

/** What expired and nobody wants to hear of is removed so often. */
const TIDY_EVERY_MS = 3_600_000;

export interface UpkeepParts {
  readonly durable: Durable;
  readonly clock: Clock;
  readonly log: Log;
  readonly deliver: RunnerParts["deliver"];
  readonly me: DeskParts["me"];
  /** Where a schedule names no time zone. */
  readonly timezone: string;
  /** Whether this process of several is the one that plans. */
  readonly leads: () => boolean;
  readonly perform: (...job: Parameters<DeskParts["perform"]>) => Promise<Ending>;
}

export class Upkeep {
  readonly #parts: UpkeepParts;
  readonly #outbox: OutboxRunner;
  readonly #desk: JobDesk;
  readonly #rounds: Rounds;
  readonly schedules: Schedules;

  constructor(parts: UpkeepParts) {
    const { durable, clock, log, deliver, me, perform, timezone, leads } = parts;
    this.#parts = parts;
    this.#outbox = new OutboxRunner({ outbox: durable.outbox, clock, log, deliver });
    this.#desk = new JobDesk({ jobs: durable.jobs, log, clock, me, perform });
    this.#rounds = new Rounds({ clock, log });
    this.#rounds.add(TIDY_EVERY_MS, async () => void (await durable.store.takeExpired("", 0)));
    const handleJobs = (handler: JobHandler): (() => void) => this.#desk.add(handler);
    this.schedules = new Schedules({ durable, clock, log, timezone, leads, handleJobs });
  }

  /** Things that are being done now. */
  get busy(): number {
    return this.#outbox.trying + this.#desk.running;
  }

  /** Has jobs of a name done. */
  handleJobs(handler: JobHandler): () => void {
    return this.#desk.add(handler);
  }

  /** Calls something again and again while the bot runs. */
  every(periodMs: number, act: () => Promise<void>): () => void {
    return this.#rounds.add(periodMs, act);
  }

  open(): void {
    this.#outbox.start();
    this.#desk.open();
    this.schedules.open();
    this.#rounds.open();
  }

  /** Begins nothing more, and gives what is being done this long to end, altogether. */
  async close(withinMs: number): Promise<void> {
    const { clock } = this.#parts;
    const endMs = clock.now() + withinMs;
    this.#rounds.close();
    await within(clock, endMs - clock.now(), this.schedules.close());
    await this.#desk.close(Math.max(0, endMs - clock.now()));
    await within(clock, endMs - clock.now(), this.#outbox.stop());
  }
}
