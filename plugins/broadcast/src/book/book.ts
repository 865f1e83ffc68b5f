/**
 * What `channels.toml` says, once it is read: groups, private groups, the whitelist and the aliases, as postbot knows them, and who may
 * announce to which group. Pure data and questions about it; reading stands in parse.ts, changing in edit.ts.
 */

/** A list of channels under a name. */
export interface Group {
  /** As it stands in the file. */
  readonly name: string;
  /** Channel ids in the file's order. */
  readonly ids: readonly string[];
  /** Listed by `get_private_groups` alone. */
  readonly isPrivate: boolean;
}

/** What the file says of one group beside its channels. */
export interface GroupRights {
  /** Who alone may announce to it, as names or ids; everybody who may announce where it is not said. */
  readonly authors?: readonly string[] | undefined;
  /** Whether a second person has to agree to whatever goes there. */
  readonly approve: boolean;
}

export interface Book {
  /** By their names, in the file's order, open ones first. */
  readonly groups: ReadonlyMap<string, Group>;
  /** Ids of channels that may be named alone. */
  readonly whitelist: readonly string[];
  /** What each stands for, by the alias in lower case. */
  readonly aliases: ReadonlyMap<string, string>;
  readonly rights: ReadonlyMap<string, GroupRights>;
  /** What stands above and below whatever goes to a group, by its name; `*` is what stands there for all others. */
  readonly headers: ReadonlyMap<string, string>;
  readonly footers: ReadonlyMap<string, string>;
  /** Sentences about what the file says that can hardly be meant. */
  readonly warnings: readonly string[];
}

export const emptyBook: Book = {
  groups: new Map(),
  whitelist: [],
  aliases: new Map(),
  rights: new Map(),
  headers: new Map(),
  footers: new Map(),
  warnings: [],
};

/** The group of a name, exactly or, where that fits only one, in another case. */
export function groupNamed({ groups }: Book, name: string): Group | undefined {
  const exact = groups.get(name);
  if (exact !== undefined) return exact;
  const wanted = folded(name);
  const [only, ...more] = [...groups.values()].filter((group) => folded(group.name) === wanted);
  return more.length === 0 ? only : undefined;
}

/** The name under which a header or a footer is that of everything which has none of its own. */
export const DEFAULT = "*";

/**
 * What stands around the text for a target. Of several groups the one that was named first counts, of those that have a header of their own,
 * and likewise for the footer; an empty one takes the default away.
 *
 * @param groups by which the target came, in the order in which they were named
 */
export function frameFor(
  { headers, footers }: Book,
  groups: readonly string[],
): { readonly header?: string; readonly footer?: string } | undefined {
  const first = (texts: ReadonlyMap<string, string>): string =>
    texts.get(groups.find((name) => texts.has(name)) ?? DEFAULT) ?? "";
  const [header, footer] = [first(headers), first(footers)];
  if (header === "" && footer === "") return undefined;
  return { ...(header === "" ? {} : { header }), ...(footer === "" ? {} : { footer }) };
}

/** What an alias stands for. */
export function aliasOf({ aliases }: Book, name: string): string | undefined {
  return aliases.get(aliasKey(name));
}

/** An alias as it is stored: postbot writes it in lower case. */
export function aliasKey(name: string): string {
  return name.trim().toLowerCase();
}

/** Names are the same whatever their case, the way an umlaut was typed, and the width of the space between words. */
export function folded(name: string): string {
  return name.normalize("NFC").trim().replaceAll(/\s+/g, " ").toLowerCase();
}
