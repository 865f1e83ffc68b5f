/** What clients may know of the licence, as texts: `IsLicensed`, `SkuShortName`, … */
export type ClientLicense = Readonly<Record<string, string>>;

/** What clients may know of the configuration, as texts: `Version`, `SiteURL`, `MaxPostSize`, … */
export type ClientConfig = Readonly<Record<string, string>>;

/** The whole configuration, section by section, as `GET /api/v4/config` shows it; secrets are masked. */
export type ServerConfig = Record<string, Record<string, unknown>>;

/** What `GET /api/v4/system/ping` answers; the states are there when `get_server_status` is asked for. */
export interface Ping {
  status: string;
  database_status?: string;
  filestore_status?: string;
  [key: string]: unknown;
}
