/** Reads tables: a line of headings, a line of dashes, lines of cells. Called by `blocks.ts`. */
import { parseInline } from "./inline.ts";
import type { Align, Block, Row } from "./tree.ts";

/** Whether a table begins with these two lines. */
export function isTable(line: string, next: string | undefined): boolean {
  if (next === undefined || !line.includes("|") || !next.includes("-")) return false;
  const dashes = cells(next);
  return dashes.every((cell) => /^:?-+:?$/.test(cell)) && dashes.length === cells(line).length;
}

/** @param lines all of the table, headings and dashes first */
export function parseTable(lines: readonly string[]): Block {
  const [head = "", dashes = "", ...rows] = lines;
  const align = cells(dashes).map(alignOf);
  const row = (line: string): Row => {
    const found = cells(line);
    return align.map((_align, index) => parseInline(found[index] ?? ""));
  };
  return { kind: "table", head: row(head), rows: rows.map(row), align };
}

function alignOf(dashes: string): Align {
  if (!dashes.endsWith(":")) return "start";
  return dashes.startsWith(":") ? "center" : "end";
}

function cells(line: string): string[] {
  const inner = line.trim().replace(/^\|/, "").replace(/\|$/, "");
  return inner
    .replaceAll("\\|", "\0")
    .split("|")
    .map((cell) => cell.replaceAll("\0", "|").trim());
}
