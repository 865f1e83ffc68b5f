import type { Clock } from "./clock.ts";

/**
 * Resolves when something has ended, or when `mostMs` milliseconds of the given clock are over: whichever is first. What has not
 * ended goes on. With no time left it resolves at once.
 *
 * @throws what `work` throws in time.
 * @example
 * await within(clock, 500, server.close());
 */
export async function within(clock: Clock, mostMs: number, work: Promise<unknown>): Promise<void> {
  if (mostMs <= 0) {
    work.catch(() => {});
    return;
  }
  const late = Promise.withResolvers<void>();
  const timer = clock.after(mostMs, late.resolve);
  try {
    await Promise.race([work, late.promise]);
  } finally {
    timer.cancel();
  }
}
