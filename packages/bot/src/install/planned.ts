/**
 * What is planned for times, as its author hands it over and as its handler meets it. Read by everything that makes or keeps
 * schedules; nothing is decided here.
 */
import type { Context } from "../context/context.ts";

/**
 * When: a cron line of five fields, or of six with seconds first (`"0 9 * * 1-5"`), `"@daily"` and the like, an interval
 * (`"every 15 min"`, `"90 s"`), one moment (`"2026-12-24 18:00"`, `"in 2 h"`, a `Date`), or `"never"`: only when somebody asks.
 */
export type When = string | Date;

export interface ScheduleOptions {
  /** One line for lists: what it is for. */
  readonly about?: string;
  /** The IANA zone in which `when` is meant, like `"Europe/Berlin"`; the bot's own by default, which is UTC unless it is set. */
  readonly timezone?: string;
  /** Each time is put off by up to so much, always by the same for the same time: `"5 min"`. Nothing by default. */
  readonly jitter?: string;
  /**
   * What becomes of times at which nobody could run it, because the bot was away, the machine slept or its clock was stepped: `skip`
   * (default) forgets them, `once` makes one run of them, `all` runs each, one after another, the last thousand at most.
   */
  readonly missed?: "skip" | "once" | "all";
  /** What becomes of a time at which the run before still goes on: `skip` (default) leaves it out, `queue` waits, `allow` runs both. */
  readonly overlap?: "skip" | "queue" | "allow";
  /** How long a run may take, an hour by default: `"10 min"`. Then its signal is aborted and it counts as failed. */
  readonly timeout?: string;
  /** With false it stands in lists and is not run by itself. */
  readonly enabled?: boolean;
  /** Days on which it does not run, in its zone: `"2026-12-24"`, `"2026-12-24..2027-01-01"`, `"12-25"` for every year. */
  readonly except?: readonly string[];
  /** Whether a run that was cut off, because the program died, may be run again. False by default: it is reported and left. */
  readonly rerunsAfterCrash?: boolean;
  /** After failures, leaves out times: twice as many after each, for at most so long. Nothing is left out by default. */
  readonly backOff?: string;
}

/** One run, for its handler. */
export interface ScheduledRun {
  /** The schedule's full name: `"standup"`, or `"karma/standup"` of a plugin. */
  readonly name: string;
  /** The time for which it was planned; when somebody asked for it, that moment. */
  readonly planned: Date;
  /** Who asked for it, if it was not time that did, and with what. */
  readonly asked?: Asked;
  /** Whether it was cut off before and is run again. What it had done by then is not known. */
  readonly wasInterrupted: boolean;
  /** Aborted when it has taken too long, was cancelled, or the bot stops. */
  readonly signal: AbortSignal;
}

/** Somebody's wish for a run outside of its times. */
export interface Asked {
  /** For lists: `"@ann"`. */
  readonly by: string;
  /** Anything that JSON can say, for the handler. */
  readonly payload?: unknown;
}

/** Does the work. What it throws is reported, and its other times are run all the same. */
export type ScheduleHandler = (ctx: Context<"tick">, run: ScheduledRun) => unknown;

/** A schedule as it is handed over. */
export interface Planned extends ScheduleOptions {
  readonly name: string;
  readonly when: When;
  readonly handler: ScheduleHandler;
}
