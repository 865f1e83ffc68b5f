/** The time that an integration has: what comes later comes to nobody. */
import type { Clock } from "@matterwright/clock";
import type { Outside } from "./outside.ts";

/** An outside that rejects after so long. */
export function withDeadline(outside: Outside, clock: Clock, timeoutMs: number): Outside {
  return {
    fetch: (call) =>
      new Promise((resolve, reject) => {
        const timer = clock.after(timeoutMs, () => reject(new Error(`no answer within ${timeoutMs} ms`)));
        outside
          .fetch(call)
          .then(resolve, reject)
          .finally(() => timer.cancel());
      }),
  };
}
