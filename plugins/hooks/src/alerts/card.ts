/** An incident as a post: one line that says how it is, and a card with its alerts. Written anew whenever something changes. */
import { type MessageOptions, inWords, inert, moment } from "matterwright";
import { count, link, plain, webAddress } from "../words.ts";
import type { Incident } from "./incident.ts";

type Attachment = NonNullable<MessageOptions["attachments"]>[number];

export interface Card {
  readonly text: string;
  readonly attachment: Attachment;
}

const RED = "#d24b4e";
const YELLOW = "#ffbc1f";
const GREEN = "#3db887";
const SHOWN_ALERTS = 10;

export function cardOf(incident: Incident, source: string): Card {
  const url = webAddress(incident.url);
  const firing = incident.alerts.filter(({ status }) => status === "firing");
  return {
    text: headOf(incident, firing.length),
    attachment: {
      fallback: `${inert(incident.title)}: ${firing.length === 0 ? "resolved" : "firing"}`,
      color: firing.length === 0 ? GREEN : incident.severity === "warning" ? YELLOW : RED,
      title: inert(incident.title),
      ...(url === undefined ? {} : { title_link: url }),
      text: linesOf(incident).join("\n"),
      footer: footerOf(incident, source),
    },
  };
}

function headOf({ title, severity, alerts, openedAt, resolvedAt }: Incident, firing: number): string {
  const what = `**${plain(title)}**`;
  if (resolvedAt !== undefined)
    return `:white_check_mark: ${what} is resolved, after ${inWords(resolvedAt - openedAt)}`;
  const many = alerts.length === 1 ? "" : ` (${firing} of ${alerts.length})`;
  return `:fire: ${what} is firing${many}${severity === "" ? "" : `, ${plain(severity)}`}`;
}

function linesOf({ alerts, left }: Incident): string[] {
  const order = alerts.toSorted((a, b) => Number(a.status === "resolved") - Number(b.status === "resolved"));
  const shown = order.slice(0, SHOWN_ALERTS).map(({ status, label, summary, url, startsAt }) => {
    const sign = status === "firing" ? ":fire:" : ":white_check_mark:";
    const what = [
      label === "" ? "" : `**${link(label, url)}**`,
      label === "" ? link(summary, url) : plain(summary, 500),
    ];
    return `${sign} ${what.filter((part) => part !== "").join(" ")}${since(startsAt)}`;
  });
  const more = alerts.length - shown.length + left;
  return more > 0 ? [...shown, `and ${more} more`] : shown;
}

function since(startsAt: string): string {
  const startMs = Date.parse(startsAt);
  return Number.isNaN(startMs) ? "" : `, since ${moment(startMs)}`;
}

function footerOf({ told, heardAt }: Incident, source: string): string {
  return told === 1 ? source : `${source}, told ${count(told, "time")}, last ${moment(heardAt)}`;
}
