/** Which addresses the server calls: those inside a network only when the settings name them. */
import type { Settings } from "../settings.ts";
import type { Outside } from "./outside.ts";

const RESERVED = [
  /^localhost$/i,
  /^127\./,
  /^10\./,
  /^192\.168\./,
  /^172\.(?:1[6-9]|2\d|3[01])\./,
  /^169\.254\./,
  /^\[?::1\]?$/,
];

/** An outside that refuses the addresses which the settings do not allow. Rejects without having called. */
export function withAddressRule(outside: Outside, settings: Settings): Outside {
  return {
    fetch: (call) =>
      mayCall(settings, call.url)
        ? outside.fetch(call)
        : Promise.reject(new Error(`the address ${call.url} is not allowed`)),
  };
}

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
