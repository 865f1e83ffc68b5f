/**
 * Writes down what became of updates that somebody handled, so that `!explain` knows it after a restart too. So many and so long, without what
 * people typed. Called by the engine: at its start, from time to time, and at its end.
 */
import type { Clock } from "@matterwright/clock";
import { z } from "zod";
import { type Trace, Traces } from "../context/traces.ts";
import { type Log, errorFacts } from "../log/log.ts";
import type { Store } from "../store/store.ts";

const PREFIX = "traces/";
const IN_A_ROW = 50;
const MOST_ROWS = 100;
const KEPT_MS = 30 * 86_400_000;

const kept = z.array(
  z.object({
    kind: z.string(),
    ref: z.string(),
    postId: z.string(),
    channelId: z.string(),
    username: z.string(),
    author: z.string().optional(),
    heardAt: z.number(),
    lateMs: z.number().optional(),
    state: z.string(),
    by: z.string().optional(),
    tookMs: z.number().optional(),
    notes: z.array(z.string()),
  }),
);

export interface KeeperParts {
  readonly store: () => Store;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
}

export class TraceKeeper {
  readonly #parts: KeeperParts;
  /** What is known now. */
  readonly traces: Traces;
  /** What stands in the row that is being filled. */
  #row: Trace[] = [];
  #key = "";

  constructor(parts: KeeperParts) {
    this.#parts = parts;
    this.traces = new Traces(parts.clock);
  }

  /** Reads what was written before. Never rejects: what cannot be read is not known. */
  async load(): Promise<void> {
    const { log, store } = this.#parts;
    try {
      const rows = await store().list(PREFIX, { limit: 2 * MOST_ROWS });
      this.traces.restore(rows.flatMap(({ value }) => (kept.safeParse(value).data ?? []) as Trace[]));
    } catch (error) {
      log.warn({ error: errorFacts(error) }, "what became of earlier updates could not be read");
    }
  }

  /** Writes what was settled since. Never rejects: it is tried again with what comes next. */
  async flush(): Promise<void> {
    const { log } = this.#parts;
    const settled = this.traces.takeSettled().map(discreet);
    try {
      for (let at = 0; at < settled.length;) at += await this.#add(settled.slice(at));
    } catch (error) {
      log.warn({ error: errorFacts(error) }, "what became of updates could not be written down");
    }
  }

  /** As many as the row takes. Returns how many. */
  async #add(settled: readonly Trace[]): Promise<number> {
    const store = this.#parts.store();
    if (this.#key === "" || this.#row.length >= IN_A_ROW) {
      this.#row = [];
      this.#key = this.#newKey();
      const keys = await store.keys(PREFIX);
      for (const key of keys.slice(0, Math.max(0, keys.length - MOST_ROWS + 1))) await store.delete(key);
    }
    const taken = settled.slice(0, IN_A_ROW - this.#row.length);
    this.#row = [...this.#row, ...taken];
    await store.set(this.#key, this.#row, { ttlMs: KEPT_MS });
    return taken.length;
  }

  /** In the order of time, and of this process alone. */
  #newKey(): string {
    const { clock, random } = this.#parts;
    const mark = Math.floor(random() * 2 ** 32).toString(36);
    return `${PREFIX}${clock.now().toString(36).padStart(10, "0")}-${mark}`;
  }
}

/** What somebody typed may be a secret, and is said again in what went wrong. */
function discreet(trace: Trace): Trace {
  const notes = trace.notes.map((note) =>
    note
      .replace(/^it ended with: [^]*$/, "it ended with words to whoever asked")
      .replace(/^a handler failed: [^]*$/, "a handler failed")
      .replaceAll(/`[^`]*`/g, "`…`"),
  );
  return { ...trace, notes };
}
