/**
 * What is remembered of one schedule, under one key: how far its times have been dealt with, what runs, what became of the last runs.
 * Written only together with the jobs that follow from it.
 */
import type { UnixMs } from "@matterwright/protocol";
import * as z from "zod";
import type { Asked } from "../install/planned.ts";
import { storeKey } from "../store/key.ts";

const asked = z.object({ by: z.string(), payload: z.unknown().optional() });

/** A run that is to be made: for a time, or because somebody asked. */
const wanted = z.object({ planned: z.number(), asked: asked.optional() });

const past = z.object({
  planned: z.number(),
  result: z.enum(["done", "failed", "interrupted", "cancelled", "missed", "skipped"]),
  /** Unless it never began. */
  startedAt: z.number().optional(),
  tookMs: z.number().optional(),
  /** Why it failed, or was not run. */
  reason: z.string().optional(),
  /** Names it in the log. */
  ref: z.string().optional(),
  by: z.string().optional(),
});

const state = z.object({
  /** How `when` was written and in which zone; with another one the times are counted anew. */
  definition: z.string(),
  /** When this definition was first seen. */
  since: z.number(),
  /** Times up to this one are dealt with. */
  through: z.number(),
  paused: z.object({ at: z.number(), by: z.string() }).optional(),
  /** Times that somebody wants left out. */
  skips: z.array(z.number()),
  /** Runs that were given to the jobs and have not ended: their jobs' ids. */
  active: z.array(z.object({ ...wanted.shape, job: z.string() })),
  /** Runs that wait for those to end. */
  queue: z.array(wanted),
  /** In a row. */
  failures: z.number(),
  /** Times before this one are left out, after failures. */
  notBefore: z.number().optional(),
  /** The newest first. */
  past: z.array(past),
});

export type ScheduleState = z.output<typeof state>;
export type Wanted = { readonly planned: UnixMs; readonly asked?: Asked | undefined };

/** What became of one time. */
export type PastRun = z.output<typeof past>;

const PAST_KEPT = 5;

/** Where the state of a schedule stands. */
export function stateKey(name: string) {
  return storeKey(`matterwright/schedule/${name}`, state);
}

/** Of a schedule that nobody has seen before: nothing is missed. */
export function newState(definition: string, nowMs: UnixMs): ScheduleState {
  return { definition, since: nowMs, through: nowMs, skips: [], active: [], queue: [], failures: 0, past: [] };
}

/** Adds what became of a time. */
export function remember(state: ScheduleState, what: PastRun): ScheduleState {
  return { ...state, past: [what, ...state.past].slice(0, PAST_KEPT) };
}
