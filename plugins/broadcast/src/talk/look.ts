/** An announcement as it would be sent now: where it goes, what each copy says, what stands in its way, and a print that changes when any of it does. */
import { createHash } from "node:crypto";
import { askedLine } from "../acknowledge/asked.ts";
import type { Audience, Wanted } from "../audience/wanted.ts";
import type { Book } from "../book/book.ts";
import { IN_CHAT, type Ways, gapsIn, gapsInFrames, some } from "../filling/gaps.ts";
import { type Gathered, gathered } from "../filling/gather.ts";
import { withoutWideMentions } from "../preflight/mentions.ts";
import type { Flight } from "../preflight/flight.ts";
import { whyApproval } from "../rights/policy.ts";
import type { Person } from "../rights/rights.ts";
import { type Wording, copyText } from "../text/copy-text.ts";
import { keysIn } from "../text/places.ts";
import type { TalkParts } from "./parts.ts";
import type { TalkState } from "./state.ts";
import { timingLines } from "../when/say-timing.ts";
import { wallOf } from "../when/theirs.ts";
import { type Timed, timed, withTime } from "../when/timing.ts";
import { shownWhen, timesOf } from "./times.ts";
import type { Turn } from "./turn.ts";

export interface Look {
  readonly audience: Audience;
  readonly flight: Flight;
  /** As it is sent: `@all` without its effect where that is not allowed. */
  readonly wording: Wording;
  /** Files that are sent along: all but the table. */
  readonly fileIds: readonly string[];
  /** The table with the values, where there is one. */
  readonly table: Gathered["table"];
  /** What the copy for a target says. */
  readonly textFor: (target: Wanted) => string;
  /** Of exactly this message to exactly these targets. */
  readonly print: string;
  /** Why somebody else has to agree; empty when nobody has to. */
  readonly approval: string;
  /** When it goes out; nothing where that is at once. */
  readonly when: string | undefined;
  /** Lines about who gets it when, where that differs. */
  readonly timing: readonly string[];
  /** The same, for whoever is asked to agree. */
  readonly timingForOthers: readonly string[];
  /** When the first of them gets it, in Unix milliseconds; nothing where that is at once. */
  readonly startsAt: number | undefined;
}

/** An announcement as far as it is looked at. */
export type Looked = Pick<
  TalkState,
  "message" | "steps" | "priority" | "ack" | "due" | "repeat" | "disturbs" | "table" | "isLiteral" | "onBehalfOf"
>;

export interface Looking {
  readonly person: Person;
  readonly book: Book;
  readonly parts: TalkParts;
  /** Of the author. */
  readonly zone: string;
  /** What the author can do about missing values; as in the dialog by default. */
  readonly ways?: Ways;
}

/** By whom and by what somebody's announcement is looked at. @throws CallError. */
export async function lookingOf(ctx: Turn, parts: TalkParts): Promise<Looking> {
  return { person: ctx, book: await parts.file.read(), parts, zone: (await ctx.find.chosenZone()) ?? parts.zone };
}

/** @throws CallError when the server does not say. */
export async function lookAt(looked: Looked, { person, book, parts, zone, ways = IN_CHAT }: Looking): Promise<Look> {
  const { preflight, rights } = parts;
  const { message, steps, priority, due, ack } = looked;
  const tableId = await tableOf(looked, parts);
  const reach = await rights.reach(person, book);
  const found = await gathered({ steps, tableId, book, reach, places: placesOf(looked) }, parts);
  const now = parts.workplace.clock.now();
  const times = await timesFor(found.audience.targets, looked, { parts, now });
  const targets = times?.map(withTime) ?? found.audience.targets;
  const mayMention = await rights.mayMention(person);
  const { onBehalfOf } = looked;
  const asWritten: Wording = {
    text: message.text,
    isTemplate: looked.isLiteral !== true,
    zone,
    ...(onBehalfOf === undefined ? {} : { onBehalfOf }),
  };
  const wording: Wording = mayMention
    ? asWritten
    : { ...asWritten, text: withoutWideMentions(message.text), isQuiet: true };
  const fileIds = await sentAlong(looked, tableId, parts);
  const at = due?.at ?? now;
  const written = (target: Wanted): string => copyText(asWritten, target, at);
  const flight = await preflight.look({ textFor: written, text: message.text, fileIds, targets, mayMention });
  const mayActFor = onBehalfOf === undefined || (await rights.mayActFor(person));
  const notAllowed = mayActFor ? [] : ["You may not announce on behalf of others."];
  const findings = [
    ...some([...notAllowed, ...found.problems]),
    ...gapsIn(asWritten, found, ways),
    ...gapsInFrames(asWritten, found),
    ...flight.findings,
    ...tooLate(looked),
  ];
  const whereTo = targets.map(({ id, values, frame, dueAt }) => [
    id,
    values,
    frame,
    ...(dueAt === undefined ? [] : [dueAt]),
  ]);
  const mayDisturb = await rights.mayDisturb(person);
  const saying = { zone, isTheirs: isTheirs(looked), quiet: parts.quiet };
  const timing = (whose: string, may: boolean): string[] =>
    times === undefined ? [] : timingLines(times, { ...saying, whose, mayDisturb: may });
  return {
    ...found,
    audience: { ...found.audience, targets },
    flight: { ...flight, findings },
    wording,
    fileIds,
    textFor: (target) => copyText(wording, target, at),
    print: printOf([
      wording,
      fileIds,
      priority ?? "",
      due?.at ?? 0,
      ack === undefined ? "" : askedLine(ack),
      whereTo,
      ...timesIn(looked),
    ]),
    approval: whyApproval(
      {
        groups: groupsOf(targets),
        targets: targets.length,
        texts: new Set(targets.map((each) => copyText(wording, each, at))),
      },
      { book, policy: parts.approval },
    ),
    when: shownWhen(looked, parts),
    timing: timing("your", mayDisturb),
    timingForOthers: timing(`@${person.user.username}'s`, false),
    startsAt: due?.theirs === undefined ? due?.at : earliest(targets),
  };
}

/** The file with the table for a message: the one that was sent for it, or that came with a message which has places for values. */
export async function tableOf(
  looked: Pick<Looked, "message" | "table" | "isLiteral">,
  { tables }: Pick<TalkParts, "tables">,
): Promise<string | undefined> {
  if (!hasPlaces(looked)) return undefined;
  return looked.table ?? (await tables.among(looked.message.fileIds));
}

/** Files that are announced: neither a table, nor one that came with the message and was replaced by a better one. */
async function sentAlong(
  { message, table }: Looked,
  tableId: string | undefined,
  { tables }: Pick<TalkParts, "tables">,
): Promise<string[]> {
  const replaced = tableId !== undefined && table !== undefined ? await tables.among(message.fileIds) : undefined;
  return message.fileIds.filter((id) => id !== tableId && id !== replaced);
}

/** Whether there is something in a message that a table fills in. */
export function hasPlaces(looked: Pick<Looked, "message" | "isLiteral">): boolean {
  return placesOf(looked).size > 0;
}

function placesOf({ message, isLiteral }: Pick<Looked, "message" | "isLiteral">): ReadonlySet<string> {
  return isLiteral === true ? new Set() : keysIn(message.text);
}

/** The groups by which targets came, each once. */
export function groupsOf(targets: readonly Wanted[]): string[] {
  return [...new Set(targets.flatMap(({ groups }) => groups))];
}

function tooLate({ due, repeat, ack }: Pick<TalkState, "due" | "repeat" | "ack">): Flight["findings"] {
  if (ack?.by === undefined) return [];
  if (repeat !== undefined)
    return [{ level: "block", text: "It goes out again and again: say how long each time, with `ack within 4h`." }];
  if (due === undefined || ack.by > due.at) return [];
  return [{ level: "block", text: "It goes out when the time to confirm it is over: write `ack` with another time." }];
}

/** When each target gets it; nothing where that is the same moment for all. @throws CallError. */
export async function timesFor(
  targets: readonly Wanted[],
  { due, repeat, disturbs }: Pick<Looked, "due" | "repeat" | "disturbs">,
  { parts, now }: { readonly parts: TalkParts; readonly now: number },
): Promise<readonly Timed[] | undefined> {
  const [first] = repeat === undefined ? [] : timesOf(repeat, parts, 1);
  const at = typeof first === "number" ? first : due?.at;
  const theirs = repeat?.isTheirs === true && at !== undefined ? wallOf(at, repeat.zone) : due?.theirs;
  return timed(
    targets,
    { at, theirs, now },
    { zones: parts.zones, quiet: disturbs === true ? undefined : parts.quiet },
  );
}

function isTheirs({ due, repeat }: Looked): boolean {
  return due?.theirs !== undefined || repeat?.isTheirs === true;
}

/** Nothing where one of them gets it at once. */
export function earliest(targets: readonly Wanted[]): number | undefined {
  const times = targets.map(({ dueAt }) => dueAt);
  return times.includes(undefined) ? undefined : Math.min(...(times as number[]));
}

function timesIn({ due, repeat, disturbs }: Looked): unknown[] {
  const own = [
    ...(repeat === undefined ? [] : [repeat.line, repeat.zone, ...(repeat.weeks === undefined ? [] : [repeat.weeks])]),
    ...(due?.theirs === undefined ? [] : [due.theirs.time, due.theirs.day ?? "", due.theirs.from]),
  ];
  return disturbs === true ? [...own, "disturbs"] : own;
}

function printOf(what: unknown): string {
  return createHash("sha256").update(JSON.stringify(what)).digest("base64url");
}
