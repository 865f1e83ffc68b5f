/**
 * The contract of an engine as tests: whoever writes one runs this, in one call, with any test runner.
 */
import { type Claim, type Harness } from "./harness.ts";
import { jobsClaims } from "./jobs.ts";
import { leaseClaims } from "./lease.ts";
import { outboxClaims } from "./outbox.ts";
import { reopenClaims } from "./reopen.ts";
import { storeClaims } from "./store.ts";
import { transactionClaims } from "./transaction.ts";

export interface DurableContractOptions {
  /** Vitest's or Node's own `test`. */
  readonly test: (name: string, run: () => Promise<void>) => unknown;
  /** Makes an empty engine. */
  readonly make: () => Promise<Harness>;
  /** Whether the engine outlives the program; then its harness has `reopen`. */
  readonly outlives: boolean;
}

/**
 * Declares one test for each thing that an engine promises.
 *
 * @example
 * durableContract({ test, outlives: false, make: () => Promise.resolve(inMemory()) });
 */
export function durableContract({ test, make, outlives }: DurableContractOptions): void {
  const parts: readonly (readonly [string, readonly Claim[]])[] = [
    ["store", storeClaims],
    ["transaction", transactionClaims],
    ["outbox", outboxClaims],
    ["jobs", jobsClaims],
    ["lease", leaseClaims],
    ["again", outlives ? reopenClaims : []],
  ];
  for (const [part, claims] of parts)
    for (const claim of claims)
      test(`${part}: ${claim.says}`, async () => {
        const harness = await make();
        try {
          await claim.run(harness);
        } finally {
          await harness.end();
        }
      });
}
