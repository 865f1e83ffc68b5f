/**
 * The server's rate limiter: a bucket that leaks at a steady pace (the generic cell rate algorithm), one for each client. It wraps
 * everything, the WebSocket's upgrade too, and answers in plain text.
 */
import type { SimRequest, SimResponse } from "../http.ts";
import type { Settings } from "../settings.ts";

export interface RateVerdict {
  readonly limited: boolean;
  readonly headers: Readonly<Record<string, string | string[]>>;
}

export class RateLimiter {
  readonly #settings: Settings;
  /** When the bucket of a key will be empty, in Unix milliseconds. */
  readonly #emptyAt = new Map<string, number>();

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  get isOn(): boolean {
    return this.#settings["RateLimitSettings.Enable"];
  }

  /** Whose bucket a request draws from. */
  keyOf(request: SimRequest, token: string): string {
    const {
      "RateLimitSettings.VaryByUser": byUser,
      "RateLimitSettings.VaryByRemoteAddr": byAddress,
      "RateLimitSettings.VaryByHeader": header,
    } = this.#settings;
    const address = byAddress ? (request.remoteAddress ?? "local") : "";
    const base = byUser && token !== "" ? token : address;
    return header === "" ? base : base + (request.headers[header.toLowerCase()] ?? "").toLowerCase();
  }

  /** Draws once. */
  draw(key: string, nowMs: number): RateVerdict {
    const { "RateLimitSettings.PerSec": perSecond, "RateLimitSettings.MaxBurst": burst } = this.#settings;
    const intervalMs = 1_000 / perSecond;
    const capacityMs = intervalMs * (burst + 1);
    const emptyAt = Math.max(this.#emptyAt.get(key) ?? 0, nowMs);
    const nextEmptyAt = emptyAt + intervalMs;
    const limited = nextEmptyAt - nowMs > capacityMs;
    if (!limited) this.#emptyAt.set(key, nextEmptyAt);
    const filledMs = (limited ? emptyAt : nextEmptyAt) - nowMs;
    const headers = {
      "X-Ratelimit-Limit": String(burst + 1),
      "X-Ratelimit-Remaining": String(Math.max(0, Math.floor((capacityMs - filledMs) / intervalMs))),
      "X-Ratelimit-Reset": String(Math.ceil(filledMs / 1_000)),
      ...(limited ? { "Retry-After": String(Math.ceil((nextEmptyAt - capacityMs - nowMs) / 1_000)) } : {}),
    };
    return { limited, headers };
  }

  /** Empties every bucket, as a restart does. */
  forget(): void {
    this.#emptyAt.clear();
  }

  static refusal(headers: RateVerdict["headers"]): SimResponse {
    return {
      status: 429,
      headers: { ...headers, "Content-Type": "text/plain; charset=utf-8", "X-Content-Type-Options": "nosniff" },
      body: "limit exceeded\n",
    };
  }
}
