/** HTTP by the platform's own fetch: nothing has to be installed. The default of a webhook; a proxy or a certificate needs another. */
import type { HttpTransport } from "@matterwright/client";

export const byFetch: HttpTransport = async ({ method, url, headers, body, timeoutMs, signal }) => {
  const late = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, {
      method,
      headers,
      body: body as string,
      redirect: "manual",
      signal: signal === undefined ? late : AbortSignal.any([late, signal]),
    });
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      text: () => response.text(),
      bytes: () => response.body as AsyncIterable<Uint8Array>,
    };
  } catch (error) {
    if (!late.aborted) throw error;
    throw Object.assign(new Error("no answer came in time", { cause: error }), { code: "UND_ERR_HEADERS_TIMEOUT" });
  }
};
