/** The server's calls to a bot's own address: whom it may call, and what counts as an answer. It changes nothing in the world. */
import { AppError } from "../errors.ts";
import type { Outside } from "../rest/call.ts";
import type { Settings } from "../settings.ts";

const AGENT = "Mattermost-Bot/1.1";

/** A call that did not end well, as the clicker is told. */
export function integrationFailed(): AppError {
  return new AppError("api.post.do_action.action_integration.app_error", "Action integration error.", 400);
}

/**
 * Posts JSON and reads JSON. Nothing at all counts as an empty answer.
 *
 * @throws AppError 400 when nobody answers, the status is not 200, or the body is not JSON.
 */
export async function callIntegration(
  outside: Outside,
  settings: Settings,
  { url, body }: { readonly url: string; readonly body: unknown },
): Promise<Record<string, unknown>> {
  // A path stays inside the server, where plugins would answer, and nobody does.
  if (url.startsWith("/")) return {};
  if (!mayCall(settings, url)) throw integrationFailed();
  const headers = { "User-Agent": AGENT, Accept: "application/json", "Content-Type": "application/json" };
  const answer = await outside
    .fetch({ method: "POST", url, headers, body: JSON.stringify(body) })
    .catch(() => undefined);
  if (answer === undefined || answer.status !== 200) throw integrationFailed();
  if (answer.body === "") return {};
  try {
    const parsed: unknown = JSON.parse(answer.body);
    if (parsed === null) return {};
    if (typeof parsed !== "object" || Array.isArray(parsed)) throw integrationFailed();
    return parsed as Record<string, unknown>;
  } catch {
    throw integrationFailed();
  }
}

const RESERVED = [
  /^localhost$/i,
  /^127\./,
  /^10\./,
  /^192\.168\./,
  /^172\.(?:1[6-9]|2\d|3[01])\./,
  /^169\.254\./,
  /^\[?::1\]?$/,
];

/** Addresses inside a network are refused unless the settings name them: as a host, or as a range of the form `127.0.0.0/8`. */
export function mayCall(settings: Settings, url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { hostname } = new URL(url);
  if (!RESERVED.some((range) => range.test(hostname))) return true;
  const allowed = settings["ServiceSettings.AllowedUntrustedInternalConnections"].split(/[\s,]+/);
  return allowed.some((entry) => entry !== "" && (entry === hostname || isWithin(hostname, entry)));
}

function isWithin(host: string, range: string): boolean {
  const [base = "", bits = ""] = range.split("/");
  const [address, network] = [numberOf(host), numberOf(base)];
  if (bits === "" || address === undefined || network === undefined) return false;
  const size = 2 ** (32 - Number(bits));
  return Math.floor(address / size) === Math.floor(network / size);
}

function numberOf(address: string): number | undefined {
  const parts = address.split(".").map(Number);
  if (parts.length !== 4 || parts.some((part) => !Number.isInteger(part) || part < 0 || part > 255)) return undefined;
  return parts.reduce((sum, part) => sum * 256 + part, 0);
}
