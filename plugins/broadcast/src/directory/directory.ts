/**
 * The channels of the bot's teams, fetched in one sweep and kept for an hour or so: what lists and the dialog read, instead of asking
 * the server each time. Who names a channel that is newer than the last sweep is found it all the same, with one call.
 */
import { type Rest, orNothing } from "@matterwright/client";
import type { Channel, Team } from "@matterwright/protocol";
import { type Log, type Workplace, errorFacts } from "matterwright";
import { folded } from "../book/book.ts";
import { type Place, namesOf, placeOf } from "./place.ts";

export interface DirectoryParts {
  readonly rest: Rest;
  readonly clock: Workplace["clock"];
  readonly log: Log;
  /** How long a sweep is good for, in milliseconds. */
  readonly ttlMs: number;
  /** The only team that counts, by its name; all of the bot's own by default. */
  readonly team: string | undefined;
}

/** A place, and whether the last sweep did not know it yet. */
export interface FoundPlace {
  readonly place: Place;
  readonly isNew: boolean;
}

const CHANNEL_ID = /^[a-z0-9]{26}$/;
const CHANNEL_NAME = /^[a-z0-9][a-z0-9._-]*$/;

export class Directory {
  readonly #parts: DirectoryParts;
  #places: ReadonlyMap<string, Place> = new Map();
  #byName: ReadonlyMap<string, readonly Place[]> = new Map();
  #teams: readonly Team[] = [];
  /** Ids of those that were found since the last sweep. */
  readonly #new = new Set<string>();
  #sweptAt = Number.NEGATIVE_INFINITY;
  #sweeping: Promise<void> | undefined;

  constructor(parts: DirectoryParts) {
    this.#parts = parts;
  }

  /** Reads everything anew. How many channels there are. @throws CallError when the server does not say; then what was known stays. */
  async refresh(): Promise<number> {
    this.#sweeping ??= this.#sweep().finally(() => {
      this.#sweeping = undefined;
    });
    await this.#sweeping;
    return this.#places.size;
  }

  /** Reads everything anew if it is time. For the background: never rejects. */
  async keepFresh(): Promise<void> {
    const { clock, ttlMs, log } = this.#parts;
    if (clock.now() - this.#sweptAt < ttlMs) return;
    await this.refresh().catch((error: unknown) =>
      log.warn({ error: errorFacts(error) }, "the list of channels could not be renewed; the old one stays"),
    );
  }

  /** All channels that are not archived, by alphabet. @throws CallError when they were never read and cannot be now. */
  async all(): Promise<readonly Place[]> {
    await this.#known();
    return [...this.#places.values()].toSorted((one, other) =>
      folded(one.displayName) < folded(other.displayName) ? -1 : 1,
    );
  }

  /** The teams whose channels these are. @throws CallError. */
  async teams(): Promise<readonly Team[]> {
    await this.#known();
    return this.#teams;
  }

  /** A channel by its id, archived or not; nothing where there is none, or the bot may not see it. @throws CallError. */
  async byId(id: string): Promise<FoundPlace | undefined> {
    await this.#known();
    const place = this.#places.get(id);
    if (place !== undefined) return { place, isNew: this.#new.has(id) };
    if (!CHANNEL_ID.test(id)) return undefined;
    const channel = await orNothing(this.#parts.rest.channels.get(id));
    if (channel === undefined) return undefined;
    return { place: this.#met(channel), isNew: channel.delete_at === 0 };
  }

  /** Channels of a name: as in their address, `team/name`, or as people see them. @throws CallError. */
  async byName(name: string): Promise<readonly FoundPlace[]> {
    await this.#known();
    const known = this.#byName.get(folded(name));
    if (known !== undefined) return known.map((place) => ({ place, isNew: this.#new.has(place.id) }));
    const bare = folded(name);
    const [teamName, channelName] = bare.includes("/") ? bare.split("/", 2) : [undefined, bare];
    if (!CHANNEL_NAME.test(channelName ?? "")) return [];
    const found: FoundPlace[] = [];
    for (const team of this.#teams.filter(({ name: each }) => teamName === undefined || each === teamName)) {
      const channel = await orNothing(this.#parts.rest.channels.byName(team.id, channelName ?? ""));
      if (channel !== undefined && channel.delete_at === 0) found.push({ place: this.#met(channel), isNew: true });
    }
    return found;
  }

  /** @throws CallError. */
  async #known(): Promise<void> {
    if (this.#sweptAt === Number.NEGATIVE_INFINITY) await this.refresh();
  }

  async #sweep(): Promise<void> {
    const { rest, clock, team: only, log } = this.#parts;
    const all = await rest.users.teams("me");
    const teams = all.filter(({ name, delete_at }) => delete_at === 0 && (only === undefined || name === only));
    if (only !== undefined && teams.length === 0)
      log.warn({ team: only }, "the bot is not in the team that it shall announce in");
    const places = new Map<string, Place>();
    const mine = await rest.users.channels("me");
    const member = new Set(mine.map(({ id }) => id));
    for (const team of teams) {
      for await (const channel of rest.teams.allChannels(team.id)) {
        places.set(channel.id, placeOf(channel, team, member.has(channel.id)));
      }
      for (const channel of mine) {
        if (channel.team_id === team.id && channel.delete_at === 0)
          places.set(channel.id, placeOf(channel, team, true));
      }
    }
    this.#teams = teams;
    this.#new.clear();
    this.#take(places);
    this.#sweptAt = clock.now();
  }

  #take(places: ReadonlyMap<string, Place>): void {
    const byName = new Map<string, Place[]>();
    for (const place of places.values()) {
      for (const name of new Set(namesOf(place))) byName.set(name, [...(byName.get(name) ?? []), place]);
    }
    this.#places = places;
    this.#byName = byName;
  }

  /** Keeps what was found since the last sweep. */
  #met(channel: Channel): Place {
    const team = this.#teams.find(({ id }) => id === channel.team_id);
    const place = placeOf(channel, team, false);
    if (!place.isArchived && team !== undefined) {
      this.#new.add(place.id);
      this.#take(new Map([...this.#places, [place.id, place]]));
    }
    return place;
  }
}
