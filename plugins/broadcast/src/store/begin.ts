/** How a broadcast begins: what is written down of it at first, and what it is when its targets stand there. Pure; called by the book. */
import { type Draft, type StartOptions, type Target, draft } from "../broadcast.ts";
import type { BroadcastRecord, DeliveryRecord, Tally } from "./records.ts";
import { without } from "./settling.ts";

export function newRecord(
  id: string,
  given: Draft,
  { options, now }: { readonly options: StartOptions; readonly now: number },
): BroadcastRecord {
  const { tellIn, keeperId, dueAt, key, isRehearsal, audience, repeat, series, theirs, disturbs } = options;
  return {
    id,
    state: "draft",
    draft: draft.parse(given),
    targets: 0,
    startedAt: now,
    run: 0,
    revision: 1,
    applied: 1,
    ...(tellIn === undefined ? {} : { tellIn }),
    ...(keeperId === undefined ? {} : { keeperId }),
    ...(dueAt === undefined ? {} : { dueAt }),
    ...(key === undefined ? {} : { key }),
    ...(isRehearsal === undefined ? {} : { isRehearsal }),
    ...(audience === undefined ? {} : { audience }),
    ...(repeat === undefined ? {} : { repeat: { ...repeat, skips: [] } }),
    ...(series === undefined ? {} : { series }),
    ...(theirs === undefined ? {} : { theirs }),
    ...(disturbs === undefined ? {} : { disturbs }),
  };
}

/** What a broadcast becomes. */
export interface Change {
  readonly record: BroadcastRecord;
  readonly tally?: Tally;
  /** When it is to be run, in Unix milliseconds; at once by default. */
  readonly at?: number | undefined;
  /** Whether nothing has to be done now. */
  readonly isQuiet?: boolean;
  /** Whether nobody wants it now: to its author it is not the last one by that. */
  readonly isByClock?: boolean;
}

/** One that repeats is sent by others that are made of it. */
export function asBegun(record: BroadcastRecord, tally: Tally): Change {
  const { targets, dueAt, repeat } = record;
  if (repeat !== undefined) return { record: { ...record, state: "repeating" }, isQuiet: true };
  const state = dueAt === undefined ? "sending" : "scheduled";
  return { record: { ...record, state }, tally: { ...tally, pending: targets }, at: dueAt };
}

/** What is written down of a target at first. */
export function asPending(
  { channelId, userId, name, why, rootId, values, frame, dueAt, zone }: Target,
  { index, isAdded }: { readonly index: number; readonly isAdded: boolean | undefined },
): DeliveryRecord {
  const own = { userId, rootId, values, frame, dueAt, zone, isAdded };
  return without({ index, channelId, name, why, state: "pending", attempts: 0, round: 0, ...own });
}

/** By which a target is known: no two have the same. */
export function placeOf({
  channelId,
  userId,
  rootId,
}: {
  readonly [Key in "channelId" | "userId" | "rootId"]?: string | undefined;
}): string {
  return `${userId ?? channelId}${rootId ?? ""}`;
}
