/** A table with values for each target: a column names the targets, and each of the others is a place in the text. Pure. */
import { UserError, code } from "matterwright";
import { numberedRows, targetColumn } from "../audience/csv.ts";
import { folded } from "../book/book.ts";

export interface Table {
  /** As its file is called. */
  readonly name: string;
  /** As they are written, without those that have no name. */
  readonly columns: readonly string[];
  /** The one that names the targets, and whether it is called so. */
  readonly target: { readonly name: string; readonly isNamed: boolean };
  readonly rows: readonly TableRow[];
}

export interface TableRow {
  /** As a spreadsheet counts, from 1 for the names of the columns. */
  readonly number: number;
  /** As it is written. */
  readonly target: string;
  /** By the names of the columns in lower case. */
  readonly values: Readonly<Record<string, string>>;
}

/** @throws UserError for a table that cannot be used. */
export function tableOf(name: string, text: string): Table {
  const { rows: all, openAt } = numberedRows(text);
  const [head, ...rows] = all;
  if (openAt !== undefined)
    throw new UserError(`**${name}**, row ${openAt}: a quotation mark begins there that does not end.`);
  if (head === undefined || rows.length === 0)
    throw new UserError(`**${name}** has no rows: its first one names the columns, and each of the others a target.`);
  const columns = head.cells;
  const named = targetColumn(columns);
  const at = named ?? 0;
  refuseTwins(name, columns);
  for (const { number, cells } of rows) {
    if (cells.slice(columns.length).some((cell) => cell !== ""))
      throw new UserError(`**${name}**, row ${number}: it has more cells than there are columns.`);
  }
  return {
    name,
    columns: columns.filter((column) => column !== ""),
    target: { name: columns[at] ?? "", isNamed: named !== undefined },
    rows: rows.map(({ number, cells }) => ({
      number,
      target: cells[at] ?? "",
      values: Object.fromEntries(
        columns.flatMap((column, index) => (column === "" ? [] : [[folded(column), cells[index] ?? ""]])),
      ) as Record<string, string>,
    })),
  };
}

function refuseTwins(name: string, columns: readonly string[]): void {
  const keys = columns.map((column) => folded(column));
  const twin = columns.find((column, index) => column !== "" && keys.indexOf(keys[index] ?? "") !== index);
  if (twin !== undefined) throw new UserError(`**${name}** has two columns called ${code(twin)}.`);
}
