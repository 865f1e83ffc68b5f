/**
 * One pass over the targets that are pending: takes them in their order, has a few tried at the same time, and writes down how each
 * ended. Before a target is tried that is written down, so that after a death it is looked up first whether it arrived. Ends when
 * nothing is pending, or when it is told to stop; it decides nothing about the broadcast.
 */
import { type Clock, sleep } from "@matterwright/clock";
import type { Book, Wish } from "../store/book.ts";
import type { DeliveryRecord, Tally } from "../store/records.ts";
import type { Settled } from "../store/settling.ts";

/** Targets that are tried at the same time: as many calls of this kind as the governor lets out at once. */
const AT_ONCE = 8;
/** Targets that are written down as being tried together, at most: fewer where the server lets out fewer in so long. */
const CLAIMED_MOST = 24;
const CLAIMED_FOR_MS = 500;
/** Ends that wait to be written down. After a death their targets are looked up. */
const MOST_UNWRITTEN = 96;
/** So many failures in a row that are not for good, and no other target is begun until it works again. */
const TROUBLE_AFTER = AT_ONCE;
/** A wait that something else may end is looked at so often. */
const LONGEST_WAIT_MS = 5_000;

/** How one try ended: for good, or it is to be made again. */
export type TryEnd =
  | ({ readonly kind: "ended" } & Omit<Settled, "index">)
  | { readonly kind: "again"; readonly dueAt: number; readonly isSure: boolean };

export interface PassParts {
  readonly book: Book;
  readonly wish: Wish;
  readonly clock: Clock;
  /** Aborted when it shall begin nothing more. */
  readonly signal: AbortSignal;
  /** No target before this one is pending. */
  readonly next: number;
  /** Tries one target. Never rejects. @param isLast whether it is given up when it does not work now either */
  readonly attempt: (target: DeliveryRecord, isLast: boolean) => Promise<TryEnd>;
  /** Until when a target has to wait, in Unix milliseconds; nothing where it need not. */
  readonly heldUntil: (target: DeliveryRecord) => number | undefined;
  /** Told of the counts when they have changed. */
  readonly onCounts: (tally: Tally) => void;
}

/** A target that is to be tried, as it was before that was written down. */
interface Claimed {
  readonly before: DeliveryRecord;
  readonly now: DeliveryRecord;
}

/** Tries of one target while others arrive. */
const MOST_TRIES = 12;

export class SendPass {
  readonly #parts: PassParts;
  readonly #targets: AsyncGenerator<DeliveryRecord>;
  readonly #ready: Claimed[] = [];
  readonly #later: { readonly target: DeliveryRecord; readonly dueAt: number }[] = [];
  /** Those that were begun and have not ended. */
  readonly #open = new Set<number>();
  readonly #settled: Settled[] = [];
  #writing: Promise<void> | undefined;
  /** The first of those that have to wait, and when the next of them need not any more. */
  #held: { readonly index: number; readonly until: number } | undefined;
  /** Why nothing can be written down. */
  #failure: { readonly error: unknown } | undefined;
  #taking: Promise<unknown> = Promise.resolve();
  /** The first that was not looked at yet. */
  #seen: number;
  #isAllSeen = false;
  #claimed = { at: 0, count: 0 };
  #isStale = false;
  #failuresInARow = 0;
  #arrivedAt = 0;

  constructor(parts: PassParts) {
    this.#parts = parts;
    this.#seen = parts.next;
    this.#targets = parts.book.deliveries(parts.wish.id, parts.next);
  }

  /** Resolves with whether nothing is pending any more. @throws StoreError. */
  async run(): Promise<boolean> {
    const workers = await Promise.allSettled(Array.from({ length: AT_ONCE }, () => this.#work()));
    await this.#targets.return(undefined);
    await this.#writing;
    const failed = workers.find(({ status }) => status === "rejected");
    if (failed?.status === "rejected") throw failed.reason;
    if (this.#failure !== undefined) throw this.#failure.error;
    await this.#putBack();
    return !this.#isOver && this.#isAllSeen;
  }

  /** When it has to go on, in Unix milliseconds, for those that had to wait; nothing where there were none. */
  get heldUntil(): number | undefined {
    return this.#held?.until;
  }

  get #isOver(): boolean {
    return this.#isStale || this.#failure !== undefined || this.#parts.signal.aborted;
  }

  async #work(): Promise<void> {
    for (let claimed = await this.#take(); claimed !== undefined; claimed = await this.#take()) {
      const { before, now } = claimed;
      const othersArrive = this.#arrivedAt >= (now.firstAt ?? Infinity);
      const end = await this.#parts.attempt(
        { ...now, unsureSince: before.unsureSince },
        othersArrive && now.attempts >= MOST_TRIES,
      );
      await this.#end(claimed, end);
    }
  }

  async #end({ before, now }: Claimed, end: TryEnd): Promise<void> {
    if (end.kind === "again") {
      const target = { ...now, unsureSince: end.isSure ? before.unsureSince : now.unsureSince };
      this.#failuresInARow++;
      this.#later.push({ target, dueAt: end.dueAt });
      return this.#write({ index: now.index, unsureSince: target.unsureSince });
    }
    const { kind: _, ...ending } = end;
    this.#failuresInARow = 0;
    if (ending.state === "sent") this.#arrivedAt = this.#parts.clock.now();
    this.#open.delete(now.index);
    await this.#write({ ...ending, index: now.index, endedAt: this.#parts.clock.now() });
  }

  /** The next one to be tried, one at a time. Nothing when there is none, or it is to stop. */
  #take(): Promise<Claimed | undefined> {
    const taken = this.#taking.then(() => this.#next());
    this.#taking = taken.catch(() => {});
    return taken;
  }

  async #next(): Promise<Claimed | undefined> {
    const { clock, signal } = this.#parts;
    while (!this.#isOver) {
      if (this.#ready.length > 0) return this.#ready.shift();
      const due = this.#takeDue();
      const wanted = due.length > 0 || this.#isInTrouble ? due : await this.#look();
      if (wanted.length > 0) {
        await this.#claim(wanted);
        continue;
      }
      if (this.#later.length === 0) return undefined;
      const waitMs = Math.min(...this.#later.map(({ dueAt }) => dueAt)) - clock.now();
      await sleep(clock, Math.min(Math.max(waitMs, 0), LONGEST_WAIT_MS), signal).catch(() => {});
    }
    return undefined;
  }

  /** When nothing works, the next ones would not either. */
  get #isInTrouble(): boolean {
    return this.#failuresInARow >= TROUBLE_AFTER && this.#later.length > 0;
  }

  #takeDue(): DeliveryRecord[] {
    const now = this.#parts.clock.now();
    const due = this.#later.filter(({ dueAt }) => dueAt <= now).slice(0, this.#isInTrouble ? 1 : CLAIMED_MOST);
    for (const each of due) this.#later.splice(this.#later.indexOf(each), 1);
    return due.map(({ target }) => target);
  }

  /** The next ones in their order that were not begun yet. */
  async #look(): Promise<DeliveryRecord[]> {
    const found: DeliveryRecord[] = [];
    const most = this.#claimable;
    while (!this.#isAllSeen && found.length < most) {
      const { value, done } = await this.#targets.next();
      if (done === true) {
        this.#isAllSeen = true;
        break;
      }
      // Together with what is seen: whoever writes down how far it came in between must not pass it over.
      const until = value.state === "pending" ? this.#parts.heldUntil(value) : undefined;
      const isWanted = value.state === "pending" && until === undefined;
      if (until !== undefined)
        this.#held = { index: this.#held?.index ?? value.index, until: Math.min(this.#held?.until ?? until, until) };
      if (isWanted) this.#open.add(value.index);
      this.#seen = value.index + 1;
      if (isWanted) found.push(value);
    }
    return found;
  }

  /** As many as go out in a moment, by the pace of the last: whatever is claimed at a death has to be looked up, a call for each. */
  get #claimable(): number {
    const { at, count } = this.#claimed;
    const tookMs = Math.max(this.#parts.clock.now() - at, 1);
    const paced = Math.min((count * CLAIMED_FOR_MS) / tookMs, 2 * count);
    return Math.min(Math.max(Math.floor(paced), AT_ONCE), CLAIMED_MOST);
  }

  async #claim(wanted: readonly DeliveryRecord[]): Promise<void> {
    const { book, wish, clock } = this.#parts;
    this.#claimed = { at: clock.now(), count: wanted.length };
    const claimed = await book.claim(wish, wanted);
    if (claimed === undefined) this.#isStale = true;
    for (const [index, now] of (claimed ?? []).entries()) this.#ready.push({ before: wanted[index] ?? now, now });
  }

  /** Hands it over to be written, together with what ends at the same time; waits only where too much waits already. */
  async #write(ending: Settled): Promise<void> {
    this.#settled.push(ending);
    this.#writing ??= this.#writeAll();
    if (this.#settled.length >= MOST_UNWRITTEN) await this.#writing;
  }

  async #writeAll(): Promise<void> {
    const { book, wish, onCounts } = this.#parts;
    try {
      while (this.#settled.length > 0) {
        const together = this.#settled.splice(0);
        onCounts(
          await book.settle(wish.id, together, Math.min(this.#seen, this.#held?.index ?? Infinity, ...this.#open)),
        );
      }
    } catch (error) {
      this.#failure = { error };
    }
    this.#writing = undefined;
  }

  /** What was written down as being tried and was not, is as it was. */
  async #putBack(): Promise<void> {
    const untried = this.#ready.splice(0);
    if (untried.length === 0) return;
    const { book, wish } = this.#parts;
    await book.amend(
      wish.id,
      untried.map(({ before: { index, attempts, firstAt, unsureSince } }) => ({
        index,
        attempts,
        firstAt,
        unsureSince,
      })),
    );
  }
}
