/** One scenario from beginning to end: play it, compare, and say what differs. */
import { type Difference } from "./compare.ts";
import { judge } from "./judge.ts";
import { report } from "./report.ts";
import { play } from "./run.ts";
import type { Scenario } from "./scenario.ts";
import type { ServerUnderTest } from "./server.ts";
import { SimulatedServer } from "./simulated.ts";

export interface Outcome {
  readonly differences: readonly Difference[];
  /** For a person. Empty when the server did as recorded. */
  readonly text: string;
}

/** Replays a scenario. A server that cannot go through it at all is told as a difference too. */
export async function replay(scenario: Scenario, server: ServerUnderTest): Promise<Outcome> {
  const differences = await differencesOf(scenario, server);
  return { differences, text: report(scenario, differences) };
}

async function differencesOf(scenario: Scenario, server: ServerUnderTest): Promise<readonly Difference[]> {
  try {
    return judge(scenario, await play(scenario, server));
  } catch (error) {
    return [
      { path: "run", expected: "to come to its end", got: error instanceof Error ? error.message : String(error) },
    ];
  }
}

/** A fresh simulator with the settings that the scenario was recorded with. */
export function simulatorFor({ server }: Pick<Scenario, "server">): SimulatedServer {
  if (server === undefined) return new SimulatedServer();
  return new SimulatedServer({
    "RateLimitSettings.Enable": true,
    "RateLimitSettings.PerSec": 10,
    "RateLimitSettings.MaxBurst": 20,
    "RateLimitSettings.VaryByUser": server === "rate_limit_user",
  });
}
