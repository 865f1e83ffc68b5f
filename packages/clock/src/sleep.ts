import type { Clock } from "./clock.ts";

/**
 * Resolves after `delayMs` milliseconds of the given clock.
 *
 * @throws the signal's reason, at once, when `signal` is aborted before the time is over.
 * @example
 * await sleep(clock, 250);
 */
export function sleep(clock: Clock, delayMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason as Error);
      return;
    }
    const onAbort = (): void => {
      timer.cancel();
      reject(signal?.reason as Error);
    };
    const timer = clock.after(delayMs, () => {
      signal?.removeEventListener("abort", onAbort);
      resolve();
    });
    signal?.addEventListener("abort", onAbort, { once: true });
  });
}
