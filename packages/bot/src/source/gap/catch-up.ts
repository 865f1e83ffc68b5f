/**
 * Reads up what was missed: after a gap in the connection, after a restart, after a crash. While it reads, what comes over the socket
 * waits, so that in each channel everything is handed on in the order in which it was said, and once.
 */
import { messageOf } from "../../errors.ts";
import { AuthenticationError, type Rest, orNothing } from "@matterwright/client";
import { type Clock, sleep } from "@matterwright/clock";
import type { Channel, Id, Post, UnixMs } from "@matterwright/protocol";
import { type Log, errorFacts } from "../../log/log.ts";
import type { Durable } from "../../store/durable.ts";
import type { MemberUpdate, Update } from "../../update/update.ts";
import { keyOf, stampOf } from "../key.ts";
import type { Seen } from "../seen.ts";
import { OVERLAP_MS } from "./channel-journal.ts";
import type { Journal } from "./journal.ts";
import { missedIn } from "./missed.ts";
import { rowsSince } from "./read.ts";
import { Round } from "./round.ts";
import { Waiting } from "./waiting.ts";

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
  /** Channels in which a reaction counts, which does not move a channel: they are read up after every gap. */
  readonly watched: () => Promise<ReadonlySet<Id>>;
  /** Hands on what is heard as it is said. */
  readonly take: (update: Update) => void;
  /** Hands on what was missed; resolves when there was room for it. */
  readonly admit: (update: Update) => Promise<void>;
}

export class CatchUp {
  readonly #parts: CatchUpParts;
  readonly #waiting = new Waiting();
  /** Channels that are not read up yet; `all` until it is known which. Nothing: level. */
  #behind: "all" | Set<Id> | undefined = "all";
  #done: ReadonlySet<string> = new Set();
  /** Counts the times that reading up began. */
  #round = 0;
  /** What is being read. */
  #reading: Round | undefined;
  /** Counts the times that everything was begun anew: what was to be handed on before is not. */
  #epoch = 0;
  /** Why what was missed cannot be read up now. */
  #trouble: string | undefined;
  /** By channel, the last that is being handed on there. */
  readonly #releases = new Map<Id, Promise<void>>();
  readonly #over = new AbortController();

  constructor(parts: CatchUpParts) {
    this.#parts = parts;
  }

  /** Whether everything that was said has been handed on. */
  get isLevel(): boolean {
    return this.#behind === undefined;
  }

  /** Why what comes in waits and will wait for a while; nothing when all is well. */
  get trouble(): string | undefined {
    return this.isLevel ? undefined : this.#trouble;
  }

  /** An update came over the socket: it is handed on at once, or waits for what came before it. */
  hear(update: Update): void {
    if (update.channelId === "" || !this.#waits(update.channelId)) return this.#parts.take(update);
    if (!this.#waiting.add(update)) return this.#readInstead();
    this.#reading?.hurry(update.channelId);
  }

  /** A post of the bot's own was seen. It says nothing of what was said before it, as long as that is not read up. */
  saw(post: Post): void {
    if (this.#waits(post.channel_id)) this.#waiting.saw(post);
    else this.#parts.journal.saw(post.channel_id, post.id, post.create_at);
  }

  /**
   * Something may have been missed: reads it up. What is being read up already begins anew.
   *
   * @param after `gap`: the connection came about, and what was stamped just before it ended may have been shown only since; `silence`:
   * there was no gap that anybody knows of
   */
  async run(after: "gap" | "silence" = "gap"): Promise<void> {
    const round = ++this.#round;
    for (let pauseMs = FIRST_PAUSE_MS; round === this.#round; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      try {
        return await this.#level(round, after);
      } catch (error) {
        // Nobody knows that anything is missing, and the next look is soon enough; or nobody wants to know any more.
        if (this.isLevel || this.#over.signal.aborted) return;
        this.#complain(error, pauseMs);
      }
      await sleep(this.#parts.clock, pauseMs, this.#over.signal).catch(() => {});
    }
  }

  /** Reads nothing until it is told to: there is nobody to ask. What comes in waits. */
  pause(): void {
    this.#round++;
    this.#fallBehind();
  }

  /** As `pause`, and forgets what it was about to hand on: how far everything came is read anew. */
  hold(): void {
    this.#epoch++;
    this.#waiting.clear();
    this.pause();
  }

  /** Hands on nothing that comes from now on. */
  stop(): void {
    this.#round++;
    this.#over.abort();
    this.#waiting.clear();
  }

  #waits(channelId: Id): boolean {
    return this.#behind === "all" || this.#behind?.has(channelId) === true || this.#waiting.has(channelId);
  }

  #fallBehind(): void {
    this.#behind = "all";
    this.#parts.journal.fallBehind();
  }

  /** More waits than fits. The server has it all: it is read up with everything else. */
  #readInstead(): void {
    const { seen, log } = this.#parts;
    const updates = this.#waiting.takeAll();
    for (const update of updates) seen.forget(keyOf(update) ?? "");
    log.warn({ updates: updates.length }, "too much waits for what came before it; it will be read up instead");
    void this.run();
  }

  #complain(error: unknown, retryInMs: number): void {
    this.#trouble = `what was missed cannot be read up, and what comes in waits: ${messageOf(error)}`;
    // The link finds out by itself whether the token is taken no longer, and says so.
    if (error instanceof AuthenticationError) return;
    const facts = { error: errorFacts(error), retryInMs };
    this.#parts.log.warn(facts, "what was missed cannot be read up now; what comes in waits");
  }

  async #level(round: number, after: "gap" | "silence"): Promise<void> {
    const { rest, journal, log, done, watched } = this.#parts;
    if (after === "gap") this.#fallBehind();
    this.#done = await done();
    const watching = after === "gap" ? await watched() : new Set();
    const channels = await rest.users.channels("me");
    if (round !== this.#round) return;
    journal.fallBehind();
    const { level } = journal;
    const sure = (level ?? 0) - (after === "gap" ? OVERLAP_MS : 0);
    const isBehind = (channel: Channel): boolean => watching.has(channel.id) || this.#hasMoved(channel, sure);
    const behind = level === undefined ? [] : channels.filter(isBehind);
    if (level === undefined) await this.#beginAt(channels);
    this.#behind = new Set(behind.map(({ id }) => id));
    await this.#noticeLeft(new Set(channels.map(({ id }) => id)));
    const unmoved = this.#waiting.channels.filter((id) => !this.#isBehind(id));
    await Promise.all(unmoved.map((id) => this.#release(id, [], round)));
    const hasSpoken = ({ id, last_post_at: at }: Channel): boolean =>
      watching.has(id) || at > (journal.of(id)?.upTo ?? 0) || this.#waiting.has(id);
    const moved = behind.filter(hasSpoken);
    const calm = behind.filter((channel) => !hasSpoken(channel));
    const read = (channel: Channel, isUrgent: boolean): Promise<number> =>
      this.#readUp(channel, level ?? 0, { round, isUrgent });
    this.#reading = new Round({ moved, calm, read });
    const count = await this.#reading.run();
    if (round !== this.#round) return;
    this.#behind = undefined;
    this.#trouble = undefined;
    journal.caughtUp();
    if (count > 0) log.info({ updates: count, channels: behind.length }, "what was missed has been read up");
  }

  #isBehind(channelId: Id): boolean {
    return this.#behind instanceof Set && this.#behind.has(channelId);
  }

  /** A bot that never ran before is not told everything that was ever said. */
  async #beginAt(channels: readonly Channel[]): Promise<void> {
    const { journal, durable } = this.#parts;
    for (const { id, last_post_at: at } of channels) journal.add(id, at);
    journal.caughtUp();
    await journal.flush(durable);
  }

  #hasMoved({ id, last_post_at: at }: Channel, sure: UnixMs): boolean {
    const known = this.#parts.journal.of(id);
    if (known === undefined) return true;
    // What the server stamped just before the gap may have been shown only within it.
    return at > known.upTo || at > sure;
  }

  /** Reads one channel. Returns how much was missed there. */
  async #readUp(
    channel: Channel,
    level: UnixMs,
    { round, isUrgent }: { readonly round: number; readonly isUrgent: boolean },
  ): Promise<number> {
    if (round !== this.#round) return 0;
    const { rest: urgent, me, clock, journal, seen } = this.#parts;
    const rest = isUrgent ? urgent : urgent.with({ lane: "bulk" });
    const known = journal.of(channel.id);
    const from = known?.from ?? level - OVERLAP_MS;
    // A channel that was archived or left in the meantime has nothing to say; a server that does not answer has.
    const rows = (await orNothing(rowsSince(rest, { channelId: channel.id, from, anchor: known?.anchor }))) ?? [];
    if (round !== this.#round) return 0;
    const isKnown = (key: string): boolean => known?.has(key) === true || seen.has(key) || this.#done.has(key);
    const missed = missedIn(rows, { channel, me, nowMs: clock.now(), from, isKnown });
    for (const update of missed) seen.first(keyOf(update) ?? "");
    if (known === undefined) journal.add(channel.id, from);
    const isOwn = (row: Post): boolean => row.user_id === me.id && row.original_id === "";
    for (const row of rows) if (isOwn(row) && row.create_at > (known?.upTo ?? from)) this.#waiting.saw(row);
    const joined = known === undefined && channel.type !== "D" ? [this.#member(channel.id, "joined")] : [];
    await this.#release(channel.id, [...joined, ...(await this.#parts.named(missed))], round);
    return missed.length;
  }

  /** Hands on what was missed and what has waited. What an earlier round hands on in the same channel comes first. */
  async #release(channelId: Id, missed: readonly Update[], round: number): Promise<void> {
    const epoch = this.#epoch;
    const release = (this.#releases.get(channelId) ?? Promise.resolve()).then(() =>
      epoch === this.#epoch ? this.#handOn(channelId, missed, round) : undefined,
    );
    this.#releases.set(channelId, release);
    await release;
    if (this.#releases.get(channelId) === release) this.#releases.delete(channelId);
  }

  /** Hands on in order, until nothing waits any more; if it is read up anew, only what came before that. */
  async #handOn(channelId: Id, missed: readonly Update[], round: number): Promise<void> {
    const epoch = this.#epoch;
    for (let updates = missed; ; updates = []) {
      for (const update of inOrder([...updates, ...this.#waiting.take(channelId)])) {
        if (epoch !== this.#epoch) return;
        await this.#parts.admit(update);
      }
      if (round !== this.#round) return;
      if (this.#waiting.isEmpty(channelId)) break;
    }
    const own = this.#waiting.close(channelId);
    if (own !== undefined) this.#parts.journal.saw(channelId, own.id, own.create_at);
    if (this.#behind instanceof Set) this.#behind.delete(channelId);
  }

  async #noticeLeft(now: ReadonlySet<Id>): Promise<void> {
    const { journal, admit } = this.#parts;
    for (const id of journal.channels) if (!now.has(id)) await admit(this.#member(id, "left"));
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
