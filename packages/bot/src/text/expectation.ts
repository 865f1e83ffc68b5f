/**
 * Says in words for a person what a schema had expected, from what zod reports. Called for usage errors only; a message
 * that the author wrote into the schema is never replaced.
 */
import type * as z from "zod";
import { writeDuration } from "../time/length.ts";

/** How a value was read, as far as it matters here: a length of time is a number. */
interface Kind {
  readonly type: string;
  readonly of?: Kind;
}

const FORMATS: Readonly<Record<string, string>> = {
  email: "an e-mail address",
  url: "a web address such as `https://example.com`",
  uuid: "a UUID",
  date: "a date such as `2026-01-31`",
  time: "a time such as `18:00:00`",
  datetime: "a time such as `2026-01-31T18:00:00Z`",
  duration: "an ISO duration such as `PT15M`",
  ipv4: "an IP address such as `10.0.0.1`",
  ipv6: "an IPv6 address",
  safeint: "a whole number",
};

/** How zod's own messages begin. Any other was written by the author of the schema. */
export const OWN_WORDING = /^(?:Too small|Too big|Invalid|Unrecognized)\b/;

/**
 * A phrase to put behind "must be", or `undefined` when the issue's own message says it better.
 *
 * @example
 * expectation(z.number().min(3).safeParse(1).error.issues[0]); // "at least 3"
 */
export function expectation(issue: z.core.$ZodIssue, kind?: Kind): string | undefined {
  if (!OWN_WORDING.test(issue.message)) return undefined;
  switch (issue.code) {
    case "too_small":
      return `${issue.inclusive === false ? "more than" : "at least"} ${amount(issue.origin, issue.minimum, kind)}`;
    case "too_big":
      return `${issue.inclusive === false ? "less than" : "at most"} ${amount(issue.origin, issue.maximum, kind)}`;
    case "not_multiple_of":
      return `a multiple of ${issue.divisor}`;
    case "invalid_type":
      return issue.expected === "int" ? "a whole number" : undefined;
    case "invalid_format":
      return FORMATS[issue.format] ?? ofText(issue as unknown as Readonly<Record<string, unknown>>);
    case "invalid_value":
      return `one of ${issue.values.map((value) => `\`${String(value)}\``).join(", ")}`;
    case "custom":
    case "invalid_union":
      return "something else";
    default:
      return undefined;
  }
}

function amount(origin: string, limit: number | bigint, kind: Kind | undefined): string {
  const of = kind?.type === "list" ? kind.of : kind;
  if (of?.type === "duration" && origin === "number") return writeDuration(Number(limit));
  const many = Number(limit) === 1 ? "" : "s";
  if (origin === "string") return `${limit} sign${many} long`;
  if (origin === "array") return `${limit} of them`;
  if (origin === "date") return new Date(Number(limit)).toISOString();
  return String(limit);
}

function ofText(issue: Readonly<Record<string, unknown>>): string {
  const part = String(issue["prefix"] ?? issue["suffix"] ?? issue["includes"] ?? issue["pattern"]);
  if (issue["format"] === "starts_with") return `a text that begins with \`${part}\``;
  if (issue["format"] === "ends_with") return `a text that ends with \`${part}\``;
  if (issue["format"] === "includes") return `a text with \`${part}\` in it`;
  return `a text of the form \`${part}\``;
}
