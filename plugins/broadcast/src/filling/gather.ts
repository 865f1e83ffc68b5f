/**
 * Where an announcement goes, and what is particular to each target: its values, from a table and from what is known of a channel, and what stands
 * around the text for the groups by which it came. Called for each look at an announcement; it writes nothing.
 */
import { UserError } from "matterwright";
import type { Audiences } from "../audience/audience.ts";
import type { Step } from "../audience/expression.ts";
import type { Audience, Reach, Wanted } from "../audience/wanted.ts";
import { type Book, frameFor } from "../book/book.ts";
import type { Directory } from "../directory/directory.ts";
import { keysIn } from "../text/places.ts";
import { type RowOf, rowsIn } from "./rows.ts";
import type { Table } from "./table.ts";
import type { Readers } from "./readers.ts";
import type { Tables } from "./tables.ts";

export interface GatherParts {
  readonly audiences: Audiences;
  readonly directory: Directory;
  readonly tables: Tables;
  readonly readers: Readers;
}

export interface Gathering {
  /** Nothing where the rows of the table say it. */
  readonly steps: readonly Step[];
  /** The table's file. */
  readonly tableId: string | undefined;
  readonly book: Book;
  readonly reach: Reach;
  /** The keys of the text's places for values. */
  readonly places: ReadonlySet<string>;
}

export interface Gathered {
  readonly audience: Audience;
  readonly table: Table | undefined;
  /** The row of the table that counts for a target, by its id. */
  readonly rowOf: ReadonlyMap<string, RowOf>;
  /** What is wrong with the table, in sentences: it cannot be sent like this. */
  readonly problems: readonly string[];
}

/** @throws CallError when the server does not say. */
export async function gathered(wanted: Gathering, parts: GatherParts): Promise<Gathered> {
  const found = await withoutFrames(wanted, parts);
  const framed = found.audience.targets.map((target): Wanted => {
    const frame = frameFor(wanted.book, target.groups);
    return frame === undefined ? target : { ...target, frame };
  });
  const keysOf = ({ frame }: Wanted): ReadonlySet<string> =>
    frame === undefined
      ? wanted.places
      : new Set([...wanted.places, ...keysIn(`${frame.header ?? ""}\n${frame.footer ?? ""}`)]);
  const filled = await Promise.all(
    framed.map(async (target): Promise<Wanted> => {
      if (keysOf(target).size === 0) return target;
      const team = target.isPerson ? undefined : await teamOf(target.id, parts.directory);
      const row = found.rowOf.get(target.id)?.row.values;
      const values = { ...(team === undefined ? {} : { team }), ...row };
      return Object.assign({}, target, { values });
    }),
  );
  return { ...found, audience: { ...found.audience, targets: await parts.readers.known(filled, keysOf) } };
}

async function withoutFrames({ steps, tableId, book, reach }: Gathering, parts: GatherParts): Promise<Gathered> {
  const { audiences, tables } = parts;
  const named = await audiences.resolve(steps, book, reach);
  const none = { audience: named, table: undefined, rowOf: new Map<string, RowOf>(), problems: [] };
  if (tableId === undefined) return none;
  try {
    const table = await tables.read(tableId);
    const { targets, notes, problems, rowOf } = await rowsIn(table, { audiences, book, reach });
    const audience = steps.length > 0 ? named : { targets, unknown: [], refused: [], notes };
    const ids = new Set(audience.targets.map(({ id }) => id));
    // Rows for others are none of the business of somebody who names the targets otherwise.
    const meant = steps.length === 0 ? problems : problems.filter(({ of }) => of !== undefined && ids.has(of));
    return { audience, table, rowOf, problems: meant.map(({ text }) => text) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { ...none, problems: [error.message] };
  }
}

async function teamOf(channelId: string, directory: Directory): Promise<string | undefined> {
  const place = (await directory.byId(channelId))?.place;
  return (await directory.teams()).find(({ id }) => id === place?.teamId)?.display_name;
}
