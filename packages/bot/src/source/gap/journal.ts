/** How far every channel was handled, in memory and in the store: what a bot that comes back goes by. */
import type { Id, UnixMs } from "@matterwright/protocol";
import type { Durable } from "../../store/durable.ts";
import { everyBelow } from "../../store/every.ts";
import type { Transaction } from "../../store/transaction.ts";
import type { Update } from "../../update.ts";
import { keyOf, stampOf } from "../key.ts";
import { ChannelJournal, type ChannelRecord } from "./channel-journal.ts";

const CHANNELS = "journal/channel/";
/** What was handled since the last time that its channel was written down: one small entry for each. */
const MARKS = "journal/mark/";
const NEWEST = "journal/newest";

/** That something was handled. */
interface Mark {
  readonly channelId: Id;
  readonly key: string;
  readonly at: UnixMs;
}

export class Journal {
  readonly #channels = new Map<Id, ChannelJournal>();
  /** Keys of marks that are in the store, or will be in a moment. */
  readonly #marking = new Set<string>();
  /** Keys of marks that are in the store and no longer needed when the channels are written down. */
  #marks: string[] = [];
  #newest: UnixMs | undefined;

  /** The newest stamp that was seen anywhere; nothing when this bot never ran. */
  get newest(): UnixMs | undefined {
    return this.#newest;
  }

  /** The channels that are known. */
  get channels(): IterableIterator<Id> {
    return this.#channels.keys();
  }

  /** Reads what an earlier life, or another process, has left, instead of what is known now. */
  async load({ store }: Pick<Durable, "store">): Promise<void> {
    this.#channels.clear();
    this.#marking.clear();
    this.#marks = [];
    this.#newest = (await store.get(NEWEST)) as UnixMs | undefined;
    for await (const { key, value } of everyBelow(store, CHANNELS))
      this.#read(key.slice(CHANNELS.length), value as ChannelRecord);
    for await (const { key, value } of everyBelow(store, MARKS)) {
      const { channelId, key: handled, at } = value as Mark;
      (this.#channels.get(channelId) ?? this.add(channelId, at - 1)).end(handled, at);
      this.#marks.push(key);
    }
  }

  #read(channelId: Id, record: ChannelRecord): void {
    this.#channels.set(channelId, new ChannelJournal(record));
    this.#sawStamp(record.upTo);
  }

  of(channelId: Id): ChannelJournal | undefined {
    return this.#channels.get(channelId);
  }

  /** Begins a channel: everything up to a moment counts as handled. */
  add(channelId: Id, upTo: UnixMs): ChannelJournal {
    const made = new ChannelJournal({ since: upTo, upTo, done: [] });
    made.isDirty = true;
    this.#channels.set(channelId, made);
    this.#sawStamp(upTo);
    return made;
  }

  /** Forgets a channel that the bot is no longer in. */
  forget(channelId: Id): (tx: Transaction) => Promise<unknown> {
    this.#channels.delete(channelId);
    return (tx) => tx.store.delete(CHANNELS + channelId);
  }

  /** A post of the bot's own was seen. */
  saw(channelId: Id, postId: Id, at: UnixMs): void {
    (this.#channels.get(channelId) ?? this.add(channelId, at)).saw(postId, at);
    this.#sawStamp(at);
  }

  /** Somebody begins to handle an update. */
  begin(update: Update): void {
    const key = keyOf(update);
    if (key === undefined || update.channelId === "") return;
    const at = stampOf(update);
    const channel = this.#channels.get(update.channelId) ?? this.add(update.channelId, at - 1);
    channel.begin(key, at);
    if (update.kind === "post") channel.saw(update.post.id, at);
    this.#sawStamp(at);
  }

  /** What writes down that an update was handled, for the transaction in which its handler's decisions are written. */
  mark(update: Update): ((tx: Transaction) => Promise<unknown>) | undefined {
    const key = keyOf(update);
    if (key === undefined || this.#channels.get(update.channelId)?.has(key) !== true) return undefined;
    const mark: Mark = { channelId: update.channelId, key, at: stampOf(update) };
    const place = placeOf(mark);
    return async (tx) => {
      await tx.store.set(place, mark);
      this.#marking.add(place);
    };
  }

  /** An update was handled and that is written down, or nobody wanted it. */
  end(update: Update): void {
    const key = keyOf(update);
    const channel = this.#channels.get(update.channelId);
    if (key === undefined || channel?.has(key) !== true) return;
    const mark: Mark = { channelId: update.channelId, key, at: stampOf(update) };
    channel.end(key, mark.at);
    // From now on the channel's own entry says it as well, so that the mark may go.
    const place = placeOf(mark);
    if (this.#marking.delete(place)) this.#marks.push(place);
  }

  /** Writes down how far every channel has come since the last time. */
  async flush(durable: Pick<Durable, "transaction">): Promise<void> {
    const dirty = [...this.#channels].filter(([, channel]) => channel.isDirty);
    if (dirty.length === 0) return;
    const marks = this.#marks;
    this.#marks = [];
    for (const [, channel] of dirty) channel.isDirty = false;
    const records = dirty.map(([id, channel]) => [CHANNELS + id, channel.record()] as const);
    try {
      await durable.transaction(async (tx) => {
        for (const [key, record] of records) await tx.store.set(key, record);
        for (const mark of marks) await tx.store.delete(mark);
        await tx.store.set(NEWEST, this.#newest ?? 0);
      });
    } catch (error) {
      this.#marks.push(...marks);
      for (const [, channel] of dirty) channel.isDirty = true;
      throw error;
    }
  }

  #sawStamp(at: UnixMs): void {
    this.#newest = Math.max(this.#newest ?? 0, at);
  }
}

function placeOf({ channelId, key }: Mark): string {
  return `${MARKS}${channelId}/${key}`;
}
