/**
 * A pace that several processes share towards one server. Each goes by its own governor first. When the server's answers show that its
 * limit is half used up, they also draw from one allowance that all share: what comes back to the server's bucket in a second.
 */
import { sleep } from "@matterwright/clock";
import type { BotOptions } from "matterwright";
import type { Pool, QueryConfig } from "pg";
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { Turns } from "./turns.ts";

/** Calls that ask at once would take the connections of transactions. */
export const ASKED_AT_ONCE = 2;

type Pace = NonNullable<BotOptions["pace"]>;
type TurnRequest = Parameters<Pace["turn"]>[0];
type Turn = Awaited<Exclude<ReturnType<Pace["turn"]>, Promise<undefined>>> & object;
type Answer = NonNullable<Parameters<Turn["end"]>[0]>;

export interface SharedPaceParts {
  readonly inner: Pace;
  readonly pool: Pool;
  readonly schema: string;
  /** What the processes share it for: the server's address. */
  readonly server: string;
}

/** The server's bucket as an answer showed it. */
interface Shown {
  readonly limit: number;
  readonly remaining: number;
  /** Until it is full again. */
  readonly resetMs: number;
  readonly atMs: number;
}

export class SharedPace implements Pace {
  readonly clock: Pace["clock"];
  readonly random: Pace["random"];
  readonly #parts: SharedPaceParts;
  /** The governor's own turns, by ours. */
  readonly #inner = new WeakMap<Turn, Turn>();
  readonly #turns = new Turns(ASKED_AT_ONCE);
  #shown: Shown | undefined;
  #limiter: RateLimiterPostgres | undefined;

  constructor(parts: SharedPaceParts) {
    this.#parts = parts;
    this.clock = parts.inner.clock;
    this.random = parts.inner.random;
  }

  turn({ after, ...request }: TurnRequest): Turn | Promise<Turn | undefined> {
    const before = after === undefined ? undefined : (this.#inner.get(after) ?? after);
    const own = this.#parts.inner.turn({ ...request, ...(before === undefined ? {} : { after: before }) });
    if (!(own instanceof Promise) && !this.#isTight) return this.#wrapped(own);
    return this.#inTurn(own, request);
  }

  async #inTurn(own: Turn | Promise<Turn | undefined>, request: Omit<TurnRequest, "after">): Promise<Turn | undefined> {
    const turn = await own;
    if (turn === undefined) return undefined;
    try {
      if (await this.#drawn(request)) return this.#wrapped(turn);
    } catch (error) {
      turn.end();
      throw error;
    }
    turn.end();
    return undefined;
  }

  /** Draws one call from what all share. False when there was none in time. */
  async #drawn({ untilMs, signal }: Omit<TurnRequest, "after">): Promise<boolean> {
    while (this.#isTight && this.#limiter !== undefined) {
      try {
        await this.#limiter.consume(this.#parts.server);
        return true;
      } catch (refusal) {
        // Where the others cannot be asked, each goes by its own governor.
        if (!(refusal instanceof RateLimiterRes)) return true;
        const waitMs = Math.max(1, refusal.msBeforeNext);
        if (this.clock.now() + waitMs > untilMs) return false;
        await sleep(this.clock, waitMs, signal);
      }
    }
    return true;
  }

  #wrapped(inner: Turn): Turn {
    const turn: Turn = {
      end: (answer) => {
        if (answer !== undefined) this.#learn(answer);
        inner.end(answer);
      },
    };
    this.#inner.set(turn, inner);
    return turn;
  }

  get #isTight(): boolean {
    const shown = this.#shown;
    if (shown === undefined || this.clock.now() - shown.atMs >= shown.resetMs) return false;
    return shown.remaining <= shown.limit / 2;
  }

  #learn({ headers }: Answer): void {
    const [limit, remaining, resetS] = ["limit", "remaining", "reset"].map((name) =>
      Number.parseInt([headers[`x-ratelimit-${name}`]].flat()[0] ?? "", 10),
    ) as [number, number, number];
    if (!(limit > 0 && remaining >= 0 && remaining <= limit && resetS >= 0)) return;
    this.#shown = { limit, remaining, resetMs: resetS * 1_000, atMs: this.clock.now() };
    if (!this.#isTight) return;
    // What was used comes back within the time that the server says, which is rounded up.
    const points = Math.max(1, Math.floor((limit - remaining - 1) / Math.max(1, resetS)));
    if (this.#limiter?.points === points) return;
    const { pool, schema } = this.#parts;
    this.#limiter = new RateLimiterPostgres({
      storeClient: { query: (query: QueryConfig) => this.#turns.take(() => pool.query(query)) },
      storeType: "pool",
      schemaName: schema,
      tableName: "pace",
      tableCreated: true,
      clearExpiredByTimeout: false,
      points,
      duration: 1,
    });
  }
}
