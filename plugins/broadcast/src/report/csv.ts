/** Every target of a broadcast as a line of a table that any spreadsheet reads. Pure. */
import type { DeliveryRecord } from "../store/records.ts";

const HEAD = ["number", "target", "channel", "state", "link", "reason", "what to do", "why it is a target", "time"];

export const CSV_HEAD = `${HEAD.join(",")}\r\n`;

/** @param linkTo the address of a post */
export function csvLine(delivery: DeliveryRecord, linkTo: (postId: string) => string): string {
  const { index, name, channelId, state, gone, postId, reason = "", advice = "", why, endedAt } = delivery;
  const link = postId === undefined ? "" : linkTo(postId);
  const time = endedAt === undefined ? "" : new Date(endedAt).toISOString();
  const cells = [String(index + 1), name, channelId, gone ?? state, link, reason, advice, why, time];
  return csvRow(cells);
}

/** One line of a table. */
export function csvRow(cells: readonly string[]): string {
  return `${cells.map(cell).join(",")}\r\n`;
}

/** What a spreadsheet would run as a formula is only read. */
function cell(text: string): string {
  const inert = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}
