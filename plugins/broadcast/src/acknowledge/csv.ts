/** Everybody who was asked, as a line of a table that any spreadsheet reads. Pure. */
import { csvRow } from "../report/csv.ts";
import type { Standing } from "./standing.ts";

const HEAD = ["person", "name", "where", "has read it", "when", "how"];

export function standingCsv({ readers, places }: Standing): string {
  const lines = readers.map(({ user, places: where, given }) => [
    `@${user.username}`,
    [user.first_name, user.last_name].filter((part) => part !== "").join(" "),
    where.map(({ name }) => name).join("; "),
    given === undefined ? "no" : "yes",
    given === undefined ? "" : new Date(given.at).toISOString(),
    given?.how ?? "",
  ]);
  const uncounted = places
    .filter(({ why }) => why !== "")
    .map(({ name, given, why }) => ["", "", name, `${given} have`, "", why]);
  return [HEAD, ...lines, ...uncounted].map((row) => csvRow(row)).join("");
}

/** The table as a file. */
export function standingFile(standing: Standing): {
  readonly name: string;
  readonly content: () => Promise<Uint8Array>;
} {
  const content = (): Promise<Uint8Array> => Promise.resolve(new TextEncoder().encode(standingCsv(standing)));
  return { name: `broadcast-${standing.record.id}-acks.csv`, content };
}
