/** Compares headers by the rules of the recordings: a few are kept always, all where a step says so, two were on every answer. */
import { ABSENT, type Comparison, type Difference, compare } from "./compare.ts";
import type { Json } from "./scenario.ts";
import type { ServerAnswer } from "./server.ts";

const KEPT =
  /^(?:content-type|token|etag|retry-after|x-ratelimit-.*|location|content-disposition|cache-control|content-range|allow|set-cookie)$/;
/** Belong to the connection rather than to the answer. */
const OF_THE_LINE = new Set(["date", "content-length", "connection", "keep-alive", "transfer-encoding"]);
const EVERYWHERE = ["X-Request-Id", "X-Version-Id"];

/** Every difference between the recorded headers and those that came. */
export function compareHeaders(
  recorded: Readonly<Record<string, string | readonly string[] | null>>,
  { headers }: ServerAnswer,
  { path, all }: { readonly path: string; readonly all: boolean },
  by: Comparison,
): Difference[] {
  const expected = new Map(Object.entries(recorded).map(([name, value]) => [name.toLowerCase(), { name, value }]));
  const differences = [...expected].flatMap(([small, { name, value }]) =>
    compare(value ?? ABSENT, cookieless(small, headers[small]), `${path}.${name}`, by),
  );
  const missing = EVERYWHERE.filter((name) => !expected.has(name.toLowerCase()) && !(name.toLowerCase() in headers));
  const extra = Object.keys(headers).filter(
    (small) =>
      !expected.has(small) &&
      (KEPT.test(small) || (all && !OF_THE_LINE.has(small))) &&
      !EVERYWHERE.some((name) => name.toLowerCase() === small) &&
      !by.skips(`${path}.${small}`),
  );
  return [
    ...differences,
    ...missing.map((name) => ({ path: `${path}.${name}`, expected: "on every answer", got: ABSENT })),
    ...extra.map((name) => ({ path: `${path}.${name}`, expected: ABSENT, got: headers[name] })),
  ];
}

/** Of cookies only the names and attributes were kept. */
function cookieless(name: string, value: string | readonly string[] | undefined): Json | typeof ABSENT {
  if (value === undefined) return ABSENT;
  if (name !== "set-cookie") return value;
  return typeof value === "string" ? nameAndAttributes(value) : value.map(nameAndAttributes);
}

function nameAndAttributes(cookie: string): string {
  return cookie.replace(/^([^=]*)=[^;]*/, "$1").replace(/Expires=[^;]*/, "Expires");
}
