/**
 * Brings the targets of a broadcast that is to be sent now to what they are now: what is there no more is left out, what is new comes in
 * behind the others, and both are kept for the report. Called by the job, and again when the program died in the middle of it.
 */
import type { Target } from "../broadcast.ts";
import { placeOf } from "../store/begin.ts";
import type { Book, Entry, Wish } from "../store/book.ts";
import type { BroadcastRecord, DeliveryRecord, TargetChanges } from "../store/records.ts";

/** Of a target that is left out. */
export const GONE = "it was not among the targets any more when this was sent";
/** Names that are told of many. */
const NAMED = 20;
/** Changes that are written down at once. */
const BATCH = 500;

/** Where a broadcast goes now. */
export interface Resolved {
  /** Nothing where that cannot be found out any more: then it goes where it was shown to go. */
  readonly targets: readonly Target[] | undefined;
  /** What could not be named any more, in sentences without a full stop. */
  readonly why: readonly string[];
  /** Whether somebody would have to agree to these. */
  readonly needsConsent: boolean;
}

export interface RetargetParts {
  readonly book: Book;
  readonly wish: Wish;
  readonly now: number;
}

/** A list of names that need not hold all of them. */
class Some {
  count = 0;
  readonly names: string[] = [];

  add(name: string): void {
    this.count++;
    if (this.names.length < NAMED) this.names.push(name);
  }
}

/** Whether this run was still the right one. */
export async function retarget(
  { record }: Entry,
  { targets, why, needsConsent }: Resolved,
  { book, wish, now }: RetargetParts,
): Promise<boolean> {
  const wanted = new Map((targets ?? (await shownTargets(record, book))).map((target) => [placeOf(target), target]));
  const shown = await shownPlaces(record, book);
  const changes = { added: new Some(), gone: new Some(), refused: new Some(), why: [...why] };
  const isBound = needsConsent || record.audience?.isAgreed === true;
  const agreed = isBound ? await agreedPlaces(record, book) : undefined;
  for (const [place, { name }] of wanted) {
    if (agreed?.has(place) === false) {
      changes.refused.add(name);
      wanted.delete(place);
    } else if (shown.size > 0 && !shown.has(place)) changes.added.add(name);
  }
  for (const [place, name] of shown) if (!wanted.has(place)) changes.gone.add(name);
  const { tally, known } = await leftOut(record, wanted, { book, wish, now });
  const added = [...wanted].filter(([place]) => !known.has(place)).map(([, target]) => target);
  const pending = tally.pending + (await book.add(record.id, added, { from: known.size, isAdded: true }));
  return book.note(wish, (entry) => ({
    record: { ...entry.record, isResolved: true, targets: pending + tally.skipped, changes: plain(changes) },
    tally: { ...entry.tally, pending, skipped: tally.skipped, next: 0 },
  }));
}

/** What was confirmed. */
async function shownTargets({ id, series }: BroadcastRecord, book: Book): Promise<Target[]> {
  const targets: Target[] = [];
  for await (const { channelId, name, why, userId, values, frame, dueAt, zone, isAdded } of book.deliveries(
    series?.id ?? id,
  ))
    if (isAdded !== true)
      targets.push({
        channelId,
        name,
        why,
        ...(userId === undefined ? {} : { userId }),
        ...(values === undefined ? {} : { values }),
        ...(frame === undefined ? {} : { frame }),
        ...(dueAt === undefined ? {} : { dueAt }),
        ...(zone === undefined ? {} : { zone }),
      });
  return targets;
}

/** What the author was shown last, by place. */
async function shownPlaces({ id, series }: BroadcastRecord, book: Book): Promise<Map<string, string>> {
  const shown = new Map<string, string>();
  for await (const delivery of book.deliveries(series?.shownIn ?? id)) {
    const isShown = series === undefined ? delivery.isAdded !== true : delivery.reason !== GONE;
    if (isShown) shown.set(placeOf(delivery), delivery.name);
  }
  return shown;
}

/** What was confirmed, and agreed to where somebody had to. */
async function agreedPlaces({ id, series }: BroadcastRecord, book: Book): Promise<Set<string>> {
  const agreed = new Set<string>();
  for await (const delivery of book.deliveries(series?.id ?? id))
    if (delivery.isAdded !== true) agreed.add(placeOf(delivery));
  return agreed;
}

interface Known {
  readonly tally: { readonly pending: number; readonly skipped: number };
  readonly known: ReadonlySet<string>;
}

/** Leaves out what is not wanted any more, and takes in again what had been left out before the program died. */
async function leftOut(
  { id }: BroadcastRecord,
  wanted: ReadonlyMap<string, Target>,
  { book, now }: RetargetParts,
): Promise<Known> {
  const known = new Set<string>();
  const tally = { pending: 0, skipped: 0 };
  let batch: (Pick<DeliveryRecord, "index"> & Partial<DeliveryRecord>)[] = [];
  const flush = async (): Promise<void> => {
    const full = batch;
    batch = [];
    await book.amend(id, full);
  };
  for await (const delivery of book.deliveries(id)) {
    const { index, state } = delivery;
    const target = wanted.get(placeOf(delivery));
    const isWanted = target !== undefined;
    known.add(placeOf(delivery));
    tally[isWanted ? "pending" : "skipped"]++;
    if (isWanted && state === "skipped") batch.push({ index, state: "pending", reason: undefined, endedAt: undefined });
    // Somebody may have gone elsewhere since.
    if (isWanted && (target.dueAt !== delivery.dueAt || target.zone !== delivery.zone))
      batch.push({ index, dueAt: target.dueAt, zone: target.zone });
    if (!isWanted && state === "pending") batch.push({ index, state: "skipped", reason: GONE, endedAt: now });
    if (batch.length >= BATCH) await flush();
  }
  await flush();
  return { tally, known };
}

function plain({
  added,
  gone,
  refused,
  why,
}: Readonly<Record<"added" | "gone" | "refused", Some>> & { readonly why: string[] }): TargetChanges {
  const of = ({ count, names }: Some): TargetChanges["added"] => ({ count, names });
  return { added: of(added), gone: of(gone), refused: of(refused), why };
}
