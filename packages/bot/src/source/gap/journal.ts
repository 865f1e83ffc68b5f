/** How far every channel was handled, in memory and in the store: what a bot that comes back goes by. */
import type { Id, UnixMs } from "@matterwright/protocol";
import type { Durable } from "../../store/durable.ts";
import type { Transaction } from "../../store/transaction.ts";
import type { Update } from "../../update.ts";
import { keyOf, stampOf } from "../key.ts";
import { ChannelJournal, type ChannelRecord } from "./channel-journal.ts";

const CHANNELS = "journal/channel/";
const NEWEST = "journal/newest";
const PAGE = 1_000;

export class Journal {
  readonly #channels = new Map<Id, ChannelJournal>();
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
    this.#newest = (await store.get(NEWEST)) as UnixMs | undefined;
    for (let after: string | undefined; ;) {
      const page = await store.list(CHANNELS, { limit: PAGE, ...(after === undefined ? {} : { after }) });
      for (const { key, value } of page) this.#read(key.slice(CHANNELS.length), value as ChannelRecord);
      if (page.length < PAGE) return;
      after = page.at(-1)?.key;
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

  /** An update was handled, or nobody wanted it. Returns what writes that down, where it has to be: when it was handled. */
  end(update: Update, isHandled: boolean): ((tx: Transaction) => Promise<unknown>) | undefined {
    const key = keyOf(update);
    const channel = this.#channels.get(update.channelId);
    if (key === undefined || channel === undefined || !channel.has(key)) return undefined;
    channel.end(key, stampOf(update));
    if (!isHandled) return undefined;
    return (tx) => tx.store.set(CHANNELS + update.channelId, channel.record());
  }

  /** Writes down how far every channel has come since the last time. */
  async flush(durable: Pick<Durable, "transaction">): Promise<void> {
    const dirty = [...this.#channels].filter(([, channel]) => channel.isDirty);
    if (dirty.length === 0) return;
    for (const [, channel] of dirty) channel.isDirty = false;
    try {
      await durable.transaction(async (tx) => {
        for (const [id, channel] of dirty) await tx.store.set(CHANNELS + id, channel.record());
        await tx.store.set(NEWEST, this.#newest ?? 0);
      });
    } catch (error) {
      for (const [, channel] of dirty) channel.isDirty = true;
      throw error;
    }
  }

  #sawStamp(at: UnixMs): void {
    this.#newest = Math.max(this.#newest ?? 0, at);
  }
}
