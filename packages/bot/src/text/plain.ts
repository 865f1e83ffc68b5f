/** Puts texts that somebody else wrote into Markdown so that they stay what they are: read as they were written, and mentioning nobody. Pure. */
import { inert } from "./inert.ts";

/** Where in Markdown a text is put. */
export type Within = "text" | "code" | "block";

/** What makes emphasis, code, links, tables and marks wherever it stands. */
const MARKS = /[\\`*_~[\]<>|]/g;
/** What makes a heading, a list, a quote or a rule at the beginning of a line. */
const OPENERS = /^([ \t]{0,3})(#{1,6}(?=\s|$)|[-+=](?=\s|$)|[-=]{3,}\s*$|\d{1,9}(?=[.)](?:\s|$)))/gm;
const ADDRESS = /https?:\/\/[^\s<>[\]`|\\]+/g;
/** Takes no room. */
const ZERO_WIDTH_SPACE = "\u200B";

/**
 * The same text, as plain text in Markdown: no sign of it makes a heading, a list, a link, code or emphasis, and nobody is mentioned. Addresses
 * of the web stay links.
 *
 * @example
 * await ctx.reply(`**${plain(ticket.title)}** is closed.`);
 */
export function plain(text: string): string {
  let from = 0;
  let done = "";
  for (const { 0: address, index } of text.matchAll(ADDRESS)) {
    done += escaped(text.slice(from, index)) + address;
    from = index + address.length;
  }
  const all = done + escaped(text.slice(from));
  return inert(all.replaceAll(/^[ \t]{4,}/gm, "   ").replaceAll(OPENERS, opened));
}

/** The same, for the place where it is put. */
export function plainWithin(within: Within, text: string): string {
  if (within === "text") return plain(text);
  // No backslash helps within code.
  if (within === "code") return text.replaceAll(/\s*\n\s*/g, " ").replaceAll("`", "\u02CB");
  return text.replaceAll(
    /^([ \t]{0,3})(`{3,}|~{3,})/gm,
    (_, space: string, fence: string) => space + ZERO_WIDTH_SPACE + fence,
  );
}

/** Where somebody is who has written so much Markdown. */
export function withinAfter(markdown: string): Within {
  const lines = markdown.split("\n");
  const last = lines.at(-1) ?? "";
  let fence = "";
  for (const line of lines.slice(0, -1)) {
    const [, sign = ""] = /^ {0,3}(`{3,}|~{3,})/.exec(line) ?? [];
    if (fence === "") fence = sign;
    else if (sign.startsWith(fence)) fence = "";
  }
  if (fence !== "") return "block";
  let open = "";
  for (const [ticks] of last.matchAll(/(?<!\\)`+/g)) open = open === "" ? ticks : open === ticks ? "" : open;
  return open === "" ? "text" : "code";
}

function escaped(text: string): string {
  return text.replaceAll(MARKS, String.raw`\$&`);
}

function opened(_: string, space: string, sign: string): string {
  return /^\d/.test(sign) ? `${space}${sign}\\` : `${space}\\${sign}`;
}
