/**
 * In which time zone somebody reads: a person by their own settings, a channel by those of most of its members. Of a big channel only the
 * first members are asked, which is told. The server is asked once an hour for each channel.
 */
import type { Clock } from "@matterwright/clock";
import { NotFoundError, PermissionError, type Rest } from "@matterwright/client";
import type { User } from "@matterwright/protocol";
import { type People, zoneTrouble } from "matterwright";
import { isPerson } from "../directory/person.ts";

/** Members of a channel that are asked: a page of the server's. */
export const MEMBERS_ASKED = 200;
const KNOWN_MS = 3_600_000;
const AT_ONCE = 8;

/** Where a target reads. */
export interface Reads {
  readonly zone: string;
  /** Whether nobody there has chosen a zone, so that it is the bot's. */
  readonly isGuess: boolean;
  /** Whether it has more members than were asked. */
  readonly isPart: boolean;
}

/** A target as far as it has a zone. */
export interface Placed {
  readonly id: string;
  readonly isPerson: boolean;
}

export interface ZonesParts {
  readonly rest: Rest;
  readonly people: People;
  readonly clock: Pick<Clock, "now">;
  /** Where nobody has chosen one. */
  readonly zone: string;
}

export class Zones {
  readonly #parts: ZonesParts;
  readonly #known = new Map<string, { readonly reads: Reads; readonly at: number }>();

  constructor(parts: ZonesParts) {
    this.#parts = parts;
  }

  /** By the ids of the targets. @throws CallError when the server does not say. */
  async of(targets: readonly Placed[]): Promise<ReadonlyMap<string, Reads>> {
    const found = new Map<string, Reads>();
    await this.#parts.people.meet(targets.filter(({ isPerson }) => isPerson).map(({ id }) => id));
    const left = [...targets];
    const work = async (): Promise<void> => {
      for (let next = left.shift(); next !== undefined; next = left.shift()) found.set(next.id, await this.#zone(next));
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    return found;
  }

  async #zone({ id, isPerson }: Placed): Promise<Reads> {
    if (isPerson) return this.#judged([await this.#parts.people.user(id)]);
    const now = this.#parts.clock.now();
    const known = this.#known.get(id);
    if (known !== undefined && now - known.at < KNOWN_MS) return known.reads;
    for (const [other, { at }] of this.#known) if (now - at >= KNOWN_MS) this.#known.delete(other);
    const reads = this.#judged(await this.#members(id));
    this.#known.set(id, { reads, at: now });
    return reads;
  }

  /** Of a channel that the bot does not see nobody is known. @throws CallError. */
  async #members(channelId: string): Promise<readonly User[]> {
    try {
      return await this.#parts.rest.users.list({ in_channel: channelId, perPage: MEMBERS_ASKED });
    } catch (error) {
      if (error instanceof NotFoundError || error instanceof PermissionError) return [];
      throw error;
    }
  }

  #judged(users: readonly User[]): Reads {
    const counts = new Map<string, number>();
    for (const user of users) {
      const zone = isPerson(user) ? zoneOf(user) : undefined;
      if (zone !== undefined) counts.set(zone, (counts.get(zone) ?? 0) + 1);
    }
    // Of as many for several the first by alphabet, so that it is always the same.
    const [first] = [...counts].toSorted(([a, most], [b, other]) => other - most || (a < b ? -1 : 1));
    return {
      zone: first?.[0] ?? this.#parts.zone,
      isGuess: first === undefined,
      isPart: users.length >= MEMBERS_ASKED,
    };
  }
}

/** The zone that somebody has chosen, if this machine knows it. */
function zoneOf({ timezone }: User): string | undefined {
  const zone = timezone?.useAutomaticTimezone === "true" ? timezone.automaticTimezone : timezone?.manualTimezone;
  return zone === undefined || zone === "" || zoneTrouble(zone) !== undefined ? undefined : zone;
}
