/** Texts that somebody else wrote, made fit to stand in a message: they are read, and do nothing. Called by every mapping. */
import { code, inert } from "matterwright";

/** What Markdown would take for more than a letter. */
const MARKDOWN = /[\\`*_[\]<>|~]|#(?!\d)/g;

/**
 * A text on one line, without effect: nobody is mentioned, nothing is a link or a heading. Beyond `most` signs it ends with `…`.
 *
 * @example
 * plain("Fix [this](https://evil.example) @all"); // Fix \[this\](https://evil.example) @…all
 */
export function plain(text: string, most = 200): string {
  const signs = Array.from(text.replaceAll(/\s+/g, " ").trim());
  const cut = signs.length <= most ? signs.join("") : `${signs.slice(0, most - 1).join("")}…`;
  return inert(cut.replaceAll(MARKDOWN, (sign) => `\\${sign}`));
}

/** A link with a text that somebody wrote. Where the address is none of the web, the text alone. */
export function link(text: string, url: string | null | undefined): string {
  const target = webAddress(url);
  return target === undefined ? plain(text) : `[${plain(text)}](${target})`;
}

/** An address that can stand between brackets, if it is one of the web. */
export function webAddress(url: string | null | undefined): string | undefined {
  if (url === null || url === undefined || !/^https?:\/\//i.test(url) || !URL.canParse(url)) return undefined;
  return new URL(url).href.replaceAll("(", "%28").replaceAll(")", "%29");
}

/** A branch, a tag, a name in code. */
export function name(text: string): string {
  return code(text.replace(/^refs\/(?:heads|tags)\//, ""));
}

/** The first line of a commit's message, and of any text of several. */
export function firstLine(text: string): string {
  return text.trim().split("\n", 1)[0] ?? "";
}

/** A quote of what somebody wrote, a few lines of it. */
export function quote(text: string): string {
  const lines = text
    .trim()
    .split(/\r?\n/)
    .filter((line) => line.trim() !== "");
  const shown = lines.slice(0, QUOTED_LINES).map((line) => `> ${plain(line, 300)}`);
  return lines.length > QUOTED_LINES ? [...shown, "> …"].join("\n") : shown.join("\n");
}

const QUOTED_LINES = 4;

/** `1 commit`, `2 commits`. */
export function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
}
