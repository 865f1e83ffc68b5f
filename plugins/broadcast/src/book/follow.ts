/**
 * What changes in the file together with a group: its aliases, what stands above and below whatever goes to it, and who may announce to it.
 * Made when a group is renamed or removed from chat; it changes nothing itself. Pure.
 */
import { code } from "matterwright";
import { listed } from "../text/listed.ts";
import { type Book, type Group, folded } from "./book.ts";
import type { Edit } from "./edit.ts";

/** What the file says more about a group, by the tables where it stands. */
const SAID = { headers: "header", footers: "footer", rights: "rights" } as const;
type Said = keyof typeof SAID;

/** All of it follows a group that gets another name. What is left there of a group that once had that name goes. */
export function renaming(
  book: Book,
  group: Group,
  to: string,
): { readonly edits: readonly Edit[]; readonly followed: string } {
  const aliases = aliasesTo(book, group.name);
  const said = tablesAbout(book, group.name);
  const old = to === group.name ? [] : said.filter((table) => book[table].has(to));
  const kinds = [...(aliases.length === 0 ? [] : ["aliases"]), ...said.map((table) => SAID[table])];
  return {
    edits: [
      { table: tableOf(group), key: group.name, name: to },
      ...aliases.map((key): Edit => ({ table: "aliases", key, to })),
      ...old.map((table): Edit => ({ table, key: to })),
      ...said.map((table): Edit => ({ table, key: group.name, name: to })),
    ],
    followed:
      kinds.length === 0
        ? ""
        : ` Its ${listed(kinds)} ${kinds.join() === "header" || kinds.join() === "footer" ? "follows" : "follow"}.`,
  };
}

/** Aliases, header and footer go with it. Its rights stay, so that nobody opens it who removes it and adds it again. */
export function removal(book: Book, group: Group): { readonly edits: readonly Edit[]; readonly gone: string } {
  const aliases = aliasesTo(book, group.name);
  const said = tablesAbout(book, group.name).filter((table) => table !== "rights");
  const names = [
    ...(aliases.length === 0
      ? []
      : [`the ${aliases.length === 1 ? "alias" : "aliases"} ${aliases.map((each) => code(each)).join(", ")}`]),
    ...said.map((table) => `its ${SAID[table]}`),
  ];
  const isOne = names.length === 1 && aliases.length < 2;
  const gone = names.length === 0 ? "" : ` So ${isOne ? "is" : "are"} ${listed(names)}.`;
  const rights = book.rights.has(group.name)
    ? ` What the file says about its rights stays, and counts for a group of that name.`
    : "";
  return {
    edits: [
      { table: tableOf(group), key: group.name },
      ...aliases.map((key): Edit => ({ table: "aliases", key })),
      ...said.map((table): Edit => ({ table, key: group.name })),
    ],
    gone: `${gone}${rights}`,
  };
}

function tablesAbout(book: Book, name: string): Said[] {
  return (Object.keys(SAID) as Said[]).filter((table) => book[table].has(name));
}

function tableOf({ isPrivate }: Group): "groups" | "private_groups" {
  return isPrivate ? "private_groups" : "groups";
}

/** The keys of aliases that stand for a group, as they are written. */
function aliasesTo({ aliases }: Book, name: string): string[] {
  return [...aliases].filter(([, target]) => folded(target) === folded(name)).map(([alias]) => alias);
}
