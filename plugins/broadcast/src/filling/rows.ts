/**
 * The targets of a table's rows, each with the values of its row. A row for a channel or a person counts more than one for a group that they
 * are in; rows that say different things for one target are named, and so is whatever a row names that nothing has.
 */
import { code, inert } from "matterwright";
import type { Audiences } from "../audience/audience.ts";
import { MET_AT_ONCE, together } from "../audience/audience.ts";
import { stepOfCell } from "../audience/csv.ts";
import type { Audience, Reach, Wanted } from "../audience/wanted.ts";
import type { Book } from "../book/book.ts";
import type { Table, TableRow } from "./table.ts";

/** A row as it counts for one target. */
export interface RowOf {
  readonly row: TableRow;
  /** Not by a group. */
  readonly isDirect: boolean;
}

/** A table in which so much is wrong is hardly the one that was meant. */
const PROBLEMS_MAX = 50;

/** Something that is wrong with a table. */
export interface Problem {
  /** A sentence with the row and the column. */
  readonly text: string;
  /** The target that it is about, where that is known. */
  readonly of?: string;
}

export interface Rows {
  /** In the order of the rows. */
  readonly targets: readonly Wanted[];
  readonly rowOf: ReadonlyMap<string, RowOf>;
  readonly problems: readonly Problem[];
  readonly notes: readonly string[];
}

export interface Asked {
  readonly audiences: Pick<Audiences, "resolve" | "meet">;
  readonly book: Book;
  readonly reach: Reach;
}

/** @throws CallError when the server does not say. */
export async function rowsIn(table: Table, { audiences, book, reach }: Asked): Promise<Rows> {
  let targets = new Map<string, Wanted>();
  const rowOf = new Map<string, RowOf>();
  const problems: Problem[] = [];
  const notes = new Set<string>();
  for (const [index, row] of table.rows.entries()) {
    if (index % MET_AT_ONCE === 0)
      await audiences.meet(table.rows.slice(index, index + MET_AT_ONCE).map(({ target }) => target));
    const place = `Row ${row.number} of ${inert(table.name)}, column ${code(table.target.name)}`;
    if (problems.length >= PROBLEMS_MAX) {
      problems.push({ text: `${place}: I have looked no further.` });
      break;
    }
    if (row.target === "") {
      problems.push({ text: `${place}: it names no target.` });
      continue;
    }
    const found = await audiences.resolve([stepOfCell(row.target)], book, reach);
    problems.push(...problemsOf(found, place).map((text) => ({ text })));
    for (const note of found.notes) notes.add(note);
    const why = `row ${row.number} of ${table.name}`;
    const named = found.targets.map((each): [string, Wanted] => [
      each.id,
      { ...each, why: each.why.map((reason) => `${why}: ${reason}`) },
    ]);
    targets = together(targets, new Map(named));
    for (const each of found.targets) problems.push(...taken(each, { row, isDirect: each.groups.length === 0 }, rowOf));
  }
  return { targets: [...targets.values()], rowOf, problems, notes: [...notes] };
}

function problemsOf({ unknown, refused }: Audience, place: string): string[] {
  return [
    ...unknown.map(({ text, near }) => {
      const meant = near.length === 0 ? "" : ` Did you mean ${near.map((each) => code(each)).join(" or ")}?`;
      return `${place}: I know nothing called ${code(text)}.${meant}`;
    }),
    ...refused.map(({ text, why }) => `${place}: ${code(text)}: ${inert(why)}.`),
  ];
}

/** Has a row count for a target where it counts more. Returns what is wrong with that. */
function taken({ id, name }: Wanted, one: RowOf, rowOf: Map<string, RowOf>): Problem[] {
  const before = rowOf.get(id);
  if (before === undefined || (one.isDirect && !before.isDirect)) {
    rowOf.set(id, one);
    return [];
  }
  if (before.isDirect !== one.isDirect || isSame(before.row, one.row)) return [];
  const text = `Rows ${before.row.number} and ${one.row.number} say different things for ${inert(name)}.`;
  return [{ text, of: id }];
}

/** Whatever the column of the targets says. */
function isSame(one: TableRow, other: TableRow): boolean {
  const differing = Object.keys(one.values).filter((key) => one.values[key] !== other.values[key]);
  return differing.every((key) => one.values[key] === one.target && other.values[key] === other.target);
}
