/**
 * The port between calls and whatever decides when they may be sent. `Governor` fills it for one process; a pace that is shared by
 * several machines would fill it as well, which is why a turn may be promised. It never sends anything itself.
 */
import type { Clock } from "@matterwright/clock";
import type { HttpResponse } from "../../transport.ts";

/**
 * How urgent a call is. `interactive`: somebody is waiting for it. `alerts`: nobody waits, but it must not be late. `bulk`:
 * broadcasts, reports, tidying up. When the server limits how much may be asked, the more urgent lane goes first; of ten turns one is
 * kept for a lane that was passed over, so that none waits for ever.
 */
export type Lane = "interactive" | "alerts" | "bulk";

/** From the most urgent to the least. */
export const LANES: readonly Lane[] = ["interactive", "alerts", "bulk"];

/** The leave to send one request. */
export interface Turn {
  /** Tells how it ended, exactly once: with the answer, or without when none came or nothing was sent. */
  end(answer?: Pick<HttpResponse, "status" | "headers">): void;
}

export interface TurnRequest {
  readonly lane: Lane;
  /** Names the account that asks, without being its token; empty for a client without one. Some servers count each by itself. */
  readonly account: string;
  /** The turn that failed, when the same call is tried again: it goes before those that have not been sent yet. */
  readonly after?: Turn;
  /** Waits no longer than this, in Unix milliseconds of the pace's clock. */
  readonly untilMs: number;
  /** Takes the request back while it waits. */
  readonly signal?: AbortSignal;
}

/** Decides when calls may be sent: one for each server and group of processes. */
export interface Pace {
  /** What waiting between two tries goes by. */
  readonly clock: Clock;
  /** From 0 to 1, for the jitter of that waiting. */
  readonly random: () => number;
  /**
   * The next turn of a lane: at once where nothing holds it up, so that an unlimited server costs no time. `undefined` when none came
   * until the given moment.
   *
   * @throws the signal's reason, when it is aborted before the turn came.
   */
  turn(request: TurnRequest): Turn | Promise<Turn | undefined>;
}
