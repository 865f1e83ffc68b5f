/**
 * What is told when a broadcast has ended: to its author, with every target that was not reached, why, and what to do, and a table of all;
 * and in a line to the log channel. What is said is written down together with the end of the job, so that it is said once.
 */
import { type Action, type Context, type Workplace, errorFacts, inWords, inert, table } from "matterwright";
import type { Book, Entry } from "../store/book.ts";
import type { DeliveryRecord } from "../store/records.ts";
import { linkTo } from "../sending/copy.ts";
import { csvBytes } from "./csv-bytes.ts";

/** Of targets that are named in the message itself; the table has all. */
const NAMED = 30;

export interface ReportParts {
  readonly ctx: Context<"tick">;
  readonly workplace: Pick<Workplace, "log" | "rest">;
  readonly book: Book;
  readonly logChannel: string | undefined;
  /** Offered where something has failed. */
  readonly retry: (entry: Entry) => { readonly actions: readonly Action[]; readonly hint: string };
}

/** Says it, when the job has ended well. */
export async function report(entry: Entry, parts: ReportParts): Promise<void> {
  const { record, tally } = entry;
  const { serves } = record.draft;
  if (serves !== undefined) return serves.as === "reminder" ? reminded(entry, parts) : answered(entry, parts);
  if (record.isRehearsal === true && tally.sent === record.targets) return;
  await tellLog(entry, parts);
  const { ctx, workplace } = parts;
  if (record.tellIn === undefined) return;
  const link = (postId: string): string => linkTo(postId, workplace.rest);
  const lines = await gathered(entry, parts.book, link);
  const { actions, hint } = parts.retry(entry);
  const rows = { count: record.targets, deliveries: parts.book.deliveries(record.id), linkTo: link };
  const csv = { name: `broadcast-${record.id}.csv`, content: () => csvBytes(rows) };
  const file = await uploaded(record.tellIn, csv, parts);
  const text = [
    headline(entry),
    changedTargets(record),
    lines,
    file === undefined ? "" : "Every target, with a link to its copy, is in the table.",
    record.draft.ack === undefined ? "" : `\`acks ${record.id}\` tells who has read it.`,
    hint,
  ];
  await ctx.to(record.tellIn).post(text.filter((part) => part !== "").join("\n\n"), {
    actions,
    ...(file === undefined ? {} : { fileIds: [file] }),
  });
}

/** Reminders are told of in a line of the broadcast that they belong to. */
async function reminded({ record, tally }: Entry, { ctx, book }: ReportParts): Promise<void> {
  const { tellIn, draft, targets } = record;
  if (tellIn === undefined || draft.serves === undefined) return;
  const missed: string[] = [];
  for await (const { name, state, reason = "" } of book.deliveries(record.id))
    if (state === "failed" && missed.length < NAMED) missed.push(`${inert(name)} (${reason})`);
  const not = missed.length === 0 ? "" : ` Not reached: ${missed.join(", ")}.`;
  const people = targets === 1 ? "1 person" : `${targets} people`;
  const who = tally.sent === targets ? people : `${tally.sent} of ${people}`;
  const needless = tally.skipped === 0 ? "" : ` ${tally.skipped} needed none any more.`;
  await ctx
    .to(tellIn)
    .post(`:bell: **Broadcast ${draft.serves.id}**: I have reminded ${who} who had not read it.${needless}${not}`);
}

/** What became of an answer is told where it was written. */
async function answered({ record }: Entry, { ctx, book, workplace }: ReportParts): Promise<void> {
  const { tellIn, draft } = record;
  if (tellIn === undefined) return;
  const lines: string[] = [];
  for await (const { name, why, state, postId, reason = "it was not sent" } of book.deliveries(record.id))
    lines.push(
      state === "sent"
        ? `:leftwards_arrow_with_hook: **${why}**: your answer has arrived: ${postId === undefined ? inert(name) : `[${inert(name)}](${linkTo(postId, workplace.rest)})`}.`
        : `:warning: **${why}**: your answer has not arrived in ${inert(name)}: ${reason}.`,
    );
  await ctx.to(tellIn, { thread: draft.serves?.threadId ?? "" }).post(lines.join("\n"));
}

/** @example "497 of 500 arrived" */
export function headline({ record, tally }: Entry): string {
  const { id, state, targets, startedAt, endedAt = startedAt, dueAt = startedAt, cancelledBy, series } = record;
  const mark = state === "sent" ? ":white_check_mark:" : state === "failed" ? ":x:" : ":warning:";
  const others = [
    tally.failed === 0 ? "" : `${tally.failed} failed`,
    tally.skipped === 0 ? "" : `${tally.skipped} left out`,
    tally.pending === 0 ? "" : `${tally.pending} still to be sent`,
  ].filter((part) => part !== "");
  const more = others.length === 0 ? "" : ` (${others.join(", ")})`;
  const of = series === undefined ? "" : `, of ${series.id} which repeats`;
  const by = cancelledBy === undefined ? "" : ` It was cancelled by ${cancelledBy}.`;
  const took = inWords(endedAt - Math.max(startedAt, dueAt));
  return `${mark} **Broadcast ${id}${of}: ${tally.sent} of ${targets} arrived**${more}, in ${took}.${by}`;
}

/** What became of the targets between the time when they were shown and the time when it was sent; empty when nothing did. */
function changedTargets({ changes, series }: Entry["record"]): string {
  if (changes === undefined) return "";
  const { added, gone, refused, why } = changes;
  const line = (what: string, { count, names }: typeof added): string =>
    count === 0
      ? ""
      : `${what}: ${names.map((name) => inert(name)).join(", ")}${count > names.length ? ` and ${count - names.length} more` : ""}`;
  const lines = [
    line("new", added),
    line("no longer among them", gone),
    line("new, and left out because somebody would have to agree to them", refused),
    ...why.map((sentence) => inert(sentence)),
  ].filter((part) => part !== "");
  const since = series === undefined || series.shownIn === series.id ? "you confirmed it" : "the last time";
  return lines.length === 0
    ? ""
    : `:information_source: Its targets have changed since ${since}. ${capital(lines.join("; "))}.`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The message's own lines. */
async function gathered({ record, tally }: Entry, book: Book, linkTo: (postId: string) => string): Promise<string> {
  const failed: DeliveryRecord[] = [];
  const sent: DeliveryRecord[] = [];
  for await (const delivery of book.deliveries(record.id)) {
    if (delivery.state === "failed" && failed.length < NAMED) failed.push(delivery);
    if (delivery.state === "sent" && sent.length < NAMED) sent.push(delivery);
  }
  const rows = failed.map(({ name, reason = "", advice = "" }) => [inert(name), reason, advice]);
  const more = tally.failed > failed.length ? `\n… and ${tally.failed - failed.length} more` : "";
  const links = sent.map(({ name, postId }) =>
    postId === undefined ? inert(name) : `[${inert(name)}](${linkTo(postId)})`,
  );
  const arrived = record.targets <= NAMED && links.length > 0 ? `Arrived: ${links.join(", ")}` : "";
  const missed = rows.length === 0 ? "" : `${table(["Not reached", "Why", "What to do"], rows)}${more}`;
  return [missed, arrived].filter((part) => part !== "").join("\n\n");
}

/** The table as a file; nothing where files cannot be uploaded. */
export async function uploaded(
  channel: string,
  { name, content }: { readonly name: string; readonly content: () => Promise<Uint8Array | AsyncIterable<Uint8Array>> },
  { workplace }: Pick<ReportParts, "workplace">,
): Promise<string | undefined> {
  try {
    const file = { channel, name, content: await content() };
    return (await workplace.rest.with({ lane: "alerts" }).files.upload(file)).id;
  } catch (error) {
    workplace.log.warn({ error: errorFacts(error) }, "the table of a broadcast could not be uploaded");
    return undefined;
  }
}

async function tellLog(entry: Entry, { ctx, workplace, logChannel }: ReportParts): Promise<void> {
  if (logChannel === undefined) return;
  const { authorId, text, fileIds } = entry.record.draft;
  try {
    const { username } = await ctx.people.user(authorId);
    const files = fileIds.length === 0 ? "" : ` (${fileIds.length} file${fileIds.length === 1 ? "" : "s"})`;
    const [line = ""] = inert(text).split("\n");
    const short = line.length > 200 ? `${line.slice(0, 200)}…` : line;
    await ctx.to(logChannel).post(`${headline(entry)} By ${inert(`@${username}`)}: “${short}”${files}`);
  } catch (error) {
    workplace.log.error(
      { error: errorFacts(error), channel: logChannel },
      "the log channel cannot be told of a broadcast",
    );
  }
}
