/**
 * The channels that are read up together. Those in which something was said come first. The others are only looked at, because something
 * may have been stamped before the gap and shown within it: that waits behind whatever else the bot has to do, but where somebody speaks
 * meanwhile it is done at once. Made by the catch-up for each of its rounds.
 */
import type { Channel, Id } from "@matterwright/protocol";

/** Channels that are read at the same time, and those that are only looked at. */
const AT_ONCE = 4;
const LOOKED_AT_ONCE = 2;

export interface RoundParts {
  /** Something was said there. */
  readonly moved: readonly Channel[];
  /** Nothing was, as far as the server shows. */
  readonly calm: readonly Channel[];
  /** Reads one. Resolves with how much was missed there. @param isUrgent whether somebody may be waiting for it */
  readonly read: (channel: Channel, isUrgent: boolean) => Promise<number>;
}

export class Round {
  readonly #parts: RoundParts;
  readonly #calm: Map<Id, Channel>;
  readonly #hurried: Promise<number>[] = [];

  constructor(parts: RoundParts) {
    this.#parts = parts;
    this.#calm = new Map(parts.calm.map((channel) => [channel.id, channel]));
  }

  /** Reads them all. Resolves with how much was missed. @throws what reading throws. */
  async run(): Promise<number> {
    const { moved, read } = this.#parts;
    let count = 0;
    const queue = moved.values();
    const reader = async (): Promise<void> => {
      for (const channel of queue) count += await read(channel, true);
    };
    const looker = async (): Promise<void> => {
      for (const [id, channel] of this.#calm) {
        this.#calm.delete(id);
        count += await read(channel, false);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, reader));
    await Promise.all(Array.from({ length: LOOKED_AT_ONCE }, looker));
    for (const more of await Promise.all(this.#hurried)) count += more;
    return count;
  }

  /** Somebody speaks in a channel, and what they say waits until it is read up. */
  hurry(channelId: Id): void {
    const channel = this.#calm.get(channelId);
    if (channel === undefined) return;
    this.#calm.delete(channelId);
    const reading = this.#parts.read(channel, true);
    // Whoever runs the round is told when everything else was read.
    reading.catch(() => {});
    this.#hurried.push(reading);
  }
}
