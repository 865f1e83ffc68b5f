/** What a group has in it: reads what somebody writes as channels and people, and writes ids as names. */
import { NotFoundError } from "@matterwright/client";
import { code } from "matterwright";
import type { TalkParts } from "../talk/parts.ts";
import { isPerson } from "../directory/person.ts";
import { shownAs } from "../directory/place.ts";

const ID = /^[a-z0-9]{26}$/;

export interface ReadMembers {
  /** As they are to stand in the file. */
  readonly ids: readonly string[];
  /** Sentences about what cannot be used: then nothing is. */
  readonly refused: readonly string[];
  /** Sentences about what can be written down, and will hardly work. */
  readonly warnings: readonly string[];
}

export class Members {
  readonly #parts: Pick<TalkParts, "directory" | "workplace">;

  constructor(parts: Pick<TalkParts, "directory" | "workplace">) {
    this.#parts = parts;
  }

  /** Ids, names of channels, and `@people`. Each counts once. @throws CallError when the server does not say. */
  async read(written: readonly string[]): Promise<ReadMembers> {
    const { directory } = this.#parts;
    const ids: string[] = [];
    const refused: string[] = [];
    const warnings: string[] = [];
    for (const each of written.map((one) => one.trim()).filter((one) => one !== "")) {
      if (each.startsWith("@")) {
        if (await this.#isPerson(each)) ids.push(each.toLowerCase());
        else refused.push(`there is nobody called ${code(each)}.`);
        continue;
      }
      if (ID.test(each)) {
        ids.push(each);
        const place = (await directory.byId(each))?.place;
        if (place === undefined)
          warnings.push(
            `${code(each)}: there is no channel of this id, or I may not see it. Nothing will arrive there until that changes.`,
          );
        else if (place.isArchived) warnings.push(`${shownAs(place)} is archived: nothing will arrive there.`);
        continue;
      }
      const [found, second] = await directory.byName(each.replace(/^~/, ""));
      if (found === undefined) refused.push(`${code(each)} is neither the id nor the name of a channel.`);
      else if (second === undefined) ids.push(found.place.id);
      else refused.push(`several channels are called ${code(each)}: use the id.`);
    }
    return { ids: [...new Set(ids)], refused, warnings };
  }

  /** For people. @throws CallError. */
  names(ids: readonly string[]): Promise<string[]> {
    return Promise.all(
      ids.map(async (id) => {
        const place = id.startsWith("@") ? undefined : (await this.#parts.directory.byId(id))?.place;
        if (place === undefined) return id.startsWith("@") ? id : `:warning: ${code(id)}`;
        return place.isArchived ? `:warning: ${shownAs(place)} (archived)` : shownAs(place);
      }),
    );
  }

  async #isPerson(name: string): Promise<boolean> {
    try {
      return isPerson(await this.#parts.workplace.people.userNamed(name.slice(1).toLowerCase()));
    } catch (error) {
      if (error instanceof NotFoundError) return false;
      throw error;
    }
  }
}
