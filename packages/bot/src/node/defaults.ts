/** What a bot takes from the machine when nobody gives it something else. */
import { createRest, nodeNetwork, sharedPace } from "@matterwright/client";
import type { HttpTransport, NetworkOptions, Rest, RestOptions, SocketTransport } from "@matterwright/client";
import { systemClock } from "@matterwright/clock";
import type { Clock } from "@matterwright/clock";

export interface Machine {
  readonly clock: Clock;
  readonly http: HttpTransport;
  readonly connect: SocketTransport;
  readonly random: () => number;
}

/** Each part that is not given is Node's own. */
export function machine(given: Partial<Machine>, network: NetworkOptions): Machine {
  const { http, connect } = given;
  return {
    clock: given.clock ?? systemClock,
    ...(http === undefined || connect === undefined
      ? { ...nodeNetwork(network), ...(http && { http }), ...(connect && { connect }) }
      : { http, connect }),
    random: given.random ?? Math.random,
  };
}

/** REST by way of a machine, at the pace that all bots of this process share on one server. */
export function restBy(machine: Machine, options: Omit<RestOptions, "http">): Rest {
  const pace = options.pace ?? sharedPace({ ...machine, url: options.url });
  return createRest({ ...options, http: machine.http, pace });
}
