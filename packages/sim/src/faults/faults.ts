/**
 * Everything that may go wrong, as verbs for tests: `sim.faults.lines.cut({ of: "wright" })`. One family a file; each hits whoever
 * comes through the simulator's doors, in the same process or over a port. No fault happens by itself.
 */
import type { AccountFaults, ChannelFaults } from "./accounts.ts";
import type { LineFaults } from "./lines.ts";
import type { RequestFaults } from "./requests.ts";
import type { ServerFaults } from "./server.ts";

export interface Faults {
  /** Of HTTP: wrong statuses, pages, limits, lost answers. */
  readonly requests: RequestFaults;
  /** Of WebSockets: cut, half-open, stalled, with frames twice, swapped, lost, broken. */
  readonly lines: LineFaults;
  /** Of the server: down, up, another time. */
  readonly server: ServerFaults;
  /** Of accounts: tokens revoked, bots disabled. */
  readonly accounts: AccountFaults;
  /** Of channels: archived, left. */
  readonly channels: ChannelFaults;
}
