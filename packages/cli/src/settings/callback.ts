/** Where the server reaches the bot, from the settings. Part of settings.ts. */
import { Trouble } from "../trouble.ts";
import type { RawSettings } from "./schema.ts";

export interface CallbackSettings {
  /** As the server knows it. */
  readonly url: string;
  /** The path at which calls arrive, where it is another. */
  readonly path: string | undefined;
  /** The address to listen at. */
  readonly host: string | undefined;
  readonly port: number;
  readonly trustedProxies: readonly string[];
  /** Whether slash commands are registered. */
  readonly slash: boolean;
}

/** Behind a proxy, when nothing else was said. */
const DEFAULT_CALLBACK_PORT = 8_080;

const DEPENDENT = [
  ["callbackPath", "MATTERWRIGHT_PATH"],
  ["callbackHost", "MATTERWRIGHT_HOST"],
  ["callbackPort", "MATTERWRIGHT_PORT"],
  ["trustedProxies", "MATTERWRIGHT_TRUSTED_PROXIES"],
] as const;

/** Nothing where no address was set. @throws Trouble when something was set that needs one. */
export function callbackOf(values: RawSettings): CallbackSettings | undefined {
  const { callbackUrl: url } = values;
  const [, idle] = DEPENDENT.find(([key]) => values[key] !== undefined) ?? [];
  if (url === undefined && idle !== undefined)
    throw new Trouble(
      "setting",
      `${idle} is set, but MATTERWRIGHT_URL is not: set it to the address at which the server reaches the bot, like https://bot.example.com/wright.`,
    );
  if (url === undefined) return undefined;
  return {
    url,
    path: values.callbackPath,
    host: values.callbackHost ?? ownHost(url),
    port: values.callbackPort ?? ownPort(url),
    trustedProxies: values.trustedProxies ?? [],
    slash: values.slash ?? true,
  };
}

/** Who is called on this machine alone listens on this machine alone. */
function ownHost(url: string): string | undefined {
  const { hostname } = new URL(url);
  return /^(?:localhost|127\.[\d.]+)$/.test(hostname) ? "127.0.0.1" : hostname === "[::1]" ? "::1" : undefined;
}

/** Whoever is called without encryption is called directly. */
function ownPort(url: string): number {
  const { protocol, port } = new URL(url);
  return protocol === "http:" && port !== "" ? Number(port) : DEFAULT_CALLBACK_PORT;
}
