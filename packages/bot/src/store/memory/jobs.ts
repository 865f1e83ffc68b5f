/** The table of jobs of the engine in memory. */
import type { UnixMs } from "@matterwright/protocol";
import { pageSize } from "../limits.ts";
import type { JobFilter, JobRecord, NewJob } from "../jobs.ts";
import type { Job, JobEnding } from "../work.ts";
import type { Rows } from "./rows.ts";

/** How long an ended job is remembered, so that its key is not used again, in milliseconds. */
const REMEMBERED_MS = 7 * 86_400_000;

export interface JobRow {
  readonly record: JobRecord;
  /** Somebody wants the run to end. */
  readonly isCancelled?: boolean;
  /** The run before was cut off. */
  readonly wasInterrupted?: boolean;
}

export interface JobTables {
  /** What is waiting or running. */
  readonly open: Rows<JobRow>;
  readonly ended: Rows<JobRecord>;
  /** From name and key to id. */
  readonly keys: Rows<string>;
}

export class MemoryJobs {
  readonly #tables: JobTables;
  readonly #now: () => number;
  #lastId = 0;

  constructor(tables: JobTables, now: () => number) {
    this.#tables = tables;
    this.#now = now;
  }

  add({ name, payload, runAt, key }: NewJob): string | undefined {
    this.#forgetOld();
    const keyed = key === undefined ? undefined : JSON.stringify([name, key]);
    if (keyed !== undefined && this.#tables.keys.get(keyed) !== undefined) return undefined;
    const id = String(++this.#lastId);
    const nowMs = this.#now();
    if (keyed !== undefined) this.#tables.keys.set(keyed, id);
    const record = { id, name, payload: structuredClone(payload), addedAt: nowMs, runAt: runAt ?? nowMs, attempt: 0 };
    this.#tables.open.set(id, { record: { ...record, ...(key === undefined ? {} : { key }), state: "waiting" } });
    return id;
  }

  /** The state that the job was in, if it could be cancelled. */
  cancel(id: string): "waiting" | "running" | undefined {
    const row = this.#tables.open.get(id);
    if (row === undefined) return undefined;
    if (row.record.state === "running") {
      this.#tables.open.set(id, { ...row, isCancelled: true });
      return "running";
    }
    this.#end(row.record, { state: "cancelled" });
    return "waiting";
  }

  get(id: string): JobRecord | undefined {
    return structuredClone(this.#tables.open.get(id)?.record ?? this.#tables.ended.get(id));
  }

  list({ name, state, after, limit }: JobFilter = {}): JobRecord[] {
    return [...[...this.#tables.open.all()].map(({ record }) => record), ...this.#tables.ended.all()]
      .filter((row) => (name === undefined || row.name === name) && (state === undefined || row.state === state))
      .filter((row) => Number(row.id) > Number(after ?? 0))
      .toSorted((one, other) => Number(one.id) - Number(other.id))
      .slice(0, pageSize(limit))
      .map((row) => structuredClone(row));
  }

  /** Puts back what is said to be running and is not: whoever ran it is gone. */
  reclaim(name: string): void {
    for (const { record } of this.#tables.open.all())
      if (record.name === name && record.state === "running")
        this.#tables.open.set(record.id, { record: { ...record, state: "waiting" }, wasInterrupted: true });
  }

  claim(name: string): Job | undefined {
    const row = this.#next(name);
    if (row === undefined || row.record.runAt > this.#now()) return undefined;
    const record: JobRecord = { ...row.record, state: "running", attempt: row.record.attempt + 1 };
    this.#tables.open.set(record.id, { record });
    const { id, payload, runAt, attempt } = structuredClone(record);
    return { id, name, payload, runAt, attempt, wasInterrupted: row.wasInterrupted ?? false };
  }

  /** Puts back what was taken and not begun. */
  putBack({ id, attempt, wasInterrupted }: Job): void {
    const row = this.#tables.open.get(id);
    if (row?.record.state !== "running" || row.record.attempt !== attempt) return;
    if (row.isCancelled === true) return this.#end(row.record, { state: "cancelled" });
    this.#tables.open.set(id, { record: { ...row.record, state: "waiting", attempt: attempt - 1 }, wasInterrupted });
  }

  /** Ends a run. False when it is not this run's any more. */
  end({ id, attempt }: Pick<Job, "id" | "attempt">, ending: JobEnding): boolean {
    const row = this.#tables.open.get(id);
    if (row === undefined || row.record.state !== "running" || row.record.attempt !== attempt) return false;
    if (ending.kind === "done") this.#end(row.record, { state: "done" });
    else if (row.isCancelled === true) this.#end(row.record, { state: "cancelled" });
    else if (ending.kind === "failed") this.#end(row.record, { state: "failed", reason: ending.reason });
    else {
      const { runAt, reason } = ending;
      this.#tables.open.set(id, { record: { ...row.record, state: "waiting", runAt, reason } });
    }
    return true;
  }

  nextRunAt(name: string): UnixMs | undefined {
    return this.#next(name)?.record.runAt;
  }

  #next(name: string): JobRow | undefined {
    let first: JobRow | undefined;
    for (const row of this.#tables.open.all()) {
      if (row.record.name !== name || row.record.state !== "waiting") continue;
      if (first === undefined || row.record.runAt < first.record.runAt) first = row;
    }
    return first;
  }

  #end(row: JobRecord, ending: Pick<JobRecord, "state" | "reason">): void {
    const { reason: _, ...kept } = row;
    this.#tables.open.delete(row.id);
    this.#tables.ended.set(row.id, { ...kept, ...ending, finishedAt: this.#now() });
  }

  /** Ended jobs stand in the order of their ends. */
  #forgetOld(): void {
    const before = this.#now() - REMEMBERED_MS;
    for (const row of this.#tables.ended.all()) {
      if ((row.finishedAt ?? 0) >= before) return;
      this.#tables.ended.delete(row.id);
      if (row.key !== undefined) this.#tables.keys.delete(JSON.stringify([row.name, row.key]));
    }
  }
}
