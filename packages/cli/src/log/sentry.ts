/**
 * Tells Sentry what is written into the log as an error, where `SENTRY_DSN` says which. One event for each thing that fails, however often it
 * does so within a minute; what cannot be told stands in the log all the same. Secrets are taken out before, as of every line.
 */
import { randomBytes } from "node:crypto";
import { type Writes, withoutSecrets } from "./secrets.ts";

/** `https://KEY@sentry.example.com/42`, taken apart. */
export interface SentryAddress {
  readonly url: string;
  readonly key: string;
}

export interface SentryOptions {
  readonly address: SentryAddress;
  readonly secrets: readonly string[];
  readonly release: string;
  readonly now: () => number;
  readonly send?: (url: string, request: { readonly headers: Record<string, string>; readonly body: string }) => void;
}

const AGAIN_AFTER_MS = 60_000;
/** Different things that fail, of which is known when they were told. */
const REMEMBERED = 200;

/** Nothing where it is none. */
export function sentryAddress(dsn: string): SentryAddress | undefined {
  const url = URL.parse(dsn);
  const [, path = "", project = ""] = /^(.*)\/(\w+)$/.exec(url?.pathname ?? "") ?? [];
  if (url === null || !/^https?:$/.test(url.protocol) || url.username === "" || project === "") return undefined;
  return { url: `${url.origin}${path}/api/${project}/envelope/`, key: url.username };
}

/** Takes lines of the log in JSON. Never throws. */
export function toSentry({ address, secrets, release, now, send = post }: SentryOptions): Writes {
  const told = new Map<string, number>();
  return withoutSecrets(
    {
      write(line) {
        const facts = read(line);
        if (facts === undefined || facts["level"] !== "error") return;
        const what = String(facts["msg"]);
        const kind = `${what} ${errorOf(facts)}`;
        if (now() - (told.get(kind) ?? -AGAIN_AFTER_MS) < AGAIN_AFTER_MS) return;
        if (told.size >= REMEMBERED) told.clear();
        told.set(kind, now());
        send(address.url, envelope({ facts, what, address, release, atMs: now() }));
      },
    },
    secrets,
  );
}

interface Event {
  readonly facts: Readonly<Record<string, unknown>>;
  readonly what: string;
  readonly address: SentryAddress;
  readonly release: string;
  readonly atMs: number;
}

function envelope({ facts, what, address, release, atMs }: Event): { headers: Record<string, string>; body: string } {
  const id = randomBytes(16).toString("hex");
  const { level: _level, msg: _msg, time: _time, ...extra } = facts;
  const event = {
    event_id: id,
    timestamp: atMs / 1_000,
    platform: "node",
    level: "error",
    logger: "matterwright",
    release: `matterwright@${release}`,
    message: { formatted: `${what}${errorOf(facts) === "" ? "" : `: ${errorOf(facts)}`}` },
    extra,
  };
  return {
    headers: {
      "content-type": "application/x-sentry-envelope",
      "x-sentry-auth": `Sentry sentry_version=7, sentry_client=matterwright/${release}, sentry_key=${address.key}`,
    },
    body: [JSON.stringify({ event_id: id }), JSON.stringify({ type: "event" }), JSON.stringify(event)].join("\n"),
  };
}

/** What failed, in its own words. */
function errorOf({ error }: Readonly<Record<string, unknown>>): string {
  const message = typeof error === "object" && error !== null && "message" in error ? error.message : undefined;
  return typeof message === "string" ? message : "";
}

function read(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return JSON.parse(line) as Readonly<Record<string, unknown>>;
  } catch {
    return undefined;
  }
}

/** Nobody waits for it, and nothing follows from it. */
function post(url: string, request: { readonly headers: Record<string, string>; readonly body: string }): void {
  void fetch(url, { method: "POST", ...request, signal: AbortSignal.timeout(10_000) }).then(
    (answer) => answer.body?.cancel(),
    () => {},
  );
}
