/** Who and where: users, channels and teams that were looked up once and are remembered, as many as fit. */
import type { Rest } from "@matterwright/client";
import type { Channel, EventFrame, Id, Team, User } from "@matterwright/protocol";
import type { Update } from "./update.ts";

/** Asked again after this many others. */
const REMEMBERED = 5_000;

class Memory<Value> {
  readonly #values = new Map<string, Promise<Value>>();

  /** The remembered value, or the one that `ask` gives; failures are not remembered. */
  get(key: string, ask: () => Promise<Value>): Promise<Value> {
    const known = this.#values.get(key);
    if (known !== undefined) return known;
    const asked = ask();
    this.#values.set(key, asked);
    asked.catch(() => this.#values.delete(key));
    if (this.#values.size > REMEMBERED) this.#values.delete(this.#values.keys().next().value as string);
    return asked;
  }

  forget(key: string): void {
    this.#values.delete(key);
  }
}

export class People {
  readonly #rest: Rest;
  readonly #users = new Memory<User>();
  readonly #channels = new Memory<Channel>();
  readonly #named = new Memory<Channel>();
  readonly #teams = new Memory<Team[]>();

  constructor(rest: Rest) {
    this.#rest = rest;
  }

  user(id: Id): Promise<User> {
    return this.#users.get(id, () => this.#rest.users.get(id));
  }

  userNamed(username: string): Promise<User> {
    return this.#users.get(`@${username}`, () => this.#rest.users.byUsername(username));
  }

  channel(id: Id): Promise<Channel> {
    return this.#channels.get(id, () => this.#rest.channels.get(id));
  }

  channelNamed(teamId: Id, name: string): Promise<Channel> {
    return this.#named.get(`${teamId}/${name}`, () => this.#rest.channels.byName(teamId, name));
  }

  /** The direct channel between the bot and somebody. */
  direct(myId: Id, userId: Id): Promise<Channel> {
    return this.#named.get(`direct/${userId}`, () => this.#rest.channels.direct(myId, userId));
  }

  /** The teams that the bot is in. */
  myTeams(): Promise<Team[]> {
    return this.#teams.get("mine", () => this.#rest.users.teams("me"));
  }

  /** An event may say that something is no longer as it was. */
  heard({ event, data, broadcast }: EventFrame): void {
    if (event === "user_updated") this.#users.forget(((data["user"] ?? {}) as { readonly id?: Id }).id ?? "");
    else if (event === "added_to_team" || event === "leave_team") this.#teams.forget("mine");
    else if (event.startsWith("channel_")) this.#channels.forget(broadcast.channel_id);
  }
}

/** The same update with the name of who did it: events other than posts tell only the id. */
export async function withName(update: Update, people: People): Promise<Update> {
  if (update.user.username !== "" || update.kind === "raw" || update.kind === "post" || update.user.id === "")
    return update;
  const user = await people.user(update.user.id).catch(() => undefined);
  return user === undefined ? update : { ...update, user: { id: user.id, username: user.username } };
}
