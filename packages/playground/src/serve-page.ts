/**
 * Answers requests for the page and its parts. Given as `fallback` to the simulator's `listen`, which keeps the server's own paths;
 * it knows no user, no token and no post.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { type Part, readParts } from "./node/parts.ts";

/** Everything comes from here, and nobody may frame the page or send forms away from it. */
const POLICY = [
  "default-src 'self'",
  "img-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const HEADERS = {
  "Content-Security-Policy": POLICY,
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Opener-Policy": "same-origin",
  // A page that is being worked on is never an old one.
  "Cache-Control": "no-store",
};

const NOT_FOUND: Part = {
  type: "text/html; charset=utf-8",
  body: () =>
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>Not found</title><h1>There is nothing here</h1><p>The chat is at <a href="/">the front page</a>.</p></html>\n',
};

/**
 * Makes the server of the page: `/` is the page, `/page/…` its parts, anything else a constant "not found".
 *
 * @returns a function that is true when it answered, and false for requests that only a server of posts could answer
 * @example
 * const { url } = await listen(sim, { port: 8065, fallback: servePage() });
 */
export function servePage(): (request: IncomingMessage, response: ServerResponse) => boolean {
  const parts = readParts();
  return (request, response) => {
    if (request.method !== "GET" && request.method !== "HEAD") return false;
    const [path = "/"] = (request.url ?? "/").split("?");
    const part = parts.get(path);
    const found = part ?? NOT_FOUND;
    const bytes = Buffer.from(found.body());
    response.writeHead(part === undefined ? 404 : 200, {
      ...HEADERS,
      "Content-Type": found.type,
      "Content-Length": bytes.byteLength,
    });
    response.end(request.method === "HEAD" ? undefined : bytes);
    return true;
  };
}
