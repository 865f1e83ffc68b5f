/** The outbox of the engine in memory. */
import type { UnixMs } from "@matterwright/protocol";
import { pageSize } from "../limits.ts";
import type { ClaimOptions, IntentState, NewIntent, Outbox, OutboxCounts, OutboxEntry, Outcome } from "../outbox.ts";
import type { Rows } from "./rows.ts";

/** An entry and what claiming it wrote down. */
export interface OutboxRow {
  readonly entry: OutboxEntry;
  readonly claimedUntil?: UnixMs;
  /** What `unsureSince` was before the claim. */
  readonly unsureBefore?: UnixMs;
}

type ListOptions = NonNullable<Parameters<Outbox["list"]>[0]>;

export class MemoryOutbox {
  /** What is waiting or being sent. */
  readonly #open: Rows<OutboxRow>;
  /** What was sent or has failed. */
  readonly #ended: Rows<OutboxRow>;
  readonly #now: () => number;
  #lastId = 0;

  constructor({ open, ended }: { readonly open: Rows<OutboxRow>; readonly ended: Rows<OutboxRow> }, now: () => number) {
    this.#open = open;
    this.#ended = ended;
    this.#now = now;
  }

  add({ intent, queue, owner, dueAt, unsureSince }: NewIntent): string {
    const id = String(++this.#lastId);
    const nowMs = this.#now();
    const entry = {
      id,
      intent: structuredClone(intent),
      queue,
      owner,
      addedAt: nowMs,
      dueAt: dueAt ?? nowMs,
      attempts: unsureSince === undefined ? 0 : 1,
      ...(unsureSince === undefined ? {} : { unsureSince }),
    };
    this.#open.set(id, { entry: { ...entry, state: "waiting" } });
    return id;
  }

  claim({ limit, leaseMs }: ClaimOptions): OutboxEntry[] {
    const nowMs = this.#now();
    const due = this.#heads().filter((row) => freeAt(row) <= nowMs);
    return due.slice(0, limit).map(({ entry }) => {
      const { unsureSince } = entry;
      const claimed = {
        ...entry,
        state: "sending" as const,
        attempts: entry.attempts + 1,
        unsureSince: unsureSince ?? nowMs,
      };
      const before = unsureSince === undefined ? {} : { unsureBefore: unsureSince };
      this.#open.set(entry.id, { entry: claimed, claimedUntil: nowMs + leaseMs, ...before });
      return structuredClone(claimed);
    });
  }

  settle({ id, attempts }: Pick<OutboxEntry, "id" | "attempts">, outcome: Outcome): boolean {
    const row = this.#open.get(id);
    if (row === undefined || row.entry.state !== "sending" || row.entry.attempts !== attempts) return false;
    const settled = after(row, outcome, this.#now());
    if (outcome.kind === "again") this.#open.set(id, { entry: settled });
    else {
      this.#open.delete(id);
      this.#ended.set(id, { entry: settled });
    }
    return true;
  }

  nextDueAt(): UnixMs | undefined {
    const times = this.#heads().map(freeAt);
    return times.length === 0 ? undefined : times.reduce((one, other) => Math.min(one, other));
  }

  get(id: string): OutboxEntry | undefined {
    return structuredClone((this.#open.get(id) ?? this.#ended.get(id))?.entry);
  }

  list({ state, after: behind, limit }: ListOptions = {}): OutboxEntry[] {
    return [...this.#open.all(), ...this.#ended.all()]
      .map(({ entry }) => entry)
      .filter((entry) => (state === undefined || entry.state === state) && Number(entry.id) > Number(behind ?? 0))
      .toSorted(byId)
      .slice(0, pageSize(limit))
      .map((entry) => structuredClone(entry));
  }

  counts(): OutboxCounts {
    return {
      waiting: count(this.#open, "waiting"),
      sending: count(this.#open, "sending"),
      failed: count(this.#ended, "failed"),
    };
  }

  retry(id: string): boolean {
    const row = this.#ended.get(id);
    if (row?.entry.state !== "failed") return false;
    const { finishedAt: _, ...entry } = row.entry;
    this.#ended.delete(id);
    this.#open.set(id, { entry: { ...entry, state: "waiting", dueAt: this.#now() } });
    return true;
  }

  drop(id: string): boolean {
    if (this.#open.get(id)?.entry.state === "waiting") return this.#open.delete(id);
    return this.#ended.get(id)?.entry.state === "failed" && this.#ended.delete(id);
  }

  prune(sentBefore: UnixMs): number {
    const isOld = ({ entry }: OutboxRow): boolean => entry.state === "sent" && (entry.finishedAt ?? 0) < sentBefore;
    const old = [...this.#ended.all()].filter(isOld);
    for (const { entry } of old) this.#ended.delete(entry.id);
    return old.length;
  }

  /** The first open row of each queue, in order. */
  #heads(): OutboxRow[] {
    const heads = new Map<string, OutboxRow>();
    for (const row of this.#open.all()) {
      const first = heads.get(row.entry.queue);
      if (first === undefined || byId(row.entry, first.entry) < 0) heads.set(row.entry.queue, row);
    }
    return [...heads.values()].toSorted((one, other) => byId(one.entry, other.entry));
  }
}

function count(rows: Rows<OutboxRow>, state: IntentState): number {
  return [...rows.all()].filter(({ entry }) => entry.state === state).length;
}

function byId(one: OutboxEntry, other: OutboxEntry): number {
  return Number(one.id) - Number(other.id);
}

/** When a row can be claimed. */
function freeAt({ entry, claimedUntil }: OutboxRow): UnixMs {
  return entry.state === "sending" ? (claimedUntil ?? 0) : entry.dueAt;
}

function after({ entry, unsureBefore }: OutboxRow, outcome: Outcome, nowMs: number): OutboxEntry {
  const { unsureSince, reason: _, ...kept } = entry;
  switch (outcome.kind) {
    case "sent":
      return {
        ...kept,
        ...(outcome.postId === undefined ? {} : { postId: outcome.postId }),
        state: "sent",
        finishedAt: nowMs,
      };
    case "failed":
      return {
        ...kept,
        ...(unsureSince === undefined ? {} : { unsureSince }),
        state: "failed",
        reason: outcome.reason,
        finishedAt: nowMs,
      };
    case "again": {
      const unsure = outcome.isSure ? unsureBefore : unsureSince;
      return {
        ...kept,
        ...(unsure === undefined ? {} : { unsureSince: unsure }),
        state: "waiting",
        dueAt: outcome.dueAt,
        reason: outcome.reason,
      };
    }
  }
}
