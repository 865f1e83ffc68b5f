/** Finds the places of a text that some target has no value for, and says where it is missing. Pure. */
import { closest, code, inert } from "matterwright";
import type { Wanted } from "../audience/wanted.ts";
import { folded } from "../book/book.ts";
import type { Finding } from "../preflight/flight.ts";
import { BUILT_IN, type Wording, valueIn } from "../text/copy-text.ts";
import { type PlaceIn, placesIn } from "../text/places.ts";
import type { Gathered } from "./gather.ts";

/** Of each kind that are named. */
const NAMED = 5;

/** What somebody does about a missing value, as the end of a sentence. */
export interface Ways {
  readonly giveTable: string;
  readonly beLiteral: string;
}

export const IN_CHAT: Ways = {
  giveTable: "Send me a table as a CSV file, with a column `target` and one for each value",
  beLiteral: "write `as it is` to send the braces themselves",
};

/** @param wording nothing is missing in what is no template */
export function gapsIn(wording: Wording, gathered: Gathered, ways: Ways): Finding[] {
  if (wording.isTemplate !== true) return [];
  const { table } = gathered;
  const known = new Set([...(table?.columns ?? []).map((column) => folded(column)), ...Object.keys(BUILT_IN)]);
  const strict = placesIn(wording.text).filter(({ fallback }) => fallback === undefined);
  const unknown = strict.filter(({ key }) => !known.has(key));
  const gaps = strict.filter(({ key }) => known.has(key)).flatMap((place) => missing(place, wording, gathered));
  return [...unknownOnes(unknown, gathered, ways), ...some([...new Set(gaps)])];
}

/** Headers and footers are not the author's, so that what is missing there is only told. */
export function gapsInFrames(wording: Wording, { audience }: Gathered): Finding[] {
  const found = new Map<string, string[]>();
  for (const target of audience.targets) {
    const { header = "", footer = "" } = target.frame ?? {};
    for (const { key, name, fallback } of placesIn(`${header}\n${footer}`)) {
      const isMissing = fallback === undefined && (valueIn(wording, target, { key, at: 0 }) ?? "") === "";
      if (isMissing) found.set(name, [...(found.get(name) ?? []), inert(target.name)]);
    }
  }
  return [...found].map(([name, targets]) => {
    const more = targets.length > NAMED ? ` and ${targets.length - NAMED} more` : "";
    const where = `${targets.slice(0, NAMED).join(", ")}${more}`;
    return {
      level: "warning",
      text: `${code(`{{${name}}}`)} in the header or footer has no value for ${where}: it stands there as it is.`,
    };
  });
}

function unknownOnes(places: readonly PlaceIn[], { table }: Gathered, ways: Ways): Finding[] {
  if (places.length === 0) return [];
  const names = [...(table?.columns ?? []), ...Object.keys(BUILT_IN)];
  const found = places.map(({ name }) => {
    const near = closest(
      folded(name),
      names.map((each) => folded(each)),
    );
    const meant =
      near === undefined ? "" : ` Did you mean ${code(`{{${names.find((each) => folded(each) === near)}}}`)}?`;
    return table === undefined
      ? `${code(`{{${name}}}`)} has no value.${meant}`
      : `${code(`{{${name}}}`)}: there is no such column in ${inert(table.name)}.${meant}`;
  });
  const help =
    table === undefined
      ? ways.giveTable
      : `Its columns are ${table.columns.map((column) => code(column)).join(", ")}: change your message, or send the table again`;
  return [...some(found), { level: "block", text: `${help}; or ${ways.beLiteral}.` }];
}

/** Sentences about the targets that a place has no value for. */
function missing({ key, name }: PlaceIn, wording: Wording, { audience, table, rowOf }: Gathered): string[] {
  return audience.targets.flatMap((target: Wanted) => {
    if ((valueIn(wording, target, { key, at: 0 }) ?? "") !== "") return [];
    const row = rowOf.get(target.id)?.row;
    const isColumn = table?.columns.some((column) => folded(column) === key) === true;
    if (!isColumn)
      return [
        `${code(`{{${name}}}`)} means nothing for ${inert(target.name)}: ${code(`{{${name}|something else}}`)} says what stands there instead.`,
      ];
    return row === undefined
      ? [`${inert(target.name)} has no row in ${inert(table.name)}.`]
      : [`Row ${row.number} of ${inert(table.name)}, column ${code(name)}: it is empty (${inert(target.name)}).`];
  });
}

/** As findings, not too many of them. */
export function some(texts: readonly string[]): Finding[] {
  const more = texts.length > NAMED ? [`And ${texts.length - NAMED} more like these.`] : [];
  return [...texts.slice(0, NAMED), ...more].map((text) => ({ level: "block", text }));
}
