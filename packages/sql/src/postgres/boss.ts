/** pg-boss as we use it: a queue for each kind of job, in a schema beside our own. Everything that is set about it is set here. */
import { PgBoss } from "pg-boss";
import type { PoolConfig } from "pg";

const DAY_S = 86_400;

/** A run that has not been heard of for so long is cut off; pg-boss allows no less. */
export const HEARTBEAT_S = 10;
const QUEUE = {
  policy: "standard",
  heartbeatSeconds: HEARTBEAT_S,
  /** Those who work are told at once. */
  notify: true,
  /** Runs that were cut off are run again, for ever: what else ends a job is our own decision. */
  retryLimit: 1_000_000_000,
  retryDelay: 0,
  /** The longest that one run may take; pg-boss allows no more. */
  expireInSeconds: DAY_S,
  /** What nobody could do yet is kept. */
  retentionSeconds: 3_650 * DAY_S,
  deleteAfterSeconds: 7 * DAY_S,
} as const;

export interface BossParts {
  readonly config: PoolConfig;
  readonly schema: string;
  readonly onTrouble: (error: unknown) => void;
}

export class Boss {
  readonly pgBoss: PgBoss;
  readonly #made = new Map<string, Promise<void>>();

  constructor({ config, schema, onTrouble }: BossParts) {
    this.pgBoss = new PgBoss({
      ...(config as Record<string, unknown>),
      max: 4,
      schema,
      useListenNotify: true,
      // Time is the framework's business.
      schedule: false,
      // How soon a run that was cut off is noticed.
      superviseIntervalSeconds: 2,
      monitorIntervalSeconds: 2,
      flowIntervalSeconds: DAY_S / 2,
    });
    this.pgBoss.on("error", onTrouble);
  }

  async start(): Promise<void> {
    await this.pgBoss.start();
  }

  /** Lets go of what runs, so that another process can take it at once. */
  async stop(): Promise<void> {
    await this.pgBoss.stop({ graceful: false });
  }

  /** Whether the queue of a name is known to be there. */
  knows(name: string): boolean {
    return this.#made.has(name);
  }

  async makeQueue(name: string): Promise<void> {
    const known = this.#made.get(name);
    if (known !== undefined) return known;
    const making = this.pgBoss.createQueue(name, QUEUE);
    try {
      await making;
      this.#made.set(name, making);
    } catch (error) {
      this.#made.delete(name);
      throw error;
    }
  }
}
