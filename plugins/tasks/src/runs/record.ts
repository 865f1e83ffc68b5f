/** What is remembered of the last runs of a task: how they ended, and the end of what they said. Written by the runner, read by commands. */
import { type Store, storeKey, z } from "matterwright";

const KEPT = 10;

const record = z.object({
  /** Names the run in the log. */
  ref: z.string(),
  trigger: z.enum(["schedule", "command"]),
  /** Who asked for it. */
  by: z.string(),
  args: z.array(z.string()),
  /** Unix milliseconds. */
  startedAt: z.number(),
  tookMs: z.number(),
  result: z.enum(["done", "failed"]),
  reason: z.string().optional(),
  exitCode: z.number().optional(),
  stderr: z.string().optional(),
  /** The beginning of what it said. */
  output: z.string(),
  messages: z.number(),
  notes: z.array(z.string()),
});

export type RunRecord = z.output<typeof record>;

const key = storeKey("runs", z.array(record));

/** The last runs, the newest first; ten at most. */
export async function lastRuns(store: Store, task: string): Promise<readonly RunRecord[]> {
  return (await key.at(task).get(store)) ?? [];
}

export async function remember(store: Store, task: string, run: RunRecord): Promise<void> {
  await key.at(task).update(store, (before = []) => [run, ...before].slice(0, KEPT));
}
