/** A table of targets as a CSV file: the first column names them, or the one that says so. Pure. */
import type { Step } from "./expression.ts";

const HEADS = new Set([
  "target",
  "targets",
  "channel",
  "channel_id",
  "channelid",
  "group",
  "name",
  "user",
  "username",
  "id",
]);

/** The rows of a CSV text: commas, semicolons or tabs, whatever its first line has; quotes as RFC 4180 has them. */
export function rowsOf(text: string): string[][] {
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
  return rows.filter((row) => row.some((each) => each !== ""));
}

/** The targets of a table, as if they had been written with commas between them. */
export function stepsOfTable(text: string): Step[] {
  const rows = rowsOf(text);
  const head = rows[0]?.map((cell) => cell.toLowerCase()) ?? [];
  const named = head.findIndex((cell) => HEADS.has(cell));
  const cells = (named < 0 ? rows : rows.slice(1)).map((row) => row[Math.max(0, named)] ?? "");
  return cells
    .filter((cell) => cell !== "")
    .map((cell) => ({ how: "add", all: [{ text: cell, isQuoted: !/^[~@]|^\w+[:(]/.test(cell) }] }));
}
