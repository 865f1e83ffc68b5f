import { type ClientConfig, type ClientLicense, type Ping, type ServerConfig, routes } from "@matterwright/protocol";
import type { Calls } from "../calls.ts";

/** The server itself: `/api/v4/system`, `/api/v4/config`, `/api/v4/license`. */
export interface SystemApi {
  /** `GET /system/ping`. Needs no token. */
  ping(): Promise<Ping>;
  /** `GET /system/ping?get_server_status=true`. With the states of database and file store. @throws ServerFailure when one of them fails. */
  health(): Promise<Ping>;
  /** `GET /config/client?format=old`. What clients may know of the configuration, as texts: `Version`, `SiteURL`, `MaxPostSize`, … */
  clientConfig(): Promise<ClientConfig>;
  /** `GET /license/client?format=old`. */
  license(): Promise<ClientLicense>;
  /** `GET /config`. For system administrators; passwords in it are masked. */
  config(): Promise<ServerConfig>;
  /** `PUT /config/patch`. Changes what is given, and answers the whole. For system administrators. */
  patchConfig(patch: ServerConfig): Promise<ServerConfig>;
  /** `POST /config/reload`. Reads it from its file again. */
  reloadConfig(): Promise<void>;
  /** `GET /system/timezones`. Names as in `Europe/Berlin`. */
  timezones(): Promise<string[]>;
}

export function systemApi({ one, list, done }: Calls): SystemApi {
  return {
    ping: () => one("GET", routes.ping()),
    health: () => one("GET", routes.ping(), { query: { get_server_status: true } }),
    clientConfig: () => one("GET", routes.clientConfig()),
    license: () => one("GET", routes.clientLicense()),
    config: () => one("GET", routes.config()),
    patchConfig: (patch) => one("PUT", routes.configPatch(), { body: patch }),
    reloadConfig: () => done("POST", routes.configReload()),
    timezones: () => list("GET", routes.timezones()),
  };
}
