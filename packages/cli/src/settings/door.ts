/** The port of the bot: where the server reaches it, and where Prometheus does, from the settings. Part of settings.ts. */
import { Trouble } from "../trouble.ts";
import type { RawSettings } from "./schema.ts";

export interface DoorSettings {
  /** As the server knows it; nothing where it cannot call. */
  readonly url: string | undefined;
  /** The path at which calls arrive, where it is another. */
  readonly path: string | undefined;
  /** The address to listen at. */
  readonly host: string | undefined;
  readonly port: number;
  readonly trustedProxies: readonly string[];
  /** Whether slash commands are registered. */
  readonly slash: boolean;
  /** Nothing where nobody asks for figures. */
  readonly metrics: { readonly token?: string } | undefined;
}

/** Behind a proxy, when nothing else was said. */
const DEFAULT_CALLBACK_PORT = 8_080;

const DEPENDENT = [
  ["callbackPath", "MATTERWRIGHT_PATH"],
  ["callbackHost", "MATTERWRIGHT_HOST"],
  ["callbackPort", "MATTERWRIGHT_PORT"],
  ["trustedProxies", "MATTERWRIGHT_TRUSTED_PROXIES"],
] as const;

/** Nothing where nobody calls. @throws Trouble when something was set that needs what was not. */
export function doorOf(values: RawSettings): DoorSettings | undefined {
  const { callbackUrl: url } = values;
  const metrics = metricsOf(values);
  const needless = DEPENDENT.slice(0, metrics === undefined ? undefined : 1);
  const [, idle] = needless.find(([key]) => values[key] !== undefined) ?? [];
  if (url === undefined && idle !== undefined)
    throw new Trouble(
      "setting",
      `${idle} is set, but MATTERWRIGHT_URL is not: set it to the address at which the server reaches the bot, like https://bot.example.com/wright.`,
    );
  if (url === undefined && metrics === undefined) return undefined;
  return {
    url,
    path: values.callbackPath,
    // Who has no address for others is looked at from this machine.
    host: values.callbackHost ?? (url === undefined ? "127.0.0.1" : ownHost(url)),
    port: values.callbackPort ?? (url === undefined ? DEFAULT_CALLBACK_PORT : ownPort(url)),
    trustedProxies: values.trustedProxies ?? [],
    slash: values.slash ?? true,
    metrics,
  };
}

function metricsOf({ callbackUrl, metrics, metricsToken: token }: RawSettings): DoorSettings["metrics"] {
  if (metrics === false) return undefined;
  if (token !== undefined) return { token };
  if (metrics === undefined) return undefined;
  if (callbackUrl !== undefined)
    throw new Trouble(
      "setting",
      "MATTERWRIGHT_METRICS=true shows figures to everybody who reaches MATTERWRIGHT_URL: set MATTERWRIGHT_METRICS_TOKEN, made with `openssl rand -hex 16`.",
    );
  return {};
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
