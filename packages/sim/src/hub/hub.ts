/** All connections, and the way of an event to those who hear it. It keeps no time and reads no request; `door.ts` does. */
import type { Id, UnixMs } from "@matterwright/protocol";
import { SOCKET_ABANDONED_AFTER_MS } from "@matterwright/protocol";
import type { WorldEvent } from "../world/act.ts";
import { type Session, type World, under } from "../world/world.ts";
import type { Connection } from "./connection.ts";
import { candidates, hears } from "./receivers.ts";
import { encodeEvent } from "./wire.ts";

export class Hub {
  readonly #world: World;
  readonly #sessionOfToken: (token: string) => Session | undefined;
  readonly #byUser = new Map<Id, Set<Connection>>();
  readonly #byId = new Map<Id, Connection>();
  #frames = 0;

  constructor(world: World, sessionOfToken: (token: string) => Session | undefined) {
    this.#world = world;
    this.#sessionOfToken = sessionOfToken;
  }

  /** Who is at the other end. A connection whose token is no longer good stays open, and nobody is there for ever after. */
  sessionOf(connection: Connection): Session | undefined {
    const { token } = connection;
    const session = token === "" ? undefined : this.#sessionOfToken(token);
    if (session === undefined) connection.token = "";
    return session;
  }

  /** Events handed out since the start; grows while something happens. */
  get frames(): number {
    return this.#frames;
  }

  add(connection: Connection): void {
    under(this.#byUser, connection.userId, () => new Set()).add(connection);
    this.#byId.set(connection.connectionId, connection);
  }

  forget(connection: Connection): void {
    this.#byId.delete(connection.connectionId);
    const ofUser = this.#byUser.get(connection.userId);
    ofUser?.delete(connection);
    if (ofUser?.size === 0) this.#byUser.delete(connection.userId);
  }

  /** A connection that nobody is at the other end of, to resume. */
  abandoned(connectionId: Id, userId: Id): Connection | undefined {
    const connection = this.#byId.get(connectionId);
    return connection !== undefined && connection.userId === userId && connection.wire === undefined
      ? connection
      : undefined;
  }

  openOf(userId: Id): Connection[] {
    return [...(this.#byUser.get(userId) ?? [])].filter((connection) => connection.wire !== undefined);
  }

  all(): Iterable<Connection> {
    return this.#byId.values();
  }

  /** The session of a token was used over REST: its connections count as busy. */
  noteActivity(userId: Id, token: string, now: UnixMs): void {
    for (const connection of this.#byUser.get(userId) ?? [])
      if (connection.token === token && connection.wire !== undefined) connection.lastActivityAt = now;
  }

  /** Forgets those that were left long ago. */
  reap(now: UnixMs): void {
    for (const connection of this.#byId.values()) {
      if (connection.wire === undefined && now - connection.lastActivityAt > SOCKET_ABANDONED_AFTER_MS)
        this.forget(connection);
    }
  }

  /** Hands an event to everybody who hears it. Its text is made once for all of them. */
  publish({ event, data, to, extraFor }: WorldEvent): void {
    const shared = encodeEvent(event, data, to);
    for (const userId of candidates(this.#world, to) ?? this.#byUser.keys()) {
      for (const connection of this.#byUser.get(userId) ?? []) {
        if (this.sessionOf(connection) === undefined || !hears(this.#world, to, connection)) continue;
        this.#frames++;
        const more = extraFor?.(userId);
        const asksAck = connection.postedAck && more !== undefined && ("mentions" in more || "followers" in more);
        const own =
          more === undefined || Object.keys(more).length === 0
            ? shared
            : encodeEvent(event, { ...data, ...more, ...(asksAck ? { should_ack: true } : {}) }, to);
        if (!connection.push(own)) this.#overflow(connection);
      }
    }
  }

  /** Too much is waiting: the server says goodbye with an empty close frame and forgets everything. */
  #overflow(connection: Connection): void {
    connection.wire?.close(1005);
    connection.wire = undefined;
    this.forget(connection);
  }
}
