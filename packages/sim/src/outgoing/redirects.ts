/** Redirects, as the server follows them: with its headers, as GET and without a body unless 307 or 308 say otherwise. */
import type { OutgoingAnswer, OutgoingCall, Outside } from "./outside.ts";

const MAX_REDIRECTS = 10;

/** An outside that goes where it is sent on to. Rejects after ten redirects. */
export function withRedirects(outside: Outside): Outside {
  return { fetch: (call) => follow(outside, call) };
}

async function follow(outside: Outside, first: OutgoingCall): Promise<OutgoingAnswer> {
  let call = first;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const answer = await outside.fetch(call);
    const location = answer.headers["location"];
    if (![301, 302, 303, 307, 308].includes(answer.status) || location === undefined) return answer;
    if (!URL.canParse(location, call.url)) throw new Error("redirected to what is no address");
    call = next(call, answer.status, new URL(location, call.url).href);
  }
  throw new Error(`stopped after ${MAX_REDIRECTS} redirects`);
}

function next(call: OutgoingCall, status: number, url: string): OutgoingCall {
  const headers = { ...call.headers, Referer: call.url };
  if (status === 307 || status === 308 || call.method === "GET") return { ...call, url, headers };
  const { "Content-Type": _none, ...kept } = headers as Record<string, string>;
  return { method: "GET", url, headers: kept, body: "" };
}
