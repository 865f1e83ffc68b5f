/**
 * Shows the other processes that this one lives, by a lease of its own. What a process had claimed to send is free when it is dead: its
 * heirs need not wait until the claim runs out.
 */
import type { Clock, Timer } from "@matterwright/clock";
import type { Held, Lease } from "matterwright";
import type { PostgresRun, PostgresScope } from "./tables.ts";

const TTL_MS = 10_000;
const PULSE_MS = 3_000;

export interface AliveParts {
  readonly run: PostgresRun;
  readonly lease: Lease;
  readonly schema: string;
  readonly clock: Clock;
  /** There is something to send that a dead process had claimed. */
  readonly onDeath: () => void;
}

export class Alive {
  /** Of this process, in leases and claims. */
  readonly name = `process/${crypto.randomUUID()}`;
  readonly #parts: AliveParts;
  #held: Held | undefined;
  #timer: Timer | undefined;
  #isClosed = false;

  constructor(parts: AliveParts) {
    this.#parts = parts;
  }

  /** @throws what the engine throws, the first time. */
  async open(): Promise<void> {
    await this.#show();
    this.#plan();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#timer?.cancel();
    const { run, schema } = this.#parts;
    if (this.#held === undefined) return;
    await run(({ sql }) => sql.executeSql(`delete from ${schema}.lease where name = $1`, [this.name]));
  }

  /** Frees what dead processes had claimed. Part of claiming. */
  async free({ sql, nowMs }: PostgresScope): Promise<void> {
    const { schema } = this.#parts;
    await sql.executeSql(`update ${schema}.intent set free_at = $1 where ${orphaned(schema)}`, [nowMs]);
  }

  /** Writes down who has claimed. */
  async sign({ sql }: PostgresScope, ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const text = `update ${this.#parts.schema}.intent set claimed_by = $1 where id = any($2::bigint[])`;
    await sql.executeSql(text, [this.name, ids]);
  }

  async #show(): Promise<void> {
    const { lease, run, schema, onDeath } = this.#parts;
    const renewed = this.#held === undefined ? undefined : await lease.renew(this.#held, TTL_MS);
    this.#held = renewed ?? (await lease.take({ name: this.name, holder: this.name, ttlMs: TTL_MS }));
    const { rows } = await run(async ({ sql, nowMs }) => {
      await sql.executeSql(`delete from ${schema}.lease where name like 'process/%' and until < $1`, [nowMs - 60_000]);
      return sql.executeSql(`select 1 from ${schema}.intent where ${orphaned(schema)} limit 1`, [nowMs]);
    });
    if (rows.length > 0) onDeath();
  }

  #plan(): void {
    if (this.#isClosed) return;
    this.#timer = this.#parts.clock.after(PULSE_MS, () => {
      this.#show()
        // Who cannot write says so elsewhere, and is dead to the others for as long.
        .catch(() => {})
        .finally(() => this.#plan());
    });
  }
}

/** Being sent by a process that is dead; `$1` is the present. */
function orphaned(schema: string): string {
  return `state = 'sending' and free_at > $1 and claimed_by is not null
    and not exists (select 1 from ${schema}.lease where name = claimed_by and until > $1)`;
}
