/** What a bot takes from the machine when nobody gives it something else. */
import { nodeHttp, nodeSocket } from "@matterwright/client";
import type { HttpTransport, SocketTransport, TlsOptions } from "@matterwright/client";
import { systemClock } from "@matterwright/clock";
import type { Clock } from "@matterwright/clock";

export interface Machine {
  readonly clock: Clock;
  readonly http: HttpTransport;
  readonly connect: SocketTransport;
  readonly random: () => number;
}

/** Each part that is not given is Node's own. */
export function machine(given: Partial<Machine>, tls: TlsOptions): Machine {
  return {
    clock: given.clock ?? systemClock,
    http: given.http ?? nodeHttp(tls),
    connect: given.connect ?? nodeSocket(tls),
    random: given.random ?? Math.random,
  };
}
