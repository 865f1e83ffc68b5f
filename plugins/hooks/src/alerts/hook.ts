/** A hook for alerts: each notification is merged into the post of its group. */
import type { PluginScope, z } from "matterwright";
import { type HookConfig, senderOf } from "../config.ts";
import type { Board, Target } from "./board.ts";
import { notification } from "./notification.ts";

export type AlertHook = Extract<HookConfig, { readonly kind: "alertmanager" | "grafana" }>;

const NAMES = { alertmanager: "Alertmanager", grafana: "Grafana" } as const;

export interface AddedAlertHook {
  readonly name: string;
  readonly path: string;
  readonly hook: AlertHook;
}

export function addAlertHook(bot: PluginScope, board: Board, { name, path, hook }: AddedAlertHook): void {
  const spec = { from: senderOf(hook), about: `${NAMES[hook.kind]} to ${hook.channel}`, body: notification };
  bot.hook(path, spec, (ctx, said) => board.take(ctx, targetOf(name, hook), said));
}

export function targetOf(name: string, { kind, channel }: AlertHook): Target {
  return { hook: name, channel, source: NAMES[kind] };
}

/** A notification as it would come, for a test. */
export function sampleAlert(status: "firing" | "resolved", nowMs: number): z.output<typeof notification> {
  const labels = { alertname: "A test of this hook", severity: "warning" };
  const startsAt = new Date(nowMs).toISOString();
  const annotations = { summary: "Nothing is wrong: somebody tries whether alerts arrive here." };
  const alert = { status, labels, annotations, startsAt, fingerprint: "test" };
  return notification.parse({ status, groupKey: "a test of this hook", commonLabels: labels, alerts: [alert] });
}
