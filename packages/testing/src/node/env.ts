/** Reads from the environment which real server may be tested. */
import type { RealServerOptions } from "./real.ts";

/** Nothing unless all three variables are set. */
export function realServerFromEnv(env: Readonly<Record<string, string | undefined>>): RealServerOptions | undefined {
  const url = env["MATTERMOST_CONFORMANCE_URL"];
  const name = env["MATTERMOST_CONFORMANCE_ADMIN"];
  const password = env["MATTERMOST_CONFORMANCE_PASSWORD"];
  if (url === undefined || name === undefined || password === undefined) return undefined;
  return { url, admin: { name, password } };
}
