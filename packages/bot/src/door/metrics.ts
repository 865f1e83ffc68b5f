/**
 * `/metrics`: figures of the bot and its plugins for Prometheus, in its text format. There is no such path unless the bot was told to have
 * one; with a token it is answered to whoever shows that. It counts nothing itself.
 */
import { MisuseError } from "../errors.ts";
import { isOneOf } from "../text/is-one-of.ts";
import { json } from "./json.ts";
import type { Route } from "./route.ts";

export interface MetricsOptions {
  /** Shown as `Authorization: Bearer …`; without one everybody who reaches the door is answered. At least 16 characters. */
  readonly token?: string;
}

/** One value of a figure. */
export interface Sample {
  readonly value: number;
  readonly labels?: Readonly<Record<string, string>>;
}

/** A figure with all its values. */
export interface Family {
  readonly name: string;
  readonly help: string;
  /** A counter only grows; of figures that plugins make up nobody knows. */
  readonly type: "counter" | "gauge" | "untyped";
  readonly samples: readonly Sample[];
}

const SHORTEST = 16;

/** @throws MisuseError for a token that could be guessed. */
export function metricsRoute({ token }: MetricsOptions, read: () => Promise<readonly Family[]>): Route {
  if (token !== undefined && token.length < SHORTEST)
    throw new MisuseError(`the token of the metrics is shorter than ${SHORTEST} characters, and could be guessed`);
  return {
    method: "GET",
    path: "/metrics",
    handle: async ({ headers }) => {
      const shown = /^bearer +(\S+) *$/i.exec(headers.get("authorization") ?? "")?.[1] ?? "";
      if (token !== undefined && !isOneOf(shown, [token])) return refused();
      const text = (await read()).map(familyText).join("");
      return new Response(text, { headers: { "content-type": "text/plain; version=0.0.4; charset=utf-8" } });
    },
  };
}

function refused(): Response {
  const answer = json({ error: "show the token of the metrics: Authorization: Bearer …" }, 401);
  answer.headers.set("www-authenticate", "Bearer");
  return answer;
}

function familyText({ name, help, type, samples }: Family): string {
  if (samples.length === 0) return "";
  const lines = samples.map(({ value, labels = {} }) => `${name}${labelText(labels)} ${numberText(value)}`);
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join("\n")}\n`;
}

function labelText(labels: Readonly<Record<string, string>>): string {
  const parts = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return parts.length === 0 ? "" : `{${parts.join(",")}}`;
}

function escaped(value: string): string {
  return value
    .replaceAll("\\", String.raw`\\`)
    .replaceAll('"', String.raw`\"`)
    .replaceAll("\n", String.raw`\n`);
}

function numberText(value: number): string {
  if (Number.isFinite(value) || Number.isNaN(value)) return String(value);
  return value > 0 ? "+Inf" : "-Inf";
}
