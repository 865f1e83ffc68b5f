/** The schedules of a bot, to look at and to act on: what `bot.schedules` is. Everything it changes is written down at once. */
import type { Clock } from "@matterwright/clock";
import { MisuseError } from "../errors.ts";
import type { Asked, Planned } from "../install/planned.ts";
import type { Durable } from "../store/durable.ts";
import { StoredValueError } from "../store/errors.ts";
import type { Transaction } from "../store/transaction.ts";
import { withRun } from "./decide.ts";
import type { Entry } from "./entry.ts";
import { type ScheduleInfo, infoOf, nextTimes } from "./info.ts";
import type { Planner } from "./planner.ts";
import type { ScheduleListener } from "./report.ts";
import { startQueued } from "./start.ts";
import { type ScheduleState, newState, stateKey } from "./state.ts";
import { type WaitingJobs, waitingJobs } from "./waiting.ts";

/** The schedules of a bot. Each function that takes a name throws MisuseError when there is no such schedule. */
export interface ScheduleBook {
  /** Everything that is planned, by alphabet. */
  list(): Promise<readonly ScheduleInfo[]>;
  /** What `job()` was asked to do later, by kind. */
  jobs(): Promise<readonly WaitingJobs[]>;
  /** The full name of a schedule: `"karma/standup"`, also for `"standup"` where there is only one. Nothing when there is none. */
  find(name: string): string | undefined;
  get(name: string): Promise<ScheduleInfo>;
  /** The next times, five unless said otherwise. Empty when there are none. */
  next(name: string, count?: number): Promise<readonly Date[]>;
  /** Runs it now, beside its times. `busy`: it runs already, and its runs do not overlap. `waits`: this one comes after that. */
  run(name: string, asked: Asked): Promise<"started" | "waits" | "busy">;
  /** Leaves out its times until `resume`. Times that pass meanwhile are not missed. */
  pause(name: string, by: string): Promise<void>;
  resume(name: string): Promise<void>;
  /** Leaves out the next time, or the one after it when that is left out already. Returns it; nothing when there is none. */
  skipNext(name: string): Promise<Date | undefined>;
  /** Ends what runs and forgets what waits. Returns how many runs that were. A run ends when its handler heeds its signal. */
  cancel(name: string): Promise<number>;
  /** Refuses what could not be planned, and plans nothing. @throws MisuseError that says what is wrong and what to write. */
  check(planned: Omit<Planned, "handler">): void;
  /**
   * When something would run, before it is planned: the next five times of a schedule, unless said otherwise.
   *
   * @throws MisuseError that says what is wrong and what to write.
   * @example
   * bot.schedules.preview({ name: "standup", when: "30 9 * * 1-5", timezone: "Europe/Berlin" });
   */
  preview(planned: Omit<Planned, "handler">, count?: number): readonly Date[];
  /** Tells of failures, recoveries and interruptions in this process. Returns what ends it. */
  watch(listener: ScheduleListener): () => void;
}

export interface BookParts {
  readonly durable: Durable;
  readonly clock: Clock;
  readonly planner: Planner;
  readonly watch: ScheduleBook["watch"];
  /** What would be planned. @throws MisuseError. */
  readonly understood: (planned: Omit<Planned, "handler">) => Entry;
}

export function scheduleBook({ durable, clock, planner, watch, understood }: BookParts): ScheduleBook {
  const entryOf = (name: string): Entry => {
    const entry = find(planner, name);
    if (entry === undefined) throw new MisuseError(`there is no schedule called "${name}"`);
    return entry;
  };
  const read = async (entry: Entry, from: Pick<Transaction, "store"> = durable): Promise<ScheduleState> =>
    (await stateKey(entry.name).get(from.store)) ?? newState(entry.definition, clock.now());
  const info = async (entry: Entry): Promise<ScheduleInfo> => {
    try {
      return infoOf(entry, await read(entry), clock.now());
    } catch (error) {
      if (!(error instanceof StoredValueError)) throw error;
      const { next: _, ...known } = infoOf(entry, newState(entry.definition, clock.now()), clock.now());
      return { ...known, state: "unreadable" };
    }
  };
  const change = (name: string, change: Change): Promise<void> =>
    durable.transaction(async (tx) => {
      const entry = entryOf(name);
      const before = await read(entry, tx);
      const after = await change(before, entry, tx);
      if (after !== before) await stateKey(entry.name).set(tx.store, after);
    });
  return {
    watch,
    check: (planned) => void understood(planned),
    preview: (planned, count = 5) => {
      const entry = understood(planned);
      const nowMs = clock.now();
      return nextTimes(entry, newState(entry.definition, nowMs), { nowMs, count });
    },
    find: (name) => find(planner, name)?.name,
    jobs: () => waitingJobs(durable.jobs),
    list: () => Promise.all(planner.all().toSorted(byName).map(info)),
    get: async (name) => info(entryOf(name)),
    next: async (name, count = 5) => {
      const entry = entryOf(name);
      return nextTimes(entry, await read(entry), { nowMs: clock.now(), count });
    },
    run: async (name, asked) => {
      let answer: "started" | "waits" | "busy" = "busy";
      await change(name, async (before, entry, { jobs }) => {
        answer = "busy";
        const { overlap = "skip" } = entry.options;
        if (overlap === "skip" && before.active.length + before.queue.length > 0) return before;
        const wanted = withRun(before, { planned: clock.now(), asked }, overlap);
        const after = await startQueued(jobs, entry, wanted);
        answer = after.queue.length > before.queue.length ? "waits" : "started";
        return after;
      });
      return answer;
    },
    pause: (name, by) => change(name, (before) => ({ ...before, paused: { at: clock.now(), by } })),
    resume: (name) => change(name, (before) => ({ ...before, paused: undefined, through: clock.now() })),
    skipNext: async (name) => {
      let skipped: Date | undefined;
      await change(name, (before, entry) => {
        [skipped] = nextTimes(entry, before, { nowMs: clock.now(), count: 1 });
        return skipped === undefined ? before : { ...before, skips: [...before.skips, skipped.getTime()] };
      });
      return skipped;
    },
    cancel: async (name) => {
      const { active, queue } = await read(entryOf(name));
      await change(name, (before) => ({ ...before, queue: [] }));
      const cancelled = await Promise.all(active.map(({ job }) => durable.jobs.cancel(job)));
      return queue.length + cancelled.filter(Boolean).length;
    },
  };
}

type Change = (before: ScheduleState, entry: Entry, tx: Transaction) => ScheduleState | Promise<ScheduleState>;

function find(planner: Planner, name: string): Entry | undefined {
  const exact = planner.get(name);
  if (exact !== undefined) return exact;
  const [only, ...others] = planner.all().filter((entry) => entry.name.endsWith(`/${name}`));
  return others.length === 0 ? only : undefined;
}

function byName(one: Entry, other: Entry): number {
  return one.name < other.name ? -1 : 1;
}
