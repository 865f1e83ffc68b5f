/**
 * Looks after the times of all schedules: one timer for the earliest, and a transaction for what has come. In a bot of several
 * processes the one that leads does it; two that did would find each other's work done.
 */
import type { Clock, Timer } from "@matterwright/clock";
import { type Log, errorFacts } from "../log/log.ts";
import type { Durable } from "../store/durable.ts";
import { StoredValueError } from "../store/errors.ts";
import type { Transaction } from "../store/transaction.ts";
import { Agenda } from "./agenda.ts";
import { decide } from "./decide.ts";
import type { Entry } from "./entry.ts";
import { startQueued } from "./start.ts";
import { type ScheduleState, stateKey } from "./state.ts";
import { nextLook } from "./times.ts";

/** The most that the timer is set ahead: machines sleep, and clocks are stepped. */
const LONGEST_WAIT_MS = 60_000;
/** How often those who stand by look whether they lead. */
const STANDBY_MS = 1_000;
/** After the store could not be asked. */
const PAUSE_MS = 5_000;
/** Schedules in one transaction. */
const AT_ONCE = 100;

export interface PlannerParts {
  readonly durable: Durable;
  readonly clock: Clock;
  readonly log: Log;
  /** Whether this process is the one that plans. */
  readonly leads: () => boolean;
  /** Those jobs of a schedule that are neither waiting nor running, whatever its state says. */
  readonly lost: (jobs: readonly string[]) => Promise<readonly string[]>;
}

export class Planner {
  readonly #parts: PlannerParts;
  readonly #entries = new Map<string, Entry>();
  readonly #agenda = new Agenda<Entry>();
  #timer: Timer | undefined;
  #turn: Promise<void> | undefined;
  #lookAgain = false;
  #isOpen = false;
  #isInTrouble = false;

  constructor(parts: PlannerParts) {
    this.#parts = parts;
  }

  get(name: string): Entry | undefined {
    return this.#entries.get(name);
  }

  all(): readonly Entry[] {
    return [...this.#entries.values()];
  }

  add(entry: Entry): void {
    this.#entries.set(entry.name, entry);
    // What is new is looked at as soon as may be.
    this.#agenda.add(0, entry);
    this.wake();
  }

  remove(entry: Entry): void {
    if (this.#entries.get(entry.name) === entry) this.#entries.delete(entry.name);
  }

  open(): void {
    this.#isOpen = true;
    this.wake();
  }

  async close(): Promise<void> {
    this.#isOpen = false;
    this.#timer?.cancel();
    await this.#turn;
  }

  /** Looks what is due: called by its timer and when something is new. */
  wake(): void {
    if (!this.#isOpen) return;
    this.#lookAgain = true;
    this.#turn ??= this.#look().finally(() => {
      this.#turn = undefined;
      if (this.#lookAgain) this.wake();
    });
  }

  async #look(): Promise<void> {
    this.#timer?.cancel();
    // What is added in one go is looked at in one go.
    await Promise.resolve();
    while (this.#lookAgain && this.#isOpen) {
      this.#lookAgain = false;
      if (!this.#parts.leads()) return this.#wait(STANDBY_MS);
      if (!(await this.#workOff())) return this.#wait(PAUSE_MS);
    }
    const { nextAt } = this.#agenda;
    if (nextAt === undefined) return;
    this.#wait(Math.min(Math.max(nextAt - this.#parts.clock.now(), 0), LONGEST_WAIT_MS));
  }

  #wait(ms: number): void {
    if (this.#isOpen) this.#timer = this.#parts.clock.after(ms, () => this.wake());
  }

  /** Deals with everything that is due. False when the store could not be asked. */
  async #workOff(): Promise<boolean> {
    for (;;) {
      const taken = this.#agenda.take(this.#parts.clock.now(), AT_ONCE);
      const due = taken.filter((entry) => this.#entries.get(entry.name) === entry);
      if (taken.length === 0 || !this.#isOpen) return true;
      try {
        await this.#deal(due);
        this.#isInTrouble = false;
      } catch (error) {
        for (const entry of due) this.#agenda.add(0, entry);
        if (!this.#isInTrouble)
          this.#parts.log.error({ error: errorFacts(error) }, "schedules cannot be looked at now");
        this.#isInTrouble = true;
        return false;
      }
    }
  }

  async #deal(due: readonly Entry[]): Promise<void> {
    const busy = await this.#transact(due);
    if (busy.length === 0) return;
    const lost = await this.#parts.lost(busy.flatMap(({ state }) => state.active.map(({ job }) => job)));
    await this.#transact(
      busy.map(({ entry }) => entry),
      new Set(lost),
    );
  }

  /** Deals with some. Returns those whose runs have to be looked after first: without `lost`, everything that may wait for a run. */
  async #transact(entries: readonly Entry[], lost?: ReadonlySet<string>): Promise<readonly Dealt[]> {
    const nowMs = this.#parts.clock.now();
    const all = await this.#parts.durable.transaction(async (tx) => {
      const dealt: Dealt[] = [];
      for (const entry of entries) {
        const state = await this.#read(tx, entry);
        if (state === "unreadable") continue;
        if (state !== undefined && lost === undefined && mayWait(entry, state))
          dealt.push({ entry, state, isBusy: true });
        else
          dealt.push({ entry, state: await deal(tx, { entry, before: without(lost, state), nowMs }), isBusy: false });
      }
      return dealt;
    });
    for (const { entry, state, isBusy } of all) if (!isBusy) this.#note(entry, state);
    return all.filter(({ isBusy }) => isBusy);
  }

  async #read(tx: Transaction, entry: Entry): Promise<ScheduleState | undefined | "unreadable"> {
    try {
      return await stateKey(entry.name).get(tx.store);
    } catch (error) {
      if (!(error instanceof StoredValueError)) throw error;
      entry.log.error(
        { schedule: entry.name, error: errorFacts(error) },
        "a schedule is not run: its state is unreadable",
      );
      return "unreadable";
    }
  }

  #note(entry: Entry, state: ScheduleState): void {
    if (this.#entries.get(entry.name) !== entry) return;
    const atMs = nextLook(entry, state);
    if (atMs !== undefined) this.#agenda.add(atMs, entry);
  }
}

interface Dealt {
  readonly entry: Entry;
  readonly state: ScheduleState;
  readonly isBusy: boolean;
}

interface Dealing {
  readonly entry: Entry;
  readonly before: ScheduleState | undefined;
  readonly nowMs: number;
}

async function deal(tx: Transaction, { entry, before, nowMs }: Dealing): Promise<ScheduleState> {
  const state = await startQueued(tx.jobs, entry, decide(entry, before, nowMs));
  if (state !== before) await stateKey(entry.name).set(tx.store, state);
  return state;
}

function mayWait({ options }: Entry, { active }: ScheduleState): boolean {
  return active.length > 0 && options.overlap !== "allow";
}

function without(lost: ReadonlySet<string> | undefined, state: ScheduleState | undefined): ScheduleState | undefined {
  if (lost === undefined || lost.size === 0 || state === undefined) return state;
  return { ...state, active: state.active.filter(({ job }) => !lost.has(job)) };
}
