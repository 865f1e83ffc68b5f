/**
 * What is particular to a person who reads an announcement in a direct message: the name by which they are greeted, and by whose clocks they
 * live. Asked for when a text has places for that; many people are looked up at once.
 */
import type { User } from "@matterwright/protocol";
import { type People, inert } from "matterwright";
import type { Wanted } from "../audience/wanted.ts";
import type { Zones } from "../when/zones.ts";

/** Places that are filled by what is known of a person. */
const OF_TIME = ["date", "time"];
const OF_NAME = "first_name";

export interface ReadersParts {
  readonly people: Pick<People, "meet" | "user">;
  readonly zones: Pick<Zones, "of">;
}

export class Readers {
  readonly #parts: ReadersParts;

  constructor(parts: ReadersParts) {
    this.#parts = parts;
  }

  /** The same targets; those that are people know what their places stand for. @param keysOf the places of what a target reads. @throws CallError. */
  async known(targets: readonly Wanted[], keysOf: (target: Wanted) => ReadonlySet<string>): Promise<readonly Wanted[]> {
    const people = targets.filter(({ isPerson }) => isPerson);
    const timed = people.filter((target) => OF_TIME.some((key) => keysOf(target).has(key)));
    const named = people.filter((target) => keysOf(target).has(OF_NAME));
    if (timed.length + named.length === 0) return targets;
    await this.#parts.people.meet(named.map(({ id }) => id));
    const zones = await this.#parts.zones.of(timed);
    const names = new Map<string, string>();
    for (const { id } of named) names.set(id, nameOf(await this.#parts.people.user(id)));
    return targets.map((target) => {
      const [zone, name] = [zones.get(target.id)?.zone, names.get(target.id)];
      return {
        ...target,
        ...(zone === undefined ? {} : { zone }),
        ...(name === undefined ? {} : { values: { [OF_NAME]: name, ...target.values } }),
      };
    });
  }
}

/** Who has given no first name, or whose name the server does not show, is called as others call them. */
function nameOf({ first_name: first, nickname, username }: User): string {
  return inert([first, nickname].map((each) => each.trim()).find((each) => each !== "") ?? username);
}
