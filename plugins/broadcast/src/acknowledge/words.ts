/** How an author asks for acknowledgement in the dialog: `ack`, `ack by friday 17:00 remind every 4h`, `no ack`. Pure. */
import { code, readDuration, readMoment } from "matterwright";
import { inDigits } from "../when/numbers.ts";
import type { Asked } from "./asked.ts";

const NONE = /^(?:no ack|ack off|ack none)$/i;
const ASKED = /^ack(?<native> native)?(?: by (?<by>.+?)| within (?<within>.+?))?(?:,? remind (?<remind>.+))?$/i;
const REMIND = /^(?:every (?<every>.+)|(?<often>daily|hourly)|(?<never>never)|(?:once )?(?<before>.+) before)$/i;

const OFTEN: Readonly<Record<string, string>> = { daily: "1d", hourly: "1h" };
/** More often is a nuisance. */
const SHORTEST_MS = 15 * 60_000;

/** Whether a whole message speaks of acknowledgement. */
export function isAboutAck(said: string): boolean {
  return NONE.test(said) || ASKED.test(said);
}

/** What is asked now: nothing any more, something, or why it cannot be. */
export type AckRead = { readonly asked: Asked | undefined } | { readonly problem: string };

export interface AckReading {
  readonly now: Date;
  readonly zone: string;
  /** How often people are reminded until a deadline when nothing is said of that. */
  readonly remindEveryMs?: number | undefined;
}

/** @param said a message that `isAboutAck` */
export function readAck(said: string, at: AckReading): AckRead {
  if (NONE.test(said)) return { asked: undefined };
  const { native, by, within, remind } = ASKED.exec(said)?.groups ?? {};
  const base: Asked = { isNative: native !== undefined, zone: at.zone };
  const until = by === undefined ? untilOf(within) : byOf(by, at);
  if (typeof until === "string") return { problem: until };
  const isOpen = until.by === undefined && until.withinMs === undefined;
  if (remind === undefined && (isOpen || at.remindEveryMs === undefined)) return { asked: { ...base, ...until } };
  if (remind === undefined) return { asked: { ...base, ...until, everyMs: at.remindEveryMs } };
  if (isOpen) return { problem: "Reminders need an end: write for example `ack by friday 17:00 remind every 4h`." };
  const reminders = remindersOf(remind);
  if (typeof reminders === "string") return { problem: reminders };
  return { asked: { ...base, ...until, ...reminders } };
}

type Until = Pick<Asked, "by" | "withinMs">;

function byOf(text: string, at: { readonly now: Date; readonly zone: string }): Until | string {
  const moment = readMoment(text, at);
  if (moment === undefined)
    return `I cannot read ${code(text)} as a time. Write for example \`ack by 17:00\`, \`ack by friday 9:00\` or \`ack within 4h\`.`;
  return moment.getTime() > at.now.getTime() ? { by: moment.getTime() } : `${code(text)} is over already.`;
}

function untilOf(text: string | undefined): Until | string {
  if (text === undefined) return {};
  const withinMs = readDuration(inDigits(text));
  return withinMs === undefined || withinMs < 60_000
    ? `I cannot read ${code(text)} as a length of time. Write for example \`ack within 4h\`.`
    : { withinMs };
}

function remindersOf(text: string): Pick<Asked, "everyMs" | "beforeMs"> | string {
  const { every, often, before, never } = REMIND.exec(text)?.groups ?? {};
  if (never !== undefined) return {};
  const length = every ?? (often === undefined ? before : OFTEN[often.toLowerCase()]);
  const ms = length === undefined ? undefined : readDuration(inDigits(length));
  if (ms === undefined)
    return `I cannot read ${code(text)}. Write for example \`remind every 4h\`, \`remind daily\` or \`remind 1h before\`.`;
  if (before !== undefined) return { beforeMs: ms };
  return ms < SHORTEST_MS ? "That is too often: people are reminded every 15 minutes at the most." : { everyMs: ms };
}
