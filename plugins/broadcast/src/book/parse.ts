/**
 * Reads `channels.toml`. What is wrong is told with its line and column, and then nothing of the text counts. Called when the file has
 * changed, and to check what an edit from chat has made of it. Pure.
 */
import { closest, placeInToml, z } from "matterwright";
import { TomlError, parse } from "smol-toml";
import { type Book, DEFAULT, type Group, type GroupRights, aliasKey, folded } from "./book.ts";

/** What is wrong with a text, and where. */
export class BookError extends Error {
  override name = "BookError";
  /** Both from 1. */
  readonly line: number;
  readonly column: number;

  constructor(message: string, { line, column }: { readonly line: number; readonly column: number }) {
    super(message);
    this.line = line;
    this.column = column;
  }
}

/** What stands around a message leaves room for it. */
const TEXT_MAX_CHARACTERS = 4_000;

const ids = z.array(z.string());
const groups = z.record(z.string(), ids);
const texts = z.record(z.string(), z.string().max(TEXT_MAX_CHARACTERS)).default({});
const people = z.array(z.string().min(1));

const file = z.object({
  whitelist: ids.default([]),
  groups: groups.default({}),
  private_groups: groups.default({}),
  aliases: z.record(z.string(), z.string()).default({}),
  headers: texts,
  footers: texts,
  rights: z
    .record(z.string(), z.strictObject({ authors: people.optional(), approve: z.boolean().default(false) }))
    .default({}),
});

const KNOWN = Object.keys(file.shape);

/**
 * @throws BookError for the first thing that is wrong.
 * @example
 * parseBook('[groups]\n"Floor 1" = ["14d9s71is3fh3duwj9a6u9k4jr"]').groups.get("Floor 1")?.isPrivate; // false
 */
export function parseBook(text: string): Book {
  const read = tomlOf(text);
  const checked = file.safeParse(read);
  if (!checked.success) throw refusal(text, checked.error.issues[0]);
  const { whitelist, aliases, ...said } = checked.data;
  const all = new Map<string, Group>();
  const warnings = unknownKeys(Object.keys(read));
  for (const [isPrivate, named] of [[false, said.groups] as const, [true, said.private_groups] as const]) {
    for (const [name, channels] of Object.entries(named)) {
      if (all.has(name))
        warnings.push(`"${name}" is both a group and a private group: the private one counts for nothing`);
      else all.set(name, { name, ids: [...new Set(channels)], isPrivate });
    }
  }
  const book: Book = {
    groups: all,
    whitelist: [...new Set(whitelist)],
    aliases: new Map(Object.entries(aliases).map(([alias, target]) => [aliasKey(alias), target])),
    rights: new Map<string, GroupRights>(Object.entries(said.rights)),
    headers: new Map(Object.entries(said.headers)),
    footers: new Map(Object.entries(said.footers)),
    warnings,
  };
  return { ...book, warnings: [...warnings, ...oddities(book)] };
}

/** A TOML text as plain data. @throws BookError with the place. */
export function tomlOf(text: string): Record<string, unknown> {
  try {
    return parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [first = ""] = error.message.split("\n");
    throw new BookError(first.replace(/^Invalid TOML document: /, ""), error);
  }
}

function refusal(text: string, issue: z.core.$ZodIssue | undefined): BookError {
  const path = (issue?.path ?? []).map(String);
  const shown =
    path.length === 0 ? "it" : path.map((part) => (/^[\w-]+$/.test(part) ? part : JSON.stringify(part))).join(".");
  const place = placeInToml(text, path);
  if (issue?.code === "unrecognized_keys") {
    const [key = ""] = issue.keys;
    return new BookError(`"${key}" means nothing in ${shown}`, placeInToml(text, [...path, key]));
  }
  const isList = issue?.code === "invalid_type" && issue.expected === "array";
  const meant = isList
    ? `a list in brackets, like ["14d9s71is3fh3duwj9a6u9k4jr"]`
    : (issue?.message ?? "something else");
  return new BookError(isList ? `${shown} must be ${meant}` : `${shown}: ${meant}`, place);
}

/** A foreign key is somebody else's business, unless it is nearly one of ours. */
function unknownKeys(keys: readonly string[]): string[] {
  return keys.flatMap((key) => {
    const meant = KNOWN.includes(key) ? undefined : closest(key, KNOWN);
    return meant === undefined ? [] : [`"${key}" means nothing here: is ${meant} meant?`];
  });
}

function oddities({ groups: all, aliases, rights, headers, footers }: Book): string[] {
  const names = new Map([...all.keys()].map((name) => [folded(name), name]));
  const shadowed = [...aliases.keys()].flatMap((alias) => {
    const name = names.get(folded(alias));
    return name === undefined ? [] : [`the alias "${alias}" is never used: the group "${name}" has that name`];
  });
  const spoken = [...rights.keys(), ...headers.keys(), ...footers.keys()];
  const strange = spoken.filter((name) => name !== DEFAULT && !all.has(name));
  return [
    ...shadowed,
    ...new Set(strange.map((name) => `there is no group "${name}" that the file could say more about`)),
  ];
}
