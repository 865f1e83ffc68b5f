/** What came over the socket and waits until its channel is read up. Held by the catch-up, which says when; as much as fits. */
import type { Id, Post } from "@matterwright/protocol";
import type { Update } from "../../update/update.ts";

/** Updates that wait altogether. The server has them as well, so that more need not be kept. */
export const WAITING_MOST = 10_000;

interface Place {
  updates: Update[];
  /** The newest of the bot's own. */
  own?: Post;
}

export class Waiting {
  readonly #places = new Map<Id, Place>();
  #size = 0;

  /** Channels in which something waits, or is just being handed on. */
  get channels(): readonly Id[] {
    return [...this.#places.keys()];
  }

  has(channelId: Id): boolean {
    return this.#places.has(channelId);
  }

  /** Keeps an update. Whether there is room for more. */
  add(update: Update): boolean {
    this.#at(update.channelId).updates.push(update);
    return ++this.#size < WAITING_MOST;
  }

  /** Keeps that the bot has said something. */
  saw(post: Post): void {
    const place = this.#at(post.channel_id);
    if (place.own === undefined || place.own.create_at < post.create_at) place.own = post;
  }

  /** What waits in a channel, which stays marked as one where something may. */
  take(channelId: Id): readonly Update[] {
    const place = this.#at(channelId);
    const { updates } = place;
    place.updates = [];
    this.#size -= updates.length;
    return updates;
  }

  /** Whether nothing has come since it was taken. */
  isEmpty(channelId: Id): boolean {
    return (this.#places.get(channelId)?.updates.length ?? 0) === 0;
  }

  /** Nothing waits in a channel any more. The newest that the bot said there meanwhile. */
  close(channelId: Id): Post | undefined {
    const own = this.#places.get(channelId)?.own;
    this.#places.delete(channelId);
    return own;
  }

  /** Takes everything, of all channels. */
  takeAll(): readonly Update[] {
    return this.channels.flatMap((channelId) => this.take(channelId));
  }

  clear(): void {
    this.#places.clear();
    this.#size = 0;
  }

  #at(channelId: Id): Place {
    const known = this.#places.get(channelId);
    if (known !== undefined) return known;
    const made: Place = { updates: [] };
    this.#places.set(channelId, made);
    return made;
  }
}
