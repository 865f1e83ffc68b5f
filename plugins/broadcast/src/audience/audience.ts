/**
 * Finds out where an announcement goes: makes targets of the names that somebody wrote, with the reason for each, and says which names
 * nothing has, and which this person may not use. It writes nothing.
 */
import { type People, code, inert } from "matterwright";
import type { Rest } from "@matterwright/client";
import { type Book, type Group, aliasOf, folded, groupNamed } from "../book/book.ts";
import type { Renames } from "../book/renames.ts";
import type { Directory } from "../directory/directory.ts";
import { type Place, namesOf, shownAs } from "../directory/place.ts";
import { type Named, type Step, stepsIn } from "./expression.ts";
import { nearTo } from "./near.ts";
import { Persons } from "./persons.ts";
import type { Audience, Reach, Wanted } from "./wanted.ts";

const NAMED_MOST = 10;

export interface AudienceParts {
  readonly directory: Directory;
  readonly rest: Rest;
  readonly people: People;
  readonly renames: Pick<Renames, "nameNow">;
  readonly myId: () => string;
}

type Found = ReadonlyMap<string, Wanted>;
type Answer = { readonly found: Found } | { readonly unknown: true } | { readonly refused: string };

interface Asking {
  /** Whether it is to be left out. */
  readonly isLeftOut: boolean;
  readonly book: Book;
  readonly reach: Reach;
  readonly notes: Set<string>;
}

const ID = /^[a-z0-9]{26}$/;
const ALIASES_DEEP = 5;
const EVERYTHING: Reach = { isAnywhere: true, refusal: () => undefined };
/** People are looked up so many at once, shortly before they are needed. */
export const MET_AT_ONCE = 1_000;

export class Audiences {
  readonly #parts: AudienceParts;
  readonly #persons: Persons;

  constructor(parts: AudienceParts) {
    this.#parts = parts;
    this.#persons = new Persons(parts);
  }

  /** The steps that an answer means. @throws CallError when the channels cannot be read. */
  async read(answer: string, book: Book): Promise<Step[]> {
    const names = new Set([...book.groups.keys(), ...book.aliases.keys()].map(folded));
    for (const place of await this.#parts.directory.all()) for (const name of namesOf(place)) names.add(name);
    return stepsIn(answer, (name) => names.has(folded(name.replace(/^~/, ""))));
  }

  /** Looks up the people among what was named, as many at once as one call asks for. @throws CallError. */
  async meet(texts: readonly string[]): Promise<void> {
    await this.#persons.meet(texts.filter((text) => text.startsWith("@")));
  }

  /** Where that goes now. @throws CallError when the server does not say. */
  async resolve(steps: readonly Step[], book: Book, reach: Reach): Promise<Audience> {
    const asking: Asking = { book, reach, notes: new Set(), isLeftOut: false };
    const unknown: Audience["unknown"][number][] = [];
    const refused: Audience["refused"][number][] = [];
    let targets = new Map<string, Wanted>();
    const again = new Set<string>();
    for (const [index, { how, all }] of steps.entries()) {
      if (index % MET_AT_ONCE === 0) await this.meet(textsIn(steps.slice(index, index + MET_AT_ONCE)));
      // What goes may be anything: nobody hears of it.
      const within = how === "remove" ? { ...asking, reach: EVERYTHING, isLeftOut: true } : asking;
      const answers = await Promise.all(all.map((named) => this.#find(named, within)));
      const founds: Found[] = [];
      for (const [place, answer] of answers.entries()) {
        const { text = "" } = all[place] ?? {};
        if ("found" in answer) founds.push(answer.found);
        else if ("refused" in answer) refused.push({ step: index, text, why: answer.refused });
        else
          unknown.push({
            step: index,
            text,
            near: nearTo(text, this.#nameable(book, await this.#parts.directory.all(), reach)),
          });
      }
      if (founds.length < all.length) continue;
      const met = inAll(founds);
      if (founds.length > 1) asking.notes.add(noteOfAnd(all, met.size));
      const before = steps[index - 1];
      if (how === "add" && before?.how === "remove") asking.notes.add(noteOfMinus(before.all, all));
      if (how === "add") {
        for (const key of met.keys()) if (targets.has(key)) again.add(key);
        targets = together(targets, met);
      } else targets = new Map([...targets].filter(([key]) => !met.has(key)));
    }
    const twice = [...targets].filter(([key]) => again.has(key)).map(([, wanted]) => wanted);
    const notes = twice.length === 0 ? [...asking.notes] : [...asking.notes, noteOfTwice(twice)];
    return { targets: [...targets.values()], unknown, refused, notes };
  }

  #nameable({ groups, aliases, whitelist }: Book, places: readonly Place[], { isAnywhere }: Reach): string[] {
    const allowed = isAnywhere ? places : places.filter(({ id }) => whitelist.includes(id));
    return [...groups.keys(), ...aliases.keys(), ...allowed.map(({ name }) => name)];
  }

  async #find({ text, isQuoted }: Named, asking: Asking, depth = 0): Promise<Answer> {
    const { book } = asking;
    const group = groupNamed(book, text);
    if (group !== undefined) return this.#ofGroup(group, asking);
    const alias = aliasOf(book, text);
    if (alias !== undefined && depth < ALIASES_DEEP) {
      const found = await this.#find({ text: alias, isQuoted: false }, asking, depth + 1);
      if ("found" in found) return { found: becauseOf(found.found, `alias "${text}"`) };
      return "refused" in found ? found : { refused: `it stands for "${alias}", and there is nothing called that` };
    }
    const now = await this.#parts.renames.nameNow(text, book);
    const moved = now === undefined ? undefined : groupNamed(book, now);
    if (moved !== undefined) {
      asking.notes.add(`${code(text)} is called **${inert(moved.name)}** now.`);
      return this.#ofGroup(moved, asking);
    }
    return (isQuoted ? undefined : await this.#bySign(text, asking)) ?? this.#ofChannel(text, asking);
  }

  /** What says itself what it is: `@ann`, `members(~ops)`, `team:north`, `group:ops`, a pattern. */
  async #bySign(text: string, asking: Asking): Promise<Answer | undefined> {
    const { isAnywhere } = asking.reach;
    const members = /^members\((.*)\)$/i.exec(text)?.[1];
    const [, kind = "", rest = ""] = /^(group|team):\s*(.+)$/i.exec(text) ?? [];
    if (kind.toLowerCase() === "group") {
      const group = groupNamed(asking.book, rest);
      return group === undefined ? { unknown: true } : this.#ofGroup(group, asking);
    }
    const isWide = members !== undefined || kind !== "" || text.startsWith("@") || /[*?]/.test(text);
    if (!isWide) return undefined;
    if (text.startsWith("@") && !isAnywhere)
      return { refused: "only administrators may announce to people one by one" };
    if (members !== undefined && !isAnywhere)
      return { refused: "only administrators may announce to all members of a channel" };
    if (text.startsWith("@")) return orUnknown(await this.#persons.named(text, asking));
    if (members !== undefined) return this.#ofMembers(members);
    return kind === "" ? this.#ofPattern(text, asking) : this.#ofTeam(rest, asking);
  }

  async #ofGroup(group: Group, { reach }: Asking): Promise<Answer> {
    const refused = reach.refusal(group);
    if (refused !== undefined) return { refused };
    const found = new Map<string, Wanted>();
    for (const item of group.ids) {
      const person = item.startsWith("@") ? await this.#persons.named(item) : undefined;
      const place = person === undefined ? (await this.#parts.directory.byId(item))?.place : undefined;
      const key = person?.id ?? item;
      const name = person?.name ?? (place === undefined ? item : shownAs(place));
      found.set(key, {
        id: key,
        isPerson: person !== undefined,
        name,
        why: [`group "${group.name}"`],
        groups: [group.name],
      });
    }
    return { found };
  }

  async #ofChannel(text: string, { book, reach, notes }: Asking): Promise<Answer> {
    const { directory, rest } = this.#parts;
    const link = text.startsWith(rest.url) ? /\/([^/]+)\/channels\/([^/?#]+)/.exec(text) : null;
    const bare = link === null ? text.replace(/^~/, "") : `${link[1]}/${link[2]}`;
    const byId = ID.test(bare) ? await directory.byId(bare) : undefined;
    const places = byId === undefined ? await directory.byName(bare) : [byId];
    const allowed = places.filter(({ place }) => reach.isAnywhere || book.whitelist.includes(place.id));
    const [first, second] = allowed;
    if (places.length === 0) return { unknown: true };
    if (first === undefined) return { refused: "it is not on the whitelist, so it can be reached by a group only" };
    if (second !== undefined) {
      const names = allowed.map(({ place }) => `~${place.teamName}/${place.name}`).join(", ");
      return { refused: `several channels have that name: write ${names}` };
    }
    if (first.isNew)
      notes.add(`${shownAs(first.place)} is newer than my list of channels: \`!refresh_channels\` reads it anew.`);
    return { found: one(first.place, byId === undefined ? "named" : "named by its id") };
  }

  async #ofPattern(text: string, asking: Asking): Promise<Answer> {
    const pattern = globOf(text.replace(/^~/, ""));
    const places = await this.#parts.directory.all();
    return this.#ofPlaces(
      places.filter((place) => namesOf(place).some((name) => pattern.test(name))),
      `like ${text}`,
      asking,
    );
  }

  async #ofTeam(name: string, asking: Asking): Promise<Answer> {
    const teams = await this.#parts.directory.teams();
    const team = teams.find((each) => [folded(each.name), folded(each.display_name)].includes(folded(name)));
    if (team === undefined) return { unknown: true };
    const places = await this.#parts.directory.all();
    return this.#ofPlaces(
      places.filter(({ teamId }) => teamId === team.id),
      `team ${team.name}`,
      asking,
    );
  }

  /** Many channels at once: of somebody who may not name all of them, those that they may. */
  #ofPlaces(places: readonly Place[], why: string, { book, reach, notes }: Asking): Answer {
    const allowed = reach.isAnywhere ? places : places.filter(({ id }) => book.whitelist.includes(id));
    const left = places.length - allowed.length;
    if (places.length === 0) return { unknown: true };
    if (allowed.length === 0) return { refused: "none of these channels is on the whitelist" };
    if (left > 0) notes.add(`${left} of ${places.length} channels (${why}) are not on the whitelist and are left out.`);
    return { found: new Map(allowed.map((place) => [place.id, { ...wantedOf(place), why: [why] }])) };
  }

  async #ofMembers(text: string): Promise<Answer> {
    const bare = text.trim().replace(/^~/, "");
    const { directory } = this.#parts;
    const place = ID.test(bare) ? (await directory.byId(bare))?.place : (await directory.byName(bare))[0]?.place;
    return place === undefined ? { unknown: true } : { found: await this.#persons.membersOf(place) };
  }
}

function textsIn(steps: readonly Step[]): string[] {
  return steps.flatMap(({ all }) => all.map(({ text }) => text));
}

function orUnknown(wanted: Wanted | undefined): Answer {
  return wanted === undefined ? { unknown: true } : { found: new Map([[wanted.id, wanted]]) };
}

function wantedOf(place: Place): Wanted {
  return { id: place.id, isPerson: false, name: shownAs(place), why: [], groups: [] };
}

function one(place: Place, why: string): Found {
  return new Map([[place.id, { ...wantedOf(place), why: [why] }]]);
}

function becauseOf(found: Found, why: string): Found {
  return new Map(
    [...found].map(([key, wanted]) => [key, { ...wanted, why: wanted.why.map((each) => `${each} by ${why}`) }]),
  );
}

/** Those that are in all of them, for all the reasons. */
function inAll(founds: readonly Found[]): Found {
  let met: Found = founds[0] ?? new Map();
  for (const other of founds.slice(1)) {
    const left = [...met].filter(([key]) => other.has(key));
    const right = [...other].filter(([key]) => met.has(key));
    met = together(new Map(left), new Map(right));
  }
  return met;
}

/** Those that are in one of them, for all the reasons. */
export function together(one: Found, other: Found): Map<string, Wanted> {
  const all = new Map(one);
  for (const [key, wanted] of other) {
    const known = all.get(key);
    const why = [...new Set([...(known?.why ?? []), ...wanted.why])];
    const groups = [...new Set([...(known?.groups ?? []), ...wanted.groups])];
    all.set(key, { ...wanted, why, groups });
  }
  return all;
}

function noteOfAnd(all: readonly Named[], count: number): string {
  const names = all.map(({ text }) => `"${text}"`).join(" and ");
  return `${names} means what is in both, ${count === 1 ? "one target" : `${count} targets`}. With a comma between them it means all of both.`;
}

/** Behind `minus` some people write a list. */
function noteOfMinus(out: readonly Named[], all: readonly Named[]): string {
  const [left, name] = [out, all].map((names) => names.map(({ text }) => text).join(" and "));
  return `${code(name ?? "")} comes in, as a comma stands before it: ${code(`minus ${left} minus ${name}`)} leaves both out.`;
}

function noteOfTwice(twice: readonly Wanted[]): string {
  const names = twice.slice(0, NAMED_MOST).map(({ name }) => inert(name));
  const more = twice.length > NAMED_MOST ? ` and ${twice.length - NAMED_MOST} more` : "";
  return twice.length === 1
    ? `${names.join("")} is named more than once, and gets one copy.`
    : `${names.join(", ")}${more} are named more than once, and get one copy each.`;
}

/** `*` stands for any signs, `?` for one. */
function globOf(text: string): RegExp {
  const source = folded(text)
    .replaceAll(/[$()+.[\\\]^{|}]/g, String.raw`\$&`)
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "su");
}
