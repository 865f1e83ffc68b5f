/**
 * What stands in the lines of an export: JSON, one thing in each, between a first line that says what it is and a last one that counts.
 * Written by export.ts, read by import.ts.
 */
import { z } from "matterwright";

/** Raised when lines change so that an older program would misread them. */
export const FORMAT = 1;

const id = z.string().min(1);
const time = z.int().nonnegative();

const head = z.object({ kind: z.literal("matterwright"), format: z.int(), exportedAt: z.string() });

const entry = z.object({
  kind: z.literal("entry"),
  key: z.string(),
  value: z.unknown(),
  expiresAt: time.optional(),
});

const call = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("post"),
    post: z.looseObject({ channel_id: id, message: z.string(), pending_post_id: id }),
  }),
  z.object({ kind: z.literal("edit"), postId: id, patch: z.looseObject({}) }),
  z.object({ kind: z.literal("delete"), postId: id }),
  z.object({ kind: z.enum(["react", "unreact"]), postId: id, emoji: id }),
]);

const intent = z.object({
  kind: z.literal("intent"),
  intent: call,
  queue: z.string(),
  owner: z.string(),
  state: z.enum(["waiting", "sending", "failed"]),
  addedAt: time,
  dueAt: time,
  unsureSince: time.optional(),
  reason: z.string().optional(),
});

const job = z.object({
  kind: z.literal("job"),
  name: id,
  key: z.string().optional(),
  payload: z.unknown(),
  state: z.enum(["waiting", "running", "done", "failed", "cancelled"]),
  runAt: time,
  finishedAt: time.optional(),
  reason: z.string().optional(),
});

const counts = { entries: z.int(), intents: z.int(), jobs: z.int() };
const end = z.object({ kind: z.literal("end"), ...counts });

export const line = z.discriminatedUnion("kind", [head, entry, intent, job, end]);
export type Line = z.output<typeof line>;

/** How many there were of each. */
export type Counts = Omit<z.output<typeof end>, "kind">;
