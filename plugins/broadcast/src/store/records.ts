/** What is stored of broadcasts: one value for each, one for its counts, and one for each target, so that no value grows. */
import { type StoreKey, storeKey, z } from "matterwright";
import { audience, draft, own, repeat } from "../broadcast.ts";
import { theirs } from "../when/theirs.ts";
import { copyText } from "../text/copy-text.ts";

/** A broadcast is remembered so long after it was last touched. */
export const KEPT_MS = 180 * 86_400_000;

/** Names, as far as they are told, and how many there are. */
const some = z.object({ count: z.number(), names: z.array(z.string()) });

const changes = z.object({
  added: some,
  gone: some,
  /** Those that came in after somebody had agreed to others, and are not reached. */
  refused: some,
  /** What could not be named any more, in sentences. */
  why: z.array(z.string()),
});

export type TargetChanges = z.output<typeof changes>;

export const record = z.object({
  id: z.string(),
  state: z.enum(["draft", "repeating", "scheduled", "sending", "paused", "sent", "partly sent", "failed", "cancelled"]),
  draft,
  targets: z.number(),
  startedAt: z.number(),
  dueAt: z.number().optional(),
  endedAt: z.number().optional(),
  tellIn: z.string().optional(),
  /** Who is told there and looks after it, where that is not its author. */
  keeperId: z.string().optional(),
  isRehearsal: z.boolean().optional(),
  key: z.string().optional(),
  /** What its targets are made of when it is sent; nothing where they are what was written down. */
  audience: audience.optional(),
  /** Its targets were found out. */
  isResolved: z.boolean().optional(),
  /** What became of its targets between the time when they were shown and the time when it was sent. */
  changes: changes.optional(),
  /** Of one that repeats: its times, the next one, those that are left out, and the last broadcast that was made of it. */
  repeat: z
    .object({
      ...repeat.shape,
      nextAt: z.number().optional(),
      skips: z.array(z.number()),
      lastId: z.string().optional(),
    })
    .optional(),
  /** By the clocks of whoever reads it. */
  theirs: theirs.optional(),
  /** Whether it goes out in quiet hours too. */
  disturbs: z.boolean().optional(),
  /** When it goes on, where some of its targets are to get it later. */
  nextAt: z.number().optional(),
  /** Of one time of a broadcast that repeats. */
  series: z.object({ id: z.string(), shownIn: z.string() }).optional(),
  /** Which run of the job is the right one: it grows with everything that somebody wants of it, and older runs stop. */
  run: z.number(),
  /** Grows with each change of the text. */
  revision: z.number(),
  /** All copies show at least this one. */
  applied: z.number(),
  recall: z.object({ mode: z.enum(["delete", "withdraw"]), by: z.string(), isDone: z.boolean() }).optional(),
  /** Who cancelled it, as it is to be read. */
  cancelledBy: z.string().optional(),
  /** It has ended, and nobody was told yet. */
  isReportDue: z.boolean().optional(),
  /** The post that shows how far it is. */
  progressId: z.string().optional(),
});

export type BroadcastRecord = z.output<typeof record>;

export const tally = z.object({
  pending: z.number(),
  sent: z.number(),
  failed: z.number(),
  skipped: z.number(),
  /** No target before this one is pending. */
  next: z.number(),
});

export type Tally = z.output<typeof tally>;

export const delivery = own.extend({
  index: z.number(),
  channelId: z.string(),
  userId: z.string().optional(),
  name: z.string(),
  why: z.string(),
  rootId: z.string().optional(),
  state: z.enum(["pending", "sent", "failed", "skipped"]),
  /** How often it was tried, and since when nobody knows how a try has ended. */
  attempts: z.number(),
  firstAt: z.number().optional(),
  unsureSince: z.number().optional(),
  /** Grows when a copy was made and taken back: the next one is another post. */
  round: z.number(),
  postId: z.string().optional(),
  reason: z.string().optional(),
  advice: z.string().optional(),
  endedAt: z.number().optional(),
  /** When it is to get it, where that is not when the others do. */
  dueAt: z.number().optional(),
  /** By which clocks there are quiet hours there. */
  zone: z.string().optional(),
  /** It came in after the targets had been shown. */
  isAdded: z.boolean().optional(),
  /** The text that the copy shows. */
  revision: z.number().optional(),
  /** What became of the copy since. */
  gone: z.enum(["removed", "deleted", "withdrawn"]).optional(),
});

export type DeliveryRecord = z.output<typeof delivery>;

/** What a copy says. */
export function textOf({ draft: wording, dueAt, startedAt }: BroadcastRecord, reader: DeliveryRecord): string {
  return copyText(wording, reader, dueAt ?? startedAt);
}

const spot = z.object({ id: z.string(), index: z.number() });

const DIGITS = 8;

/** Keys stand in the order of the numbers in them. */
export function padded(number: number | string): string {
  return String(number).padStart(DIGITS, "0");
}

export const keys = {
  last: storeKey("last", z.number()),
  record: (id: string): StoreKey<BroadcastRecord> => storeKey(`broadcast/${padded(id)}`, record, { ttlMs: KEPT_MS }),
  tally: (id: string): StoreKey<Tally> => storeKey(`tally/${padded(id)}`, tally, { ttlMs: KEPT_MS }),
  delivery: (id: string, index: number): StoreKey<DeliveryRecord> =>
    storeKey(`${deliveriesOf(id)}${padded(index)}`, delivery, { ttlMs: KEPT_MS }),
  /** From the key of a start to its broadcast. */
  started: (key: string): StoreKey<string> => storeKey(`started/${key}`, z.string(), { ttlMs: KEPT_MS }),
  repeating: (id: string): StoreKey<string> => storeKey(`${REPEATING}${padded(id)}`, z.string()),
  /** From a copy to its target. */
  copy: (postId: string): StoreKey<z.output<typeof spot>> => storeKey(`copy/${postId}`, spot, { ttlMs: KEPT_MS }),
  /** From an author's post to the broadcast that was made of it. */
  source: (postId: string): StoreKey<string> => storeKey(`source/${postId}`, z.string(), { ttlMs: KEPT_MS }),
  /** From an author to the last broadcast. */
  author: (userId: string): StoreKey<string> => storeKey(`author/${userId}`, z.string(), { ttlMs: KEPT_MS }),
} as const;

/** Of a broadcast that repeats: a list of them all is short. */
export const REPEATING = "repeating/";
/** What the keys of all broadcasts begin with. */
export const BROADCASTS = "broadcast/";
/** Of broadcasts that another process wants something of. */
export const NUDGES = "nudge/";

export function deliveriesOf(id: string): string {
  return `delivery/${padded(id)}/`;
}

export function deliveryKey(id: string, index: number): string {
  return `${deliveriesOf(id)}${padded(index)}`;
}
