/**
 * What processes on one database tell each other at once: LISTEN on a connection of its own, which comes back by itself. News are
 * hints. What they are about stands in the tables, and is looked for from time to time without them.
 */
import type { Clock, Timer } from "@matterwright/clock";
import pg from "pg";

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;
/** How often the connection is tried: one that is half dead says nothing by itself. */
const PULSE_MS = 10_000;

export interface NewsParts {
  readonly config: pg.ClientConfig;
  readonly channel: string;
  readonly clock: Clock;
  readonly heard: (news: string) => void;
  /** It hears again after a time in which it may have missed something. */
  readonly onBack: () => void;
  /** It hears nothing now. */
  readonly onLost: (error: unknown) => void;
}

export class News {
  readonly #parts: NewsParts;
  #client: pg.Client | undefined;
  #timer: Timer | undefined;
  #pauseMs = FIRST_PAUSE_MS;
  #isClosed = false;

  constructor(parts: NewsParts) {
    this.#parts = parts;
  }

  /** @throws what the driver throws, the first time. */
  async open(): Promise<void> {
    const { config, channel, heard } = this.#parts;
    const client = new pg.Client({ ...config, keepAlive: true });
    this.#client = client;
    client.on("error", (error) => this.#lost(client, error));
    client.on("end", () => this.#lost(client, new Error("the connection ended")));
    client.on("notification", ({ payload }) => heard(payload ?? ""));
    try {
      await client.connect();
      await client.query(`listen ${channel}`);
    } catch (error) {
      this.#client = undefined;
      client.removeAllListeners().on("error", () => {});
      void client.end().catch(() => {});
      throw error;
    }
    this.#pauseMs = FIRST_PAUSE_MS;
    this.#plan(PULSE_MS, () => this.#pulse(client));
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#timer?.cancel();
    const client = this.#client;
    this.#client = undefined;
    client?.removeAllListeners().on("error", () => {});
    await client?.end().catch(() => {});
  }

  async #pulse(client: pg.Client): Promise<void> {
    try {
      await client.query("select 1");
      if (this.#client === client) this.#plan(PULSE_MS, () => this.#pulse(client));
    } catch (error) {
      this.#lost(client, error);
    }
  }

  #lost(client: pg.Client, error: unknown): void {
    if (this.#isClosed || this.#client !== client) return;
    this.#client = undefined;
    client.removeAllListeners().on("error", () => {});
    void client.end().catch(() => {});
    this.#parts.onLost(error);
    this.#plan(this.#pauseMs, () => this.#again());
  }

  async #again(): Promise<void> {
    try {
      await this.open();
    } catch {
      this.#pauseMs = Math.min(this.#pauseMs * 2, LONGEST_PAUSE_MS);
      if (!this.#isClosed) this.#plan(this.#pauseMs, () => this.#again());
      return;
    }
    if (this.#isClosed) await this.close();
    else this.#parts.onBack();
  }

  #plan(delayMs: number, act: () => Promise<void>): void {
    this.#timer?.cancel();
    this.#timer = this.#parts.clock.after(delayMs, () => void act());
  }
}
