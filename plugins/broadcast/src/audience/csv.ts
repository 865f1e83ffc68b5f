/** A table of targets as a CSV file: the first column names them, or the one that says so. Pure. */
import type { Step } from "./expression.ts";

/** Names of the column that says where something goes, the surest first. */
const HEADS = [
  ["target", "targets", "channel", "channels", "channel_id", "channelid", "channel id"],
  ["user", "username", "person", "people"],
  ["group", "groups"],
  ["name"],
  ["id"],
];

/** A row with the number that a spreadsheet gives it, from 1. */
export interface Row {
  readonly number: number;
  readonly cells: readonly string[];
}

/** The rows of a CSV text: commas, semicolons or tabs, whatever its first line has; quotes as RFC 4180 has them. */
export function rowsOf(text: string): (readonly string[])[] {
  return numberedRows(text).rows.map(({ cells }) => cells);
}

/** The same with their numbers, and the row in which a quote begins that does not end. */
export function numberedRows(text: string): { readonly rows: readonly Row[]; readonly openAt: number | undefined } {
  const clean = text.replace(/^\uFEFF/, "");
  const [head = ""] = clean.split("\n", 1);
  const sign = [";", "\t", ","].find((each) => head.includes(each)) ?? ",";
  const rows: string[][] = [[]];
  let cell = "";
  let isQuoted = false;
  for (let at = 0; at < clean.length; at++) {
    const char = clean[at] as string;
    if (isQuoted) {
      if (char !== '"') cell += char;
      else if (clean[at + 1] === '"') cell += clean[++at];
      else isQuoted = false;
    } else if (char === '"' && cell.trim() === "") {
      isQuoted = true;
      cell = "";
    } else if (char === sign || char === "\n") {
      rows.at(-1)?.push(cell.trim());
      cell = "";
      if (char === "\n") rows.push([]);
    } else cell += char;
  }
  rows.at(-1)?.push(cell.trim());
  return {
    rows: rows
      .map((cells, index) => ({ number: index + 1, cells }))
      .filter(({ cells }) => cells.some((each) => each !== "")),
    openAt: isQuoted ? rows.length : undefined,
  };
}

/** Which column says where something goes, by the first row; nothing where none says so. */
export function targetColumn(head: readonly string[]): number | undefined {
  const names = head.map((cell) => cell.toLowerCase());
  for (const meant of HEADS) {
    const found = names.findIndex((name) => meant.includes(name));
    if (found >= 0) return found;
  }
  return undefined;
}

/** What a cell names, as if it had been written in an answer of its own. */
export function stepOfCell(cell: string): Step {
  return { how: "add", all: [{ text: cell, isQuoted: !/^[~@]|^\w+[:(]/.test(cell) }] };
}

/** The targets of a table, as if they had been written with commas between them. */
export function stepsOfTable(text: string): Step[] {
  const rows = rowsOf(text);
  const named = targetColumn(rows[0] ?? []);
  const cells = (named === undefined ? rows : rows.slice(1)).map((row) => row[named ?? 0] ?? "");
  return cells.filter((cell) => cell !== "").map((cell) => stepOfCell(cell));
}
