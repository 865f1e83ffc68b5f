/** How a simulator on a real port calls integrations: over HTTP, to this machine, within the server's time. */
import type { Outside } from "../outgoing/outside.ts";

/** Calls by Node's `fetch`. Redirects are the simulator's affair. */
export function nodeOutside({ timeoutMs = 30_000 }: { readonly timeoutMs?: number } = {}): Outside {
  return {
    async fetch({ method, url, headers, body }) {
      const hasBody = method !== "GET" && method !== "HEAD";
      const response = await fetch(url, {
        method,
        headers,
        redirect: "manual",
        signal: AbortSignal.timeout(timeoutMs),
        ...(hasBody ? { body } : {}),
      });
      const { status, statusText } = response;
      const words = statusText === "" ? {} : { statusText };
      return { status, ...words, headers: Object.fromEntries(response.headers), body: await response.text() };
    },
  };
}
