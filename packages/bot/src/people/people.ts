/**
 * Who and where: users, channels, teams and memberships, each asked for when somebody wants it and remembered until an event says that
 * it has changed. Nothing is loaded beforehand, so that a start costs the same on a small server and on a large one.
 */
import { NotFoundError, type Rest } from "@matterwright/client";
import type { Clock } from "@matterwright/clock";
import type { Channel, ChannelMember, EventFrame, Id, Team, User } from "@matterwright/protocol";
import { Memory } from "./memory.ts";
import { newsOf } from "./news.ts";
import type { AuthorKind, Update } from "../update/update.ts";

/** Of each kind. */
const REMEMBERED_MOST = 5_000;
/** Changes in channels that the bot is not in are told to nobody here. */
const MAX_AGE_MS = 600_000;
/** People that one call asks for. */
const MET_AT_ONCE = 200;

export interface PeopleOptions {
  readonly clock: Clock;
  /** Of each kind, how many are remembered; 5,000 by default. */
  readonly most?: number;
}

/** What a bot knows of its server's people and places. Every question may throw a CallError; failures are not remembered. */
export class People {
  readonly #rest: Rest;
  readonly #users: Memory<User>;
  readonly #usernames: Memory<Id>;
  readonly #channels: Memory<Channel>;
  readonly #channelNames: Memory<Id>;
  readonly #directs: Memory<Channel>;
  readonly #members: Memory<ChannelMember | undefined>;
  readonly #teams: Memory<Team>;
  readonly #mine: Memory<Team[]>;
  #news = 0;

  constructor(rest: Rest, { clock, most = REMEMBERED_MOST }: PeopleOptions) {
    const memory = <Value>(): Memory<Value> => new Memory<Value>({ clock, most, maxAgeMs: MAX_AGE_MS });
    this.#rest = rest;
    this.#users = memory();
    this.#usernames = memory();
    this.#channels = memory();
    this.#channelNames = memory();
    this.#directs = memory();
    this.#members = memory();
    this.#teams = memory();
    this.#mine = memory();
  }

  user(id: Id): Promise<User> {
    return this.#users.get(id, () => this.#rest.users.get(id));
  }

  /** Looks several people up at once, so that each is known when it is asked for. */
  async meet(ids: readonly Id[]): Promise<void> {
    const strangers = [...new Set(ids)].filter((id) => id !== "" && !this.#users.has(id));
    for (let from = 0; from < strangers.length; from += MET_AT_ONCE) {
      const users = await this.#rest.users.byIds(strangers.slice(from, from + MET_AT_ONCE));
      for (const user of users) this.#users.set(user.id, user);
    }
  }

  /** The same by their names, without `@` and in lower case. */
  async meetNamed(usernames: readonly string[]): Promise<void> {
    const strangers = [...new Set(usernames)].filter((name) => name !== "" && !this.#usernames.has(name));
    for (let from = 0; from < strangers.length; from += MET_AT_ONCE) {
      const users = await this.#rest.users.byUsernames(strangers.slice(from, from + MET_AT_ONCE));
      for (const user of users) {
        this.#users.set(user.id, user);
        this.#usernames.set(user.username, user.id);
      }
    }
  }

  /** @param username without `@`, in lower case */
  async userNamed(username: string): Promise<User> {
    const ask = (): Promise<Id> => this.#asked(this.#users, this.#rest.users.byUsername(username));
    const user = await this.user(await this.#usernames.get(username, ask));
    if (user.username === username) return user;
    // Somebody else may have the name by now.
    this.#usernames.forget(username);
    return this.user(await this.#usernames.get(username, ask));
  }

  channel(id: Id): Promise<Channel> {
    return this.#channels.get(id, () => this.#rest.channels.get(id));
  }

  /** A channel that is not archived. @param name as in its address, without `~` */
  async channelNamed(teamId: Id, name: string): Promise<Channel> {
    const key = `${teamId}/${name}`;
    const ask = (): Promise<Id> => this.#asked(this.#channels, this.#rest.channels.byName(teamId, name));
    const channel = await this.channel(await this.#channelNames.get(key, ask));
    if (channel.name === name && channel.delete_at === 0) return channel;
    this.#channelNames.forget(key);
    return this.channel(await this.#channelNames.get(key, ask));
  }

  /** The direct channel between the bot and somebody. */
  direct(myId: Id, userId: Id): Promise<Channel> {
    return this.#directs.get(userId, () => this.#rest.channels.direct(myId, userId));
  }

  /** Somebody's membership in a channel, `undefined` for who is not in it. The bot must be in the channel itself. */
  member(channelId: Id, userId: Id): Promise<ChannelMember | undefined> {
    return this.#members.get(`${channelId} ${userId}`, async () => {
      try {
        return await this.#rest.channels.member(channelId, userId);
      } catch (error) {
        if (error instanceof NotFoundError) return undefined;
        throw error;
      }
    });
  }

  team(id: Id): Promise<Team> {
    return this.#teams.get(id, () => this.#rest.teams.get(id));
  }

  /** The teams that the bot is in. */
  myTeams(): Promise<Team[]> {
    return this.#mine.get("", () => this.#rest.users.teams("me"));
  }

  /** An event may say that something is no longer as it was. */
  heard(frame: EventFrame): void {
    const news = newsOf(frame);
    if (news === undefined) return;
    this.#news++;
    if (news.kind === "user") this.#users.forget(news.id);
    else if (news.kind === "everybody") this.#users.forgetAll();
    else if (news.kind === "channel") this.#channels.forget(news.id);
    else if (news.kind === "member") this.#members.forget(`${news.channelId} ${news.userId}`);
    else this.#mine.forgetAll();
    if (news.kind === "team") this.#teams.forget(news.id);
    if (news.kind === "left-team") this.#members.forgetAll((key) => key.endsWith(` ${news.userId}`));
  }

  /** Events were lost: anything may have changed. */
  missedNews(): void {
    this.#news++;
    const all = [this.#users, this.#channels, this.#members, this.#teams, this.#mine];
    for (const memory of all) memory.forgetAll();
  }

  /** Remembers by its id what was asked for by its name, unless there was news meanwhile, which it may not know. */
  async #asked<Value extends { readonly id: Id }>(memory: Memory<Value>, asked: Promise<Value>): Promise<Id> {
    const before = this.#news;
    const value = await asked;
    if (before === this.#news) memory.set(value.id, value);
    return value.id;
  }
}

/** The same update with the name of who did it: events other than posts tell only the id. */
export async function withName(update: Update, people: People): Promise<Update> {
  if (update.user.username !== "" || update.kind === "raw" || update.user.id === "") return update;
  // A live post tells the name itself; only where there is none to tell is it empty.
  if (update.kind === "post" && (update.recovered === undefined || !isSomebody(update.author))) return update;
  const user = await people.user(update.user.id).catch(() => undefined);
  return user === undefined ? update : { ...update, user: { id: user.id, username: user.username } };
}

/** A webhook calls itself what it likes, and the system has no name. */
function isSomebody(author: AuthorKind): boolean {
  return author === "person" || author === "bot";
}
