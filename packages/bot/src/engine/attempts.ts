/** Tries calls that shall happen once, for the outbox and for whoever keeps an account of its own. Made once for each bot. */
import type { Rest } from "@matterwright/client";
import type { Clock } from "@matterwright/clock";
import type { Me } from "../context/context.ts";
import type { Workplace } from "../install/install.ts";
import type { Replica } from "../lease/replica.ts";
import { deliver } from "../outbox/deliver.ts";

export interface AttemptParts {
  readonly rest: Rest;
  readonly clock: Clock;
  readonly random: () => number;
  readonly replica: () => Pick<Replica, "whileAwake">;
  readonly me: () => Me;
}

export function attempts({ rest, clock, random, replica, me }: AttemptParts): Workplace["attempt"] {
  // Whoever keeps an account has a patience that survives the program.
  const once = rest.with({ retryForMs: 0 });
  return (attempted, manner = {}) =>
    deliver(attempted, { rest: replica().whileAwake(once), me: me(), clock, random, manner });
}
