/** Whether a request may become a WebSocket. Tokens are no matter of this: whoever has a bad one is let in as nobody. */
import { ErrorId, type Id } from "@matterwright/protocol";
import type { SimRequest, SimResponse } from "../http.ts";
import { goJson } from "../json.ts";
import type { Settings } from "../settings.ts";

export interface UpgradeRules {
  /** `SiteURL`, and `AllowCorsFrom`: origins with blanks between them, or `*`. */
  readonly settings: Settings;
  readonly headers: Readonly<Record<string, string>>;
  readonly requestId: Id;
}

/** The refusal of a page of a foreign origin; nothing when the upgrade may go on. */
export function refuseOrigin(request: SimRequest, rules: UpgradeRules): SimResponse | undefined {
  const { origin } = request.headers;
  if (origin === undefined || isAllowed(origin, request.headers["host"] ?? "", rules)) return undefined;
  return refusal(403, "Forbidden", { origin, rules });
}

/** The answer to a request that asks for a WebSocket without asking for an upgrade. */
export function notAnUpgrade(request: SimRequest, rules: UpgradeRules): SimResponse {
  return refusal(400, "Bad Request", { origin: request.headers["origin"] ?? "", rules });
}

function isAllowed(origin: string, host: string, { settings }: UpgradeRules): boolean {
  const siteUrl = settings["ServiceSettings.SiteURL"];
  const allowedOrigins = settings["ServiceSettings.AllowCorsFrom"];
  if (allowedOrigins === "") return isOwn(origin, host, siteUrl);
  if (allowedOrigins === "*") return true;
  const site = URL.canParse(siteUrl) ? new URL(siteUrl).origin : "";
  return [...allowedOrigins.split(" "), site].includes(origin);
}

/** With a site URL an origin is compared with that, else with the host that was asked. */
function isOwn(origin: string, host: string, siteUrl: string): boolean {
  if (!URL.canParse(origin)) return false;
  const from = new URL(origin);
  if (siteUrl === "") return from.host.toLowerCase() === host.toLowerCase();
  if (!URL.canParse(siteUrl)) return false;
  const site = new URL(siteUrl);
  return from.host === site.host && from.protocol === site.protocol;
}

/** What refuses an upgrade has begun its answer before the server adds its own error. */
function refusal(
  status: number,
  words: string,
  { origin, rules }: { readonly origin: string; readonly rules: UpgradeRules },
): SimResponse {
  const error = {
    id: ErrorId.socketUpgrade,
    message: `URL Blocked because of CORS. Url: ${origin}`,
    detailed_error: "",
    request_id: rules.requestId,
    status_code: 400,
  };
  return {
    status,
    headers: { ...rules.headers, "Content-Type": "text/plain; charset=utf-8" },
    body: `${words}\n${goJson(error)}`,
  };
}
