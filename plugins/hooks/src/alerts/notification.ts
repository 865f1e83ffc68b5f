/** What Alertmanager and Grafana send: the same shape, in which Grafana says a little more. */
import { z } from "matterwright";

const words = z
  .record(z.string(), z.string())
  .nullish()
  .transform((value) => value ?? {});
const text = z
  .string()
  .nullish()
  .transform((value) => value ?? "");

const alert = z.object({
  status: z.enum(["firing", "resolved"]),
  labels: words,
  annotations: words,
  /** RFC 3339. The end of what fires is `0001-01-01T00:00:00Z`. */
  startsAt: z.string(),
  endsAt: text,
  generatorURL: text,
  fingerprint: text,
  dashboardURL: text,
  panelURL: text,
});

/** One notification about one group of alerts. */
export const notification = z.object({
  status: z.enum(["firing", "resolved"]),
  receiver: text,
  /** Names the group, the same for each of several Alertmanagers. */
  groupKey: z.string().min(1),
  groupLabels: words,
  commonLabels: words,
  commonAnnotations: words,
  externalURL: text,
  /** Alerts of the group that were left out. */
  truncatedAlerts: z.number().nullish(),
  alerts: z.array(alert).min(1),
});

export type Notification = z.output<typeof notification>;
export type Alert = z.output<typeof alert>;
