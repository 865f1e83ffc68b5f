/**
 * Asks what a start needs to know. Whoever starts a bot wants to know at once what is wrong, so nothing is tried again; but that a limiter
 * wants a moment is nothing wrong: a bot that is started anew in the middle of much work finds its bucket empty.
 */
import { RateError } from "@matterwright/client";

/** A server that wants us to wait longer is busy with something else. */
const WAIT_MOST_MS = 10_000;
const REFUSALS_MOST = 3;

/** @param ask is called again when its turn has come: the pace of the calls waits as long as the server says. @throws CallError. */
export async function inTurn<Value>(ask: () => Promise<Value>): Promise<Value> {
  for (let refusals = 1; ; refusals++) {
    try {
      return await ask();
    } catch (error) {
      const isSoon = error instanceof RateError && error.retryAfterMs <= WAIT_MOST_MS;
      if (!isSoon || refusals > REFUSALS_MOST) throw error;
    }
  }
}
