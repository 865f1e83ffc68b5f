/**
 * Reads up what was missed: after a gap in the connection, after a restart, after a crash. While it reads, what comes over the socket
 * waits, so that in each channel everything is handed on in the order in which it was said, and once.
 */
import { AuthenticationError, CallError, type Rest } from "@matterwright/client";
import { type Clock, sleep } from "@matterwright/clock";
import type { Channel, Id, UnixMs } from "@matterwright/protocol";
import { type Log, errorFacts } from "../../log.ts";
import type { Durable } from "../../store/durable.ts";
import type { MemberUpdate, Update } from "../../update.ts";
import { keyOf, stampOf } from "../key.ts";
import type { Seen } from "../seen.ts";
import { OVERLAP_MS } from "./channel-journal.ts";
import type { Journal } from "./journal.ts";
import { missedIn } from "./missed.ts";
import { rowsSince } from "./read.ts";

/** Channels that are read at the same time. */
const AT_ONCE = 4;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

export interface CatchUpParts {
  readonly rest: Rest;
  readonly me: { readonly id: Id };
  readonly clock: Clock;
  readonly log: Log;
  readonly durable: Pick<Durable, "transaction">;
  readonly journal: Journal;
  readonly seen: Seen;
  /** Keys of what was done, beyond what the journal says. */
  readonly done: () => Promise<ReadonlySet<string>>;
  /** The same updates with the names of who did it: what has to be asked for when it is handled would change the order. */
  readonly named: (updates: readonly Update[]) => Promise<readonly Update[]>;
  /** Hands on what is heard as it is said. */
  readonly take: (update: Update) => void;
  /** Hands on what was missed; resolves when there was room for it. */
  readonly admit: (update: Update) => Promise<void>;
}

export class CatchUp {
  readonly #parts: CatchUpParts;
  /** What came over the socket and waits, by channel. */
  readonly #held = new Map<Id, Update[]>();
  /** Channels that are not read up yet; `all` until it is known which. Nothing: level. */
  #behind: "all" | Set<Id> | undefined = "all";
  #done: ReadonlySet<string> = new Set();
  #round = 0;

  constructor(parts: CatchUpParts) {
    this.#parts = parts;
  }

  /** Whether everything that was said has been handed on. */
  get isLevel(): boolean {
    return this.#behind === undefined;
  }

  /** An update came over the socket: it is handed on at once, or waits for what came before it. */
  hear(update: Update): void {
    const { channelId } = update;
    const waits = channelId !== "" && (this.#behind === "all" || this.#behind?.has(channelId) === true);
    if (!waits) return this.#parts.take(update);
    const held = this.#held.get(channelId);
    if (held === undefined) this.#held.set(channelId, [update]);
    else held.push(update);
  }

  /**
   * Something may have been missed: reads it up. What is being read up already begins anew.
   *
   * @param after `gap`: the connection came about, and what was stamped just before it ended may have been shown only since; `silence`:
   * there was no gap that anybody knows of
   */
  async run(after: "gap" | "silence" = "gap"): Promise<void> {
    const round = ++this.#round;
    const overlapMs = after === "gap" ? OVERLAP_MS : 0;
    for (let pauseMs = FIRST_PAUSE_MS; round === this.#round; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      try {
        return await this.#level(round, overlapMs);
      } catch (error) {
        // The link finds out by itself that the token is no longer taken.
        if (error instanceof AuthenticationError) return;
        const facts = { error: errorFacts(error), retryInMs: pauseMs };
        this.#parts.log.warn(facts, "what was missed cannot be read up now; what comes in waits");
      }
      await sleep(this.#parts.clock, pauseMs);
    }
  }

  /** Everything that is heard from now on waits until it is known what was missed before. */
  hold(): void {
    this.#round++;
    this.#behind = "all";
  }

  /** Hands nothing on any more. */
  stop(): void {
    this.#round++;
    this.#held.clear();
  }

  async #level(round: number, overlapMs: number): Promise<void> {
    const { rest, journal, log, done } = this.#parts;
    this.#behind = "all";
    this.#done = await done();
    const channels = await rest.users.channels("me");
    if (round !== this.#round) return;
    await this.#noticeLeft(new Set(channels.map(({ id }) => id)));
    const { newest } = journal;
    const sure = (newest ?? 0) - overlapMs;
    const behind = newest === undefined ? [] : channels.filter((channel) => this.#hasMoved(channel, sure));
    if (newest === undefined) await this.#beginAt(channels);
    this.#behind = new Set(behind.map(({ id }) => id));
    for (const id of this.#held.keys()) if (!this.#behind.has(id)) await this.#release(id, []);
    let count = 0;
    const queue = behind.values();
    const worker = async (): Promise<void> => {
      for (const channel of queue) if (round === this.#round) count += await this.#readUp(channel, newest ?? 0, round);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    if (round !== this.#round) return;
    this.#behind = undefined;
    if (count > 0) log.info({ updates: count, channels: behind.length }, "what was missed has been read up");
  }

  /** A bot that never ran before is not told everything that was ever said. */
  async #beginAt(channels: readonly Channel[]): Promise<void> {
    const { journal, durable } = this.#parts;
    for (const { id, last_post_at: at } of channels) journal.add(id, at);
    await journal.flush(durable);
  }

  #hasMoved({ id, last_post_at: at }: Channel, sure: UnixMs): boolean {
    const known = this.#parts.journal.of(id);
    if (known === undefined) return true;
    // What the server stamped just before the gap may have been shown only within it.
    return at > known.upTo || at > sure;
  }

  /** Reads one channel. Returns how much was missed there. */
  async #readUp(channel: Channel, newest: UnixMs, round: number): Promise<number> {
    const { rest, me, clock, journal, seen } = this.#parts;
    const known = journal.of(channel.id);
    const from = known?.from ?? newest - OVERLAP_MS;
    const rows = await this.#orGone(rowsSince(rest, { channelId: channel.id, from, anchor: known?.anchor }));
    if (round !== this.#round) return 0;
    const isKnown = (key: string): boolean => known?.has(key) === true || seen.has(key) || this.#done.has(key);
    const missed = missedIn(rows, { channel, me, nowMs: clock.now(), from, isKnown });
    for (const update of missed) seen.first(keyOf(update) ?? "");
    if (known === undefined) journal.add(channel.id, from);
    const joined = known === undefined && channel.type !== "D" ? [this.#member(channel.id, "joined")] : [];
    await this.#release(channel.id, [...joined, ...(await this.#parts.named(missed))]);
    return missed.length;
  }

  /** A channel that was archived or left in the meantime has nothing to say; a server that does not answer has. */
  async #orGone<Row>(reading: Promise<Row[]>): Promise<Row[]> {
    try {
      return await reading;
    } catch (error) {
      if (error instanceof CallError && (error.status === 403 || error.status === 404)) return [];
      throw error;
    }
  }

  /** Hands on what was missed and what has waited, in order, until nothing waits any more. */
  async #release(channelId: Id, missed: readonly Update[]): Promise<void> {
    const waited = this.#held.get(channelId) ?? [];
    this.#held.set(channelId, []);
    for (const update of inOrder([...missed, ...waited])) await this.#parts.admit(update);
    if ((this.#held.get(channelId)?.length ?? 0) > 0) return this.#release(channelId, []);
    this.#held.delete(channelId);
    if (this.#behind instanceof Set) this.#behind.delete(channelId);
  }

  async #noticeLeft(now: ReadonlySet<Id>): Promise<void> {
    const { journal, durable, admit } = this.#parts;
    for (const id of [...journal.channels].filter((channel) => !now.has(channel))) {
      await durable.transaction(journal.forget(id));
      await admit(this.#member(id, "left"));
    }
  }

  #member(channelId: Id, change: "joined" | "left"): MemberUpdate {
    const { clock, me } = this.#parts;
    const user = { id: me.id, username: "" };
    return { kind: "member", change, channelId, user, at: clock.now(), recovered: { ageMs: 0 } };
  }
}

/** By when it happened. What has no stamp keeps its place. */
function inOrder(updates: readonly Update[]): Update[] {
  let last = 0;
  const stamped = updates.map((update) => ({ update, at: keyOf(update) === undefined ? 0 : stampOf(update) }));
  return stamped
    .map(({ update, at }) => ({ update, at: (last = at === 0 ? last : at) }))
    .toSorted((one, other) => one.at - other.at)
    .map(({ update }) => update);
}
