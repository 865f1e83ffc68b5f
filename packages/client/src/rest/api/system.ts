import { routes } from "@matterwright/protocol";
import type { Requester } from "../request.ts";

/** The server itself: `/api/v4/system`, `/api/v4/config`. */
export interface SystemApi {
  /** Needs no token. */
  ping(): Promise<{ readonly status: string }>;
  /** What clients may know of the configuration, as texts: `Version`, `SiteURL`, `MaxPostSize`, … */
  clientConfig(): Promise<Readonly<Record<string, string>>>;
}

export function systemApi({ json }: Requester): SystemApi {
  return {
    ping: () => json("GET", routes.ping()),
    clientConfig: () => json("GET", routes.clientConfig()),
  };
}
