/** How a simulator on a real port calls integrations: over HTTP, to this machine, within the server's time. */
import type { Outside } from "../rest/call.ts";

/** Calls by Node's `fetch`. Redirects are followed, as the server does. */
export function nodeOutside({ timeoutMs = 30_000 }: { readonly timeoutMs?: number } = {}): Outside {
  return {
    async fetch({ method, url, headers, body }) {
      const hasBody = method !== "GET" && method !== "HEAD";
      const response = await fetch(url, {
        method,
        headers,
        signal: AbortSignal.timeout(timeoutMs),
        ...(hasBody ? { body } : {}),
      });
      return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
    },
  };
}
