/**
 * How far one channel was handled. The server stamps a post before it can be seen, so one with an earlier stamp may come after one
 * with a later: what is younger than the overlap is remembered one by one, and what is older counts as handled. Each call costs the
 * same, however much is open or remembered.
 */
import type { Id, UnixMs } from "@matterwright/protocol";

/** Longer than the server takes from stamping a post to showing it, link previews and all. */
export const OVERLAP_MS = 30_000;
/** Where more is said within the overlap, the overlap is shorter. */
export const REMEMBERED_MOST = 2_000;
/** Passed entries are cut off when there are so many. */
const CUT_AT = 1_000;

/** What of it is stored. */
export interface ChannelRecord {
  /** What was said up to here is none of the bot's business: it was not there yet, or it is long done. */
  readonly since: UnixMs;
  /** Everything up to here was handled, but for what the overlap hides. */
  readonly upTo: UnixMs;
  /** A post older than the overlap, behind which the server can be asked to go on. */
  readonly anchor?: Id;
  /** What was handled, or was nothing to handle, and is not older than the overlap, with its stamp. */
  readonly done: readonly (readonly [key: string, at: UnixMs])[];
}

export class ChannelJournal {
  /** In somebody's hands, with its stamp, in the order in which it came. */
  readonly #open = new Map<string, UnixMs>();
  /** Whether that is the order of the stamps as well, as it nearly always is. */
  #isAscending = true;
  #lastOpened: UnixMs = 0;
  readonly #done: Map<string, UnixMs>;
  /** Posts that may become the anchor, the oldest first; those before `#passed` have been. */
  #recent: { readonly id: Id; readonly at: UnixMs }[] = [];
  #passed = 0;
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
    const oldest = this.#oldestOpen();
    return oldest === undefined ? this.#newest : Math.min(this.#newest, oldest - 1);
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

  /** A post was seen. */
  saw(id: Id, at: UnixMs): void {
    this.#newest = Math.max(this.#newest, at);
    this.#recent.push({ id, at });
    this.isDirty = true;
    // Where nobody speaks but the bot, nothing else would pass what it said.
    if (this.#open.size === 0) this.#tidy();
  }

  /** Somebody begins to handle something. */
  begin(key: string, at: UnixMs): void {
    if (this.#open.size === 0) this.#isAscending = true;
    else if (at < this.#lastOpened) this.#isAscending = false;
    this.#lastOpened = at;
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
    const { from, upTo } = this;
    const done = [...this.#done].filter(([, at]) => at > from).toSorted(([, one], [, other]) => one - other);
    const forgotten = done.splice(0, Math.max(0, done.length - REMEMBERED_MOST));
    return {
      since: Math.max(this.#since, forgotten.at(-1)?.[1] ?? 0),
      upTo,
      ...(this.#anchor === undefined ? {} : { anchor: this.#anchor }),
      done,
    };
  }

  /** Posts that may become the anchor: as many as were made within the overlap. */
  get remembered(): number {
    return this.#recent.length;
  }

  #oldestOpen(): UnixMs | undefined {
    if (this.#isAscending) return this.#open.values().next().value;
    let oldest = Infinity;
    for (const at of this.#open.values()) oldest = Math.min(oldest, at);
    return oldest === Infinity ? undefined : oldest;
  }

  #tidy(): void {
    const { from } = this;
    for (let next = this.#recent[this.#passed]; next !== undefined && next.at <= from;) {
      this.#anchor = next.id;
      next = this.#recent[++this.#passed];
    }
    if (this.#passed >= CUT_AT) {
      this.#recent = this.#recent.slice(this.#passed);
      this.#passed = 0;
    }
    for (const [key, at] of this.#done) {
      if (at > from) break;
      this.#done.delete(key);
    }
  }
}
