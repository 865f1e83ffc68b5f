/**
 * What one copy of a broadcast says: the header, in whose name it is, the text with the values of its target, and the footer. It is the
 * same whenever it is asked for, so that a broadcast that goes on after a death, or is tried again, says what it would have said. Pure.
 */
import { inert, momentIn, type z } from "matterwright";
import type { draft } from "../broadcast.ts";
import { withoutWideMentions } from "../preflight/mentions.ts";
import { filled } from "./places.ts";

/** What is announced, as far as it makes the text. */
export type Wording = Pick<z.output<typeof draft>, "text" | "isTemplate" | "isQuiet" | "onBehalfOf" | "zone">;

/** What stands around a text. */
export interface Frame {
  readonly header?: string | undefined;
  readonly footer?: string | undefined;
}

/** A target, as far as it makes the text. */
export interface Reader {
  readonly name: string;
  /** Whether one person reads it, who is named here or there. */
  readonly isPerson?: boolean | undefined;
  readonly userId?: string | undefined;
  /** By whose clocks a target lives. */
  readonly zone?: string | undefined;
  /** When it goes out there, in Unix milliseconds, where that is not when the others get it. */
  readonly dueAt?: number | undefined;
  readonly values?: Readonly<Record<string, string>> | undefined;
  readonly frame?: Frame | undefined;
}

/** Names that mean something without a table, with what they mean. */
export const BUILT_IN: Readonly<Record<string, string>> = {
  channel: "the channel or the person, as a link",
  team: "the team of the channel",
  date: "the day on which it is sent",
  time: "the time at which it is sent",
  first_name: "the first name of whoever reads it in a direct message",
};

/** @param at when it goes out, in Unix milliseconds */
export function copyText(wording: Wording, reader: Reader, at: number): string {
  const value = (key: string): string | undefined => valueIn(wording, reader, { key, at });
  const { header, footer } = reader.frame ?? {};
  const parts = [
    header === undefined ? "" : filled(header, value),
    behalfLine(wording),
    wording.isTemplate === true ? filled(wording.text, value) : wording.text,
    footer === undefined ? "" : filled(footer, value),
  ];
  const whole = parts.filter((part) => part.trim() !== "").join("\n\n");
  return wording.isQuiet === true ? withoutWideMentions(whole) : whole;
}

/** The person is told once, by a message of its own, and not by every copy. */
function behalfLine({ onBehalfOf }: Wording): string {
  if (onBehalfOf === undefined) return "";
  const { username, fullName = "" } = onBehalfOf;
  const shown = inert(fullName === "" ? `@${username}` : `${fullName} (@${username})`);
  return `_On behalf of ${shown}_`;
}

/**
 * What a place means for a target; nothing where it means nothing there. The values of a table come first. One person reads times by their own
 * clocks; in a channel they are by those of the author, which are named.
 */
export function valueIn(
  { zone = "UTC" }: Pick<Wording, "zone">,
  reader: Reader,
  { key, at }: { readonly key: string; readonly at: number },
): string | undefined {
  const { name, values = {}, dueAt = at } = reader;
  if (Object.hasOwn(values, key)) return values[key];
  const own = reader.isPerson === true || reader.userId !== undefined ? reader.zone : undefined;
  const [, day = "", time = ""] = momentIn(dueAt, own ?? zone).split(" ");
  const built: Readonly<Record<string, string>> = {
    channel: name,
    date: day,
    time: own === undefined ? `${time} (${zone})` : time,
  };
  return Object.hasOwn(built, key) ? built[key] : undefined;
}
