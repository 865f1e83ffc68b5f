/** People as targets: somebody by name, or everybody in a channel. Bots, and those who have left, are nobody here. */
import { NotFoundError, type Rest } from "@matterwright/client";
import type { People } from "matterwright";
import type { Place } from "../directory/place.ts";
import { isPerson } from "../directory/person.ts";
import { shownAs } from "../directory/place.ts";
import type { Wanted } from "./wanted.ts";

export interface PersonsParts {
  readonly rest: Rest;
  readonly people: People;
  readonly myId: () => string;
}

export class Persons {
  readonly #parts: PersonsParts;

  constructor(parts: PersonsParts) {
    this.#parts = parts;
  }

  /** @param name with its `@`. @param isLeftOut then it may be anybody. @throws CallError. */
  async named(name: string, { isLeftOut = false } = {}): Promise<Wanted | undefined> {
    try {
      const user = await this.#parts.people.userNamed(name.replace(/^@/, "").toLowerCase());
      if (!isLeftOut && !isPerson(user)) return undefined;
      return { id: user.id, isPerson: true, name: `@${user.username}`, why: ["named"], groups: [] };
    } catch (error) {
      if (error instanceof NotFoundError) return undefined;
      throw error;
    }
  }

  /** Looks people up, so that each is known when it is asked for. @param names with their `@`. @throws CallError. */
  async meet(names: readonly string[]): Promise<void> {
    if (names.length > 1) await this.#parts.people.meetNamed(names.map((name) => name.slice(1).toLowerCase()));
  }

  /** By the names that they go by. @throws CallError. */
  async membersOf(place: Place): Promise<ReadonlyMap<string, Wanted>> {
    const { rest, people, myId } = this.#parts;
    const ids: string[] = [];
    for await (const { user_id } of rest.channels.allMembers(place.id)) ids.push(user_id);
    await people.meet(ids);
    const found = new Map<string, Wanted>();
    for (const id of ids) {
      const user = await people.user(id);
      if (!isPerson(user) || id === myId()) continue;
      found.set(id, {
        id,
        isPerson: true,
        name: `@${user.username}`,
        why: [`member of ${shownAs(place)}`],
        groups: [],
      });
    }
    return found;
  }
}
