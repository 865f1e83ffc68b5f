/**
 * Follows Markdown line by line, as far as a cut could break it: code fences, which must be closed and opened again,
 * and tables, whose head must be repeated. Called by the splitter; it never looks ahead and never changes a line.
 */

/** What stands open between two lines of a text. */
export type Block =
  /** Ordinary text; the line before is kept because it may turn out to be the head of a table. */
  | { readonly kind: "text"; readonly previous: string }
  | { readonly kind: "fence"; readonly indent: string; readonly marker: string; readonly info: string }
  | { readonly kind: "table"; readonly head: string };

/** Where every text begins. */
export const PLAIN: Block = { kind: "text", previous: "" };

/** Backticks or tildes, at any depth of lists and quotes; the info string of a backtick fence holds no backtick. */
const OPENING = /^((?:[ \t]*(?:>|[-*+][ \t]|\d{1,9}[.)][ \t]))*[ \t]*)(`{3,}(?=[^`]*$)|~{3,})(.*)$/;
/** The mark of an item, behind which its first line stands. */
const MARKER = /[-*+]|\d{1,9}[.)]/g;
const CLOSING = /^(?:[ \t]*>)*[ \t]*(`{3,}|~{3,})[ \t]*$/;
const TABLE_RULE = /^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;

/**
 * What stands open after `line`, when `block` stood open before it.
 *
 * @example
 * afterLine(PLAIN, "```ts"); // { kind: "fence", indent: "", marker: "```", info: "ts" }
 */
export function afterLine(block: Block, line: string): Block {
  const bare = line.endsWith("\r") ? line.slice(0, -1) : line;
  if (block.kind === "fence") return closes(block.marker, bare) ? PLAIN : block;
  const opening = OPENING.exec(bare);
  if (opening) {
    const [, before = "", marker = "", info = ""] = opening;
    const indent = before.replaceAll(MARKER, (sign) => " ".repeat(sign.length));
    return { kind: "fence", indent, marker, info: info.trimEnd() };
  }
  if (block.kind === "table") return bare.includes("|") ? block : { kind: "text", previous: bare };
  const startsTable = block.previous.includes("|") && bare.includes("|") && TABLE_RULE.test(bare);
  return startsTable ? { kind: "table", head: `${block.previous}\n${bare}` } : { kind: "text", previous: bare };
}

function closes(marker: string, line: string): boolean {
  const found = CLOSING.exec(line)?.[1];
  return found !== undefined && found.startsWith(marker);
}

/** The lines to put before and after a cut, so that each side reads as the whole did. */
export interface Repair {
  /** Ends the part before the cut. */
  readonly close: string;
  /** Begins the part after the cut. */
  readonly reopen: string;
}

const NOTHING: Repair = { close: "", reopen: "" };

/** How to repair a cut at a place where `block` stands open. Lines longer than `mostCodeUnits` are not repeated. */
export function repairOf(block: Block, mostCodeUnits: number): Repair {
  if (block.kind === "text") return NOTHING;
  if (block.kind === "table")
    return block.head.length < mostCodeUnits ? { close: "", reopen: `${block.head}\n` } : NOTHING;
  const fence = block.indent + block.marker;
  if (fence.length >= mostCodeUnits) return NOTHING;
  const info = fence.length + block.info.length < mostCodeUnits ? block.info : "";
  return { close: `\n${fence}`, reopen: `${fence}${info}\n` };
}
