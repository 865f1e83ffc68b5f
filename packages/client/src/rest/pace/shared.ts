/** The paces of this process: one for each server, however many clients talk to it, because a server counts by address. */
import type { Clock } from "@matterwright/clock";
import { serverUrl } from "../../url.ts";
import type { Pace } from "./pace.ts";
import { ServerPace } from "./server.ts";

/** By clock, so that simulated servers of the same name in different times have nothing to do with each other. */
const paces = new WeakMap<Clock, Map<string, Pace>>();

export interface SharedPaceOptions {
  /** Of the server, as for `createRest`. */
  readonly url: string;
  readonly clock: Clock;
  /** From 0 to 1, for jitter. */
  readonly random: () => number;
}

/**
 * The pace of a server, the same for all who ask for it in this process.
 *
 * @throws ConfigurationError when the address cannot be one.
 * @example
 * const pace = sharedPace({ url, clock: systemClock, random: Math.random });
 * const rest = createRest({ url, token, http: nodeHttp(), pace });
 */
export function sharedPace({ url, clock, random }: SharedPaceOptions): Pace {
  const server = serverUrl(url);
  const ofClock = paces.get(clock) ?? new Map<string, Pace>();
  paces.set(clock, ofClock);
  const known = ofClock.get(server);
  if (known !== undefined) return known;
  const made = new ServerPace({ clock, random });
  ofClock.set(server, made);
  return made;
}
