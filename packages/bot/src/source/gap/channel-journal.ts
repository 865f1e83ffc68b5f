/**
 * How far one channel was handled. The server stamps a post before it can be seen, so one with an earlier stamp may come after one
 * with a later: what is younger than the overlap is remembered one by one, and what is older counts as handled.
 */
import type { Id, UnixMs } from "@matterwright/protocol";

/** Longer than the server takes from stamping a post to showing it, link previews and all. */
export const OVERLAP_MS = 30_000;

/** What of it is stored. */
export interface ChannelRecord {
  /** What was said up to here is none of the bot's business: it was not there yet. */
  readonly since: UnixMs;
  /** Everything up to here was handled, but for what the overlap hides. */
  readonly upTo: UnixMs;
  /** A post older than the overlap, behind which the server can be asked to go on. */
  readonly anchor?: Id;
  /** What was handled, or was nothing to handle, and is not older than the overlap, with its stamp. */
  readonly done: readonly (readonly [key: string, at: UnixMs])[];
}

export class ChannelJournal {
  /** In somebody's hands, with its stamp. */
  readonly #open = new Map<string, UnixMs>();
  readonly #done: Map<string, UnixMs>;
  /** Posts that may become the anchor, the oldest first. */
  #recent: { readonly id: Id; readonly at: UnixMs }[] = [];
  #anchor: Id | undefined;
  #newest: UnixMs;
  readonly #since: UnixMs;
  isDirty = false;

  constructor({ since, upTo, anchor, done }: ChannelRecord) {
    this.#since = since;
    this.#newest = upTo;
    this.#anchor = anchor;
    this.#done = new Map(done);
  }

  /** Everything up to here was handled, but for what the overlap hides. */
  get upTo(): UnixMs {
    let upTo = this.#newest;
    for (const at of this.#open.values()) upTo = Math.min(upTo, at - 1);
    return upTo;
  }

  /** From here on the server has to be asked. */
  get from(): UnixMs {
    return Math.max(this.#since, this.upTo - OVERLAP_MS);
  }

  get anchor(): Id | undefined {
    return this.#anchor;
  }

  /** Whether something was handled already, or is in somebody's hands. */
  has(key: string): boolean {
    return this.#open.has(key) || this.#done.has(key);
  }

  /** A post was seen that needs no handling: the bot's own. */
  saw(id: Id, at: UnixMs): void {
    this.#newest = Math.max(this.#newest, at);
    this.#recent.push({ id, at });
    this.isDirty = true;
  }

  /** Somebody begins to handle something. */
  begin(key: string, at: UnixMs): void {
    this.#open.set(key, at);
    this.#newest = Math.max(this.#newest, at);
  }

  /** It was handled, or nobody wanted it. */
  end(key: string, at: UnixMs): void {
    this.#open.delete(key);
    this.#done.set(key, at);
    this.isDirty = true;
    this.#tidy();
  }

  record(): ChannelRecord {
    const { from } = this;
    return {
      since: this.#since,
      upTo: this.upTo,
      ...(this.#anchor === undefined ? {} : { anchor: this.#anchor }),
      done: [...this.#done].filter(([, at]) => at > from),
    };
  }

  #tidy(): void {
    const { from } = this;
    const next = this.#recent.findIndex(({ at }) => at > from);
    const old = next < 0 ? this.#recent.length : next;
    if (old > 0) {
      this.#anchor = this.#recent[old - 1]?.id;
      this.#recent = this.#recent.slice(old);
    }
    for (const [key, at] of this.#done) {
      if (at > from) break;
      this.#done.delete(key);
    }
  }
}
