import type { Clock } from "./clock.ts";

/** The longest delay that `setTimeout` understands: 2^31 - 1 ms, about 24.8 days. */
const LONGEST_TIMEOUT_MS = 2_147_483_647;

/** The machine's own clock. Delays longer than 24.8 days, which `setTimeout` would fire at once, are walked in steps. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMs, fire) {
    let handle: NodeJS.Timeout;
    const arm = (leftMs: number): void => {
      handle =
        leftMs > LONGEST_TIMEOUT_MS
          ? setTimeout(() => arm(leftMs - LONGEST_TIMEOUT_MS), LONGEST_TIMEOUT_MS)
          : setTimeout(fire, Math.max(0, leftMs));
    };
    arm(delayMs);
    return { cancel: () => clearTimeout(handle) };
  },
};
