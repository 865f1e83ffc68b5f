/** What a bot takes from the machine when nobody gives it something else. */
import process from "node:process";
import { createRest, nodeNetwork, sharedPace } from "@matterwright/client";
import type { HttpTransport, NetworkOptions, Rest, RestOptions, SocketTransport } from "@matterwright/client";
import { systemClock } from "@matterwright/clock";
import type { Clock } from "@matterwright/clock";
import { type Log, silentLog } from "../log/log.ts";
import type { Look } from "../callbacks/look.ts";
import { nodePulse } from "./pulse.ts";
import type { Pulse } from "../storm/pulse.ts";
import { nodeLook } from "./look.ts";

export interface Machine {
  readonly clock: Clock;
  readonly http: HttpTransport;
  readonly connect: SocketTransport;
  readonly random: () => number;
  /** What is seen at an address from here; nothing where there is no network. */
  readonly look: Look | undefined;
  /** How the program itself gets on; nothing where time is not the machine's own. */
  readonly pulse: Pulse | undefined;
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
    pulse: given.pulse ?? (given.clock === undefined || given.clock === systemClock ? nodePulse : undefined),
    look: given.look ?? (http === undefined ? nodeLook : undefined),
  };
}

/** For a bot that was given no log: what failed is said on standard error, and nothing else is said. */
export const errorLog: Log = {
  ...silentLog,
  error: (facts, message) => {
    const details = Object.keys(facts).length === 0 ? "" : ` ${JSON.stringify(facts)}`;
    process.stderr.write(`matterwright: ${message}${details}\n`);
  },
};

/** REST by way of a machine, at the pace that all bots of this process share on one server. */
export function restBy(machine: Machine, options: Omit<RestOptions, "http">): Rest {
  const pace = options.pace ?? sharedPace({ ...machine, url: options.url });
  return createRest({ ...options, http: machine.http, pace });
}
