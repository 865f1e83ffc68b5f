/** Where a simulator is, which it learns once its port is known: slash commands, permalinks and the origin of pages go by that. */
import type { Settings } from "./settings.ts";
import type { Simulator } from "./simulator.ts";

/**
 * Sets a simulator's `SiteURL`.
 *
 * @param siteUrl `http://localhost:8065`
 * @param others further origins of the same server, whose pages may open sockets too
 */
export function standAt(sim: Simulator, siteUrl: string, others: readonly string[] = []): void {
  const known = { "ServiceSettings.SiteURL": siteUrl, "ServiceSettings.AllowCorsFrom": others.join(" ") };
  Object.assign(sim.settings, known satisfies Partial<Settings>);
}
