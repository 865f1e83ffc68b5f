/** A bot with hooks on a stage, and calls of them as their senders make them. */
import { createHmac } from "node:crypto";
import { type Stage, type StageOptions, stage } from "@matterwright/testing";
import { Bot } from "matterwright";
import webhooks, { type Config } from "../src/index.ts";

export const SECRET = "a secret of the tests";

export const all: Config["hooks"] = {
  github: { kind: "github", channel: "~ops", secret: SECRET },
  gitea: { kind: "gitea", channel: "~ops", secret: SECRET },
  gitlab: { kind: "gitlab", channel: "~ops", token: SECRET },
  alerts: { kind: "alertmanager", channel: "~ops", bearer: SECRET },
  grafana: { kind: "grafana", channel: "~ops", secret: SECRET },
};

export function hooked(hooks: Config["hooks"] = all, options: StageOptions = {}): Promise<Stage> {
  return stage((given) => new Bot(given).plugin(webhooks, { hooks }), options);
}

/** A bot, and how to wait until it rests. */
type Called = Pick<Stage, "bot" | "rest">;

export interface Answered {
  readonly status: number;
  readonly text: string;
}

/** Calls a hook with JSON. */
export async function call(
  town: Called,
  path: string,
  body: unknown,
  headers: Record<string, string>,
): Promise<Answered> {
  const init = {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  };
  const answering = town.bot.fetch(new Request(`http://bot${path}`, init));
  await town.rest();
  const answer = await answering;
  return { status: answer.status, text: await answer.text() };
}

let delivered = 0;

export function github(town: Stage, event: string, body: unknown): Promise<Answered> {
  const proof = createHmac("sha256", SECRET).update(JSON.stringify(body)).digest("hex");
  const headers = { "x-github-event": event, "x-github-delivery": `d${++delivered}` };
  return call(town, "/hooks/github", body, { ...headers, "x-hub-signature-256": `sha256=${proof}` });
}

export function gitlab(town: Stage, body: unknown): Promise<Answered> {
  return call(town, "/hooks/gitlab", body, { "x-gitlab-token": SECRET, "idempotency-key": `d${++delivered}` });
}

export function alertmanager(town: Called, body: unknown): Promise<Answered> {
  return call(town, "/hooks/alerts", body, { authorization: `Bearer ${SECRET}` });
}

export function grafana(town: Stage, body: unknown): Promise<Answered> {
  const proof = createHmac("sha256", SECRET).update(JSON.stringify(body)).digest("hex");
  return call(town, "/hooks/grafana", body, { "x-grafana-alerting-signature": proof });
}

/** What stands in ~ops, as ann reads it. */
export async function inOps(
  town: Stage,
): Promise<Stage["person"] extends (name: string) => infer Actor ? Actor : never> {
  const ann = town.person("ann");
  await ann.looksAt("ops");
  return ann;
}
