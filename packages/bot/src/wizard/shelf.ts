/**
 * Where talks are kept: while they go on, and for a while longer. What one update decides is written with it, at its end, and read again within it
 * as if it were written. Of two updates that change the same talk at the same moment only one counts.
 */
import type { Context } from "../context/context.ts";
import type { Durable } from "../store/durable.ts";
import type { Stored } from "../store/store.ts";
import type { Transaction } from "../store/transaction.ts";
import type { UnitOfWork } from "../store/unit.ts";
import { type Talk, type TalkPlace, type Talks, placeOf } from "./talk.ts";

const OPEN = "wizard/open/";
const KEPT = "wizard/kept/";
const LISTED_AT_ONCE = 500;

/** A place as one update sees it. */
interface Seen {
  readonly version: number;
  readonly expiresAt: number | undefined;
  talks: Talks | undefined;
  /** How long they are kept from now on; nothing where the update has not changed them. */
  ttlMs?: number;
}

/** Talks of a place; `isOpen`: they go on. */
export interface Kept {
  readonly talks: Talks;
  readonly isOpen: boolean;
}

/** The same for every wizard that has to do with an update. */
const seenBy = new WeakMap<UnitOfWork, Map<string, Seen>>();

export class Shelf {
  readonly #durable: Durable;

  constructor(durable: Durable) {
    this.#durable = durable;
  }

  /** The talks that go on in a place. */
  async open(ctx: Context, place: TalkPlace): Promise<Talks | undefined> {
    return (await this.#look(ctx, placeOf(place))).talks;
  }

  /** The same, or those that nobody answered for too long. */
  async left(ctx: Context, place: TalkPlace): Promise<Talks | undefined> {
    const open = await this.open(ctx, place);
    return open ?? ((await this.#durable.store.get(KEPT + placeOf(place))) as Talks | undefined);
  }

  /** Keeps talks for so long from now on, together with everything else that the update leads to. */
  async keep(ctx: Context, talks: Talks, ttlMs: number): Promise<void> {
    const key = placeOf(talks);
    const seen = await this.#look(ctx, key);
    const isFirst = seen.ttlMs === undefined;
    Object.assign(seen, { talks: talks.talks.length === 0 ? undefined : talks, ttlMs });
    if (!isFirst) return;
    const ifVersion = seen.version;
    ctx.write(async ({ store }) => {
      await store.delete(KEPT + key);
      if (seen.talks !== undefined) await store.set(OPEN + key, seen.talks, { ttlMs: seen.ttlMs ?? ttlMs, ifVersion });
      else if (ifVersion > 0) await store.delete(OPEN + key, { ifVersion });
    });
  }

  /** Puts talks away that nobody answers: they can be taken up again for so long. */
  putAway(ctx: Context, talks: Talks, keptMs: number): void {
    ctx.write((tx) => tx.store.set(KEPT + placeOf(talks), talks, { ttlMs: keptMs }));
  }

  /** Takes talks that nobody has answered in time, each once, and hands them on in the same transaction. Resolves with how many. */
  takeSilent(most: number, hand: (tx: Transaction, talks: Talks) => Promise<unknown>): Promise<number> {
    return this.#durable.transaction(async (tx) => {
      const gone: readonly Stored[] = await tx.store.takeExpired(OPEN, most);
      for (const { value } of gone) await hand(tx, value as Talks);
      return gone.length;
    });
  }

  /** Everybody's talks: those that go on, and those that were put away. */
  async *all(): AsyncGenerator<Kept> {
    for (const prefix of [OPEN, KEPT]) {
      for (let after: string | undefined; ;) {
        const page = { limit: LISTED_AT_ONCE, ...(after === undefined ? {} : { after }) };
        const listed = await this.#durable.store.list(prefix, page);
        for (const { value } of listed) yield { talks: value as Talks, isOpen: prefix === OPEN };
        after = listed.at(-1)?.key;
        if (listed.length < LISTED_AT_ONCE) break;
      }
    }
  }

  /** Ends one talk of a place; those that waited for it, or that it waits for, go on for as long as they had. */
  async end(ctx: Context, place: TalkPlace, which: Pick<Talk, "startedAt" | "wizard">): Promise<void> {
    const key = placeOf(place);
    const others = ({ talks, ...where }: Talks): Talks => ({
      ...where,
      talks: talks.filter(({ wizard, startedAt }) => wizard !== which.wizard || startedAt !== which.startedAt),
    });
    const { talks, expiresAt } = await this.#look(ctx, key);
    if (talks !== undefined) return this.keep(ctx, others(talks), leftMs(ctx, expiresAt));
    ctx.write(async ({ store }) => {
      const kept = await store.read(KEPT + key);
      const left = kept && others(kept.value as Talks);
      if (kept === undefined || left === undefined || left.talks.length === 0) await store.delete(KEPT + key);
      else await store.set(KEPT + key, left, { ttlMs: leftMs(ctx, kept.expiresAt) });
    });
  }

  async #look({ unit }: Context, key: string): Promise<Seen> {
    const places = seenBy.get(unit) ?? new Map<string, Seen>();
    seenBy.set(unit, places);
    const known = places.get(key);
    if (known !== undefined) return known;
    const stored = await this.#durable.store.read(OPEN + key);
    const seen: Seen = {
      version: stored?.version ?? 0,
      expiresAt: stored?.expiresAt,
      talks: stored?.value as Talks | undefined,
    };
    places.set(key, seen);
    return seen;
  }
}

/** How long something has that ends then. */
function leftMs({ now }: Context, expiresAt = now.getTime()): number {
  return Math.max(1, expiresAt - now.getTime());
}
