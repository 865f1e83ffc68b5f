/**
 * Finds what people name when they write to the bot: somebody, a channel, a team, a post, a time zone. A context has one for its
 * asker; it never finds what the asker may not see.
 */
import { type Rest, orNothing } from "@matterwright/client";
import { type Channel, type Id, type Post, type Team, type User, isId } from "@matterwright/protocol";
import type { People } from "../people/people.ts";

/** Who asks, and where. */
export interface Asking {
  readonly userId: Id;
  readonly channelId: Id;
  /** Empty in direct and group messages. */
  readonly teamId: Id | "";
  /** The root of the thread that is asked in; else empty. */
  readonly rootId: Id | "";
  readonly now: Date;
}

export interface FinderParts {
  readonly rest: Rest;
  readonly people: People;
  readonly asking: Asking;
}

/** What a finder answers, without how. */
export type Lookup = Pick<Finder, "now" | "user" | "channel" | "team" | "post" | "zone">;

/** Each answers nothing where there is no such thing, or the asker may not see it. Every question may throw a CallError. */
export class Finder {
  readonly #rest: Rest;
  readonly #people: People;
  readonly #asking: Asking;

  constructor({ rest, people, asking }: FinderParts) {
    this.#rest = rest;
    this.#people = people;
    this.#asking = asking;
  }

  get now(): Date {
    return this.#asking.now;
  }

  /** Somebody: `@ann`, `ann`, an id, or `me`. */
  user(text: string): Promise<User | undefined> {
    const name = text
      .replace(/^@/, "")
      .replace(/[.,:;!?]+$/, "")
      .toLowerCase();
    if (name === "me") return this.#people.user(this.#asking.userId);
    if (!/^[a-z0-9._-]+$/.test(name)) return Promise.resolve(undefined);
    return orNothing(isId(name) && !text.startsWith("@") ? this.#people.user(name) : this.#people.userNamed(name));
  }

  /** A channel that the asker may see: `~ops`, `ops`, a link to it, an id, or `here`. */
  async channel(text: string): Promise<Channel | undefined> {
    if (text.toLowerCase() === "here") return this.#people.channel(this.#asking.channelId);
    const link = this.#path(text)?.match(/^([^/]+)\/channels\/([^/]+)$/);
    if (link) {
      const team = await orNothing(this.#rest.teams.byName(link[1] ?? ""));
      return team && this.#channelNamed([team.id], link[2] ?? "");
    }
    const name = text.replace(/^~/, "").toLowerCase();
    if (isId(name) && !text.startsWith("~")) return this.#visible(await orNothing(this.#people.channel(name)));
    if (!/^[a-z0-9._-]+$/.test(name)) return undefined;
    return this.#channelNamed(await this.#teamIds(), name);
  }

  /** A team that the bot is in: its name, display name or id, or `here`. */
  async team(text: string): Promise<Team | undefined> {
    const { teamId } = this.#asking;
    const mine = await this.#people.myTeams();
    const name = text.toLowerCase();
    if (name === "here")
      return mine.find(({ id }) => id === teamId) ?? (teamId === "" && mine.length === 1 ? mine[0] : undefined);
    return (
      mine.find((team) => team.name === name || team.id === name) ??
      mine.find((team) => team.display_name.toLowerCase() === name)
    );
  }

  /** A post that the asker may read: a link to it, its id, or `this` for the root post of the thread that is asked in. */
  async post(text: string): Promise<Post | undefined> {
    const wanted = text.toLowerCase() === "this" ? this.#asking.rootId : this.#postId(text);
    if (wanted === "" || !isId(wanted)) return undefined;
    const post = await orNothing(this.#rest.posts.get(wanted));
    if (post === undefined) return undefined;
    return (await this.#visible(await orNothing(this.#people.channel(post.channel_id)))) && post;
  }

  /** The asker's time zone, by its name in the time zone database; UTC where none was chosen. */
  async zone(): Promise<string> {
    return (await this.chosenZone()) ?? "UTC";
  }

  /** The same, or nothing where none was chosen. */
  async chosenZone(): Promise<string | undefined> {
    const { timezone } = await this.#people.user(this.#asking.userId);
    const zone = timezone?.useAutomaticTimezone === "true" ? timezone.automaticTimezone : timezone?.manualTimezone;
    return zone === "" ? undefined : zone;
  }

  #postId(text: string): string {
    const path = this.#path(text);
    return path === undefined ? text : (/^[^/]+\/pl\/([a-z0-9]{26})$/.exec(path)?.[1] ?? "");
  }

  /** What stands behind the server's address in a link to it; nothing for anything else. */
  #path(text: string): string | undefined {
    const link = /^<?(https?:\/\/[^\s<>]+)>?$/.exec(text)?.[1];
    const base = `${this.#rest.url.replace(/\/+$/, "")}/`;
    return link?.startsWith(base) === true
      ? link
          .slice(base.length)
          .replace(/[?#].*$/, "")
          .replace(/\/$/, "")
      : undefined;
  }

  async #teamIds(): Promise<Id[]> {
    const { teamId } = this.#asking;
    return teamId === "" ? (await this.#people.myTeams()).map(({ id }) => id) : [teamId];
  }

  async #channelNamed(teams: readonly Id[], name: string): Promise<Channel | undefined> {
    for (const team of teams) {
      const channel = await this.#visible(await orNothing(this.#people.channelNamed(team, name)));
      if (channel !== undefined) return channel;
    }
    return undefined;
  }

  /** An open channel may be seen by everybody in its team, any other by its members. */
  async #visible(channel: Channel | undefined): Promise<Channel | undefined> {
    if (channel === undefined || channel.id === this.#asking.channelId) return channel;
    const { userId, teamId } = this.#asking;
    if (channel.type === "O" && channel.team_id === teamId) return channel;
    if (await orNothing(this.#people.member(channel.id, userId))) return channel;
    if (channel.type !== "O" || channel.team_id === "") return undefined;
    return (await orNothing(this.#rest.teams.member(channel.team_id, userId))) && channel;
  }
}
