/**
 * A group of alerts from its first notification to its end, as data. What arrives is merged into it: copies of one notification, as
 * several Alertmanagers send them, change nothing, in whatever order they come. It reads no clock and knows no channel.
 */
import { z } from "matterwright";
import type { Alert, Notification } from "./notification.ts";

const known = z.object({
  /** The same for the same alert, from every Alertmanager. */
  key: z.string(),
  status: z.enum(["firing", "resolved"]),
  startsAt: z.string(),
  /** What tells it from the others of its group. */
  label: z.string(),
  summary: z.string(),
  url: z.string(),
  /** When we heard of its end, in Unix milliseconds. */
  resolvedAt: z.number().optional(),
});

/** As it stands in the store. */
export const incident = z.object({
  id: z.string(),
  title: z.string(),
  severity: z.string(),
  url: z.string(),
  /** When we first heard of it, in Unix milliseconds. */
  openedAt: z.number(),
  /** When we last heard of it; copies do not count. */
  heardAt: z.number(),
  resolvedAt: z.number().optional(),
  /** How often we were told, copies not counted. */
  told: z.number(),
  /** Alerts that the notification left out. */
  left: z.number(),
  alerts: z.array(known),
  /** Of the last notification: another one like it soon after is a copy. */
  digest: z.string(),
});

export type Incident = z.output<typeof incident>;
type Known = z.output<typeof known>;

/** Copies of one notification come within minutes, repetitions after longer. */
const COPIES_WITHIN_MS = 180_000;

export interface Heard {
  readonly notification: Notification;
  readonly nowMs: number;
  /** Names a new incident. */
  readonly id: string;
}

/** What an incident becomes by a notification. Nothing when there is nothing to say. */
export function heard(before: Incident | undefined, { notification: said, nowMs, id }: Heard): Incident | undefined {
  const open = before !== undefined && before.resolvedAt === undefined;
  const digest = digestOf(said);
  if (before !== undefined && isCopy(before, { digest, nowMs })) return undefined;
  const alerts = merged(before?.alerts ?? [], said, nowMs);
  const fires = alerts.some(({ status }) => status === "firing");
  // Nothing new fires: the end of what nobody was told about, or a late copy.
  if (!open && !fires) return undefined;
  const base = open ? before : { id, openedAt: nowMs, told: 0 };
  const current = open ? alerts : alerts.filter(({ status }) => status === "firing");
  return {
    id: base.id,
    openedAt: base.openedAt,
    told: base.told + 1,
    title: titleOf(said),
    severity: said.commonLabels["severity"] ?? "",
    url: linkOf(said),
    heardAt: nowMs,
    ...(fires ? {} : { resolvedAt: nowMs }),
    left: said.truncatedAlerts ?? 0,
    alerts: current,
    digest,
  };
}

function isCopy(before: Incident, { digest, nowMs }: { readonly digest: string; readonly nowMs: number }): boolean {
  return before.digest === digest && nowMs - before.heardAt < COPIES_WITHIN_MS;
}

/** The same from every Alertmanager: which alerts, and how each is doing. */
function digestOf({ alerts }: Notification): string {
  return alerts
    .map((alert) => `${keyOf(alert)} ${alert.status} ${alert.startsAt}`)
    .toSorted()
    .join("\n");
}

function merged(before: readonly Known[], said: Notification, nowMs: number): Known[] {
  const all = new Map(before.map((alert) => [alert.key, alert]));
  for (const alert of said.alerts) {
    const key = keyOf(alert);
    const was = all.get(key);
    if (was !== undefined && isLate(was, alert, nowMs)) continue;
    all.set(key, {
      key,
      status: alert.status,
      startsAt: alert.startsAt,
      label: labelOf(alert, said),
      summary: summaryOf(alert),
      url: urlOf(alert),
      ...(alert.status === "resolved" ? { resolvedAt: was?.resolvedAt ?? nowMs } : {}),
    });
  }
  const list = [...all.values()].map((alert) => (said.status === "resolved" ? ended(alert, nowMs) : alert));
  const over = list.filter(({ status }) => status === "resolved");
  // A group that never comes to rest does not grow for ever.
  const forgotten = new Set(over.slice(0, Math.max(0, over.length - KEPT_RESOLVED)));
  return list.filter((alert) => !forgotten.has(alert));
}

const KEPT_RESOLVED = 50;

/** A group that is over has nothing left that fires, also where we missed an end. */
function ended(alert: Known, nowMs: number): Known {
  return alert.status === "resolved"
    ? alert
    : Object.assign({}, alert, { status: "resolved" as const, resolvedAt: nowMs });
}

/** A copy that was held up says that something fires which has ended since: the same alert would have begun anew. */
function isLate(was: Known, alert: Alert, nowMs: number): boolean {
  const isOver = was.status === "resolved" && alert.status === "firing" && alert.startsAt === was.startsAt;
  return isOver && nowMs - (was.resolvedAt ?? 0) < COPIES_WITHIN_MS;
}

function keyOf({ fingerprint, labels }: Alert): string {
  if (fingerprint !== "") return fingerprint;
  return JSON.stringify(Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function titleOf({ commonLabels, groupLabels, alerts }: Notification): string {
  const named = commonLabels["alertname"] ?? groupLabels["alertname"];
  if (named !== undefined) return named;
  const names = [...new Set(alerts.flatMap(({ labels }) => labels["alertname"] ?? []))];
  return names.length === 0 ? "Alert" : names.slice(0, 3).join(", ") + (names.length > 3 ? ", …" : "");
}

/** What the others of the group do not have: `instance=api-1`. */
function labelOf({ labels }: Alert, { commonLabels, alerts }: Notification): string {
  const own = Object.entries(labels).filter(([key]) => alerts.length === 1 || !(key in commonLabels));
  const telling = own.filter(([key]) => !QUIET.test(key));
  return telling.map(([key, value]) => `${key}=${value}`).join(" ");
}

/** Labels that say where an alert comes from, not what it is about. */
const QUIET = /^(?:alertname|severity|prometheus|monitor|replica|grafana_folder|__\w+__|ref_id|datasource_uid)$/;

function summaryOf({ annotations }: Alert): string {
  return annotations["summary"] ?? annotations["description"] ?? annotations["message"] ?? "";
}

function urlOf({ panelURL, dashboardURL, generatorURL }: Alert): string {
  return [panelURL, dashboardURL, generatorURL].find((url) => url !== "") ?? "";
}

function linkOf({ externalURL, alerts }: Notification): string {
  return alerts[0]?.dashboardURL || externalURL;
}
