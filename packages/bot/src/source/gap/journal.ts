/** How far every channel was handled, in memory and in the store: what a bot that comes back goes by. */
import type { Id, UnixMs } from "@matterwright/protocol";
import type { Durable } from "../../store/durable.ts";
import { everyBelow } from "../../store/every.ts";
import type { Transaction } from "../../store/transaction.ts";
import type { Update } from "../../update/update.ts";
import { keyOf, stampOf } from "../key.ts";
import { ChannelJournal, type ChannelRecord } from "./channel-journal.ts";

const CHANNELS = "journal/channel/";
/** What was handled since the last time that its channel was written down: one small entry for each. */
const MARKS = "journal/mark/";
const NEWEST = "journal/newest";
/** Channels in which something was said and that are not written down: after a crash each of them costs a call. */
const CROWD = 10;

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
  /** What `level` was when something began to be missing. */
  #levelBefore: { readonly at: UnixMs | undefined } | undefined;
  /** Channels that the bot was taken out of, which somebody is being told of. */
  readonly #leaving = new Set<Id>();
  /** Channels that may go from the store. */
  readonly #gone = new Set<Id>();
  /** Channels in which something was said since they were written down. */
  readonly #moving = new Set<Id>();
  readonly #onCrowd: () => void;
  /** After a failure a crowd waits for the next time that everything is written down. */
  #writing: "idle" | "now" | "failed" = "idle";
  #me: Id | undefined;

  /** @param onCrowd called when so many channels have moved that they should be written down now */
  constructor(onCrowd: () => void) {
    this.#onCrowd = onCrowd;
  }

  /** Everything that was stamped up to here was heard, wherever it was said; nothing when this bot never ran. */
  get level(): UnixMs | undefined {
    return this.#levelBefore === undefined ? this.#newest : this.#levelBefore.at;
  }

  /** The channels that the bot is in, as far as is known. */
  get channels(): readonly Id[] {
    return [...this.#channels.keys()].filter((id) => !this.#leaving.has(id));
  }

  /** Something may be missing: what is heard from now on does not raise the level. */
  fallBehind(): void {
    this.#levelBefore ??= { at: this.#newest };
  }

  /** Nothing is missing any more. */
  caughtUp(): void {
    this.#levelBefore = undefined;
  }

  /** Reads what an earlier life, or another process, has left, instead of what is known now. What came since is missing. */
  async load({ store }: Pick<Durable, "store">, me: { readonly id: Id }): Promise<void> {
    this.#channels.clear();
    this.#marking.clear();
    this.#leaving.clear();
    this.#gone.clear();
    this.#marks = [];
    this.#me = me.id;
    this.#newest = (await store.get(NEWEST)) as UnixMs | undefined;
    this.#levelBefore = { at: this.#newest };
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

  /** A post of the bot's own was seen. */
  saw(channelId: Id, postId: Id, at: UnixMs): void {
    (this.#channels.get(channelId) ?? this.add(channelId, at)).saw(postId, at);
    this.#sawStamp(at);
    this.#moves(channelId);
  }

  /** Somebody begins to handle an update. */
  begin(update: Update): void {
    if (this.#isOwnLeaving(update)) this.#leaving.add(update.channelId);
    if (this.#isOwnJoining(update)) this.#leaving.delete(update.channelId);
    const key = keyOf(update);
    if (key === undefined || update.channelId === "") return;
    const at = stampOf(update);
    const channel = this.#channels.get(update.channelId) ?? this.add(update.channelId, at - 1);
    channel.begin(key, at);
    if (update.kind === "post") channel.saw(update.post.id, at);
    this.#sawStamp(at);
    this.#moves(update.channelId);
  }

  /** Nobody handles an update. Where the bot itself is counts all the same. */
  pass(update: Update): void {
    if (update.kind !== "member") return;
    this.begin(update);
    this.end(update);
  }

  /** What writes down that an update was handled, for the transaction in which its handler's decisions are written. */
  mark(update: Update): ((tx: Transaction) => Promise<unknown>) | undefined {
    const { channelId } = update;
    if (this.#isOwnLeaving(update) && this.#leaving.has(channelId))
      return (tx) => tx.store.delete(CHANNELS + channelId);
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
    if (update.kind === "member") return this.#moved(update);
    const key = keyOf(update);
    const channel = this.#channels.get(update.channelId);
    if (key === undefined || channel?.has(key) !== true) return;
    const mark: Mark = { channelId: update.channelId, key, at: stampOf(update) };
    channel.end(key, mark.at);
    // From now on the channel's own entry says it as well, so that the mark may go.
    const place = placeOf(mark);
    if (this.#marking.delete(place)) this.#marks.push(place);
  }

  /** The bot itself came into a channel or left it: neither has to be noticed once more. */
  #moved(update: Update): void {
    const { channelId } = update;
    const newest = this.level;
    if (this.#isOwnLeaving(update) && this.#leaving.delete(channelId)) {
      this.#channels.delete(channelId);
      this.#gone.add(channelId);
    } else if (this.#isOwnJoining(update) && newest !== undefined && !this.#channels.has(channelId)) {
      this.add(channelId, newest);
    }
  }

  #isOwnLeaving(update: Update): boolean {
    return update.kind === "member" && update.change === "left" && update.user.id === this.#me;
  }

  #isOwnJoining(update: Update): boolean {
    return update.kind === "member" && update.change === "joined" && update.user.id === this.#me;
  }

  /** Writes down how far every channel has come since the last time. */
  async flush(durable: Pick<Durable, "transaction">): Promise<void> {
    const dirty = [...this.#channels].filter(([, channel]) => channel.isDirty);
    const gone = [...this.#gone].filter((id) => !this.#channels.has(id));
    this.#moving.clear();
    if (dirty.length + gone.length === 0) return;
    const marks = this.#marks;
    const { level } = this;
    this.#marks = [];
    this.#gone.clear();
    this.#writing = "now";
    for (const [, channel] of dirty) channel.isDirty = false;
    const records = dirty.map(([id, channel]) => [CHANNELS + id, channel.record()] as const);
    try {
      await durable.transaction(async (tx) => {
        for (const [key, record] of records) await tx.store.set(key, record);
        for (const id of gone) await tx.store.delete(CHANNELS + id);
        for (const mark of marks) await tx.store.delete(mark);
        if (level !== undefined) await tx.store.set(NEWEST, level);
      });
    } catch (error) {
      this.#writing = "failed";
      this.#marks.push(...marks);
      for (const id of gone) this.#gone.add(id);
      for (const [, channel] of dirty) channel.isDirty = true;
      throw error;
    }
    this.#writing = "idle";
    this.#callWhenCrowded();
  }

  #moves(channelId: Id): void {
    this.#moving.add(channelId);
    this.#callWhenCrowded();
  }

  #callWhenCrowded(): void {
    if (this.#moving.size >= CROWD && this.#writing === "idle") this.#onCrowd();
  }

  #sawStamp(at: UnixMs): void {
    this.#newest = Math.max(this.#newest ?? 0, at);
  }
}

function placeOf({ channelId, key }: Mark): string {
  return `${MARKS}${channelId}/${key}`;
}
