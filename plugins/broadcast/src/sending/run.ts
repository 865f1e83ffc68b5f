/**
 * One run of a broadcast: does whatever is left to do, in this order: tells of its end, takes copies back, leaves out what was cancelled, brings
 * copies to their new text, sends what is pending. After a death it finds in the book how far it came. Made by `runs.ts`.
 */
import { NetworkError, ServerFailure } from "@matterwright/client";
import { type Context, type PluginScope, RunAgain, type Workplace, errorFacts } from "matterwright";
import { type Changed, changeAll, recallAll } from "../after/changes.ts";
import { logTo } from "../node/log-file.ts";
import { ProgressPost } from "../progress/progress-post.ts";
import { report } from "../report/report.ts";
import type { Book, Entry, Wish } from "../store/book.ts";
import type { BroadcastRecord, DeliveryRecord } from "../store/records.ts";
import type { Steering } from "../manage/steering.ts";
import { type QuietHours, quietUntil } from "../when/quiet.ts";
import { type Resolved, retarget } from "../when/retarget.ts";
import { type Additions, copyTo } from "./copy.ts";
import { eachTarget } from "./each.ts";
import { Files } from "./files.ts";
import { SendPass } from "./pass.ts";

/** After the store could not be used, or something else went wrong that nobody foresaw. */
export const PAUSE_MS = 5_000;

export interface RunParts {
  readonly bot: PluginScope;
  readonly workplace: Workplace;
  readonly book: Book;
  readonly steering: Steering;
  /** Where a broadcast goes, found out when it is sent. */
  readonly resolve: (record: BroadcastRecord) => Promise<Resolved>;
  /** When nobody is written to; nothing where there are no such hours. */
  readonly quiet: QuietHours | undefined;
  readonly additions: Additions;
  /** A broadcast has ended: what comes after it is asked for, together with its end. */
  readonly ended: (ctx: Context<"tick">, record: BroadcastRecord) => void;
  readonly logChannel: string | undefined;
  /** The SQLite log, where there is one. */
  readonly logFile: string | undefined;
}

export interface RunOptions {
  readonly ctx: Context<"tick">;
  readonly wish: Wish;
  readonly signal: AbortSignal;
}

export class Run {
  readonly #parts: RunParts;
  readonly #ctx: Context<"tick">;
  readonly #wish: Wish;
  readonly #signal: AbortSignal;

  constructor(parts: RunParts, { ctx, wish, signal }: RunOptions) {
    this.#parts = parts;
    this.#ctx = ctx;
    this.#wish = wish;
    this.#signal = signal;
  }

  /** @throws RunAgain when it has to go on later. */
  async go(): Promise<void> {
    const { book, steering, workplace } = this.#parts;
    const ctx = this.#ctx;
    const entry = await this.#opened();
    if (entry === undefined) return;
    const posted = (progressId: string): Promise<boolean> =>
      book.note(this.#wish, ({ record }) => ({ record: { ...record, progressId } }));
    const progress = new ProgressPost(entry, { ctx, workplace, steer: steering.of, posted });
    if (entry.record.isReportDue === true) return this.#tell();
    if (entry.record.recall?.isDone === false) await this.#recall(entry.record);
    else await this.#send(entry, progress);
    if (!ctx.update.signal.aborted) await this.#show(progress);
  }

  /** The broadcast, if this is the right run of it. */
  async #opened(): Promise<Entry | undefined> {
    const { book } = this.#parts;
    await this.#findTargets();
    const isRight = await book.note(this.#wish, ({ record }) =>
      record.state === "scheduled" ? { record: { ...record, state: "sending" } } : {},
    );
    return isRight ? book.get(this.#wish.id) : undefined;
  }

  /** Has the targets of a broadcast that is due be those of now. */
  async #findTargets(): Promise<void> {
    const { book, resolve, workplace } = this.#parts;
    const entry = await book.get(this.#wish.id);
    const { record } = entry;
    const isOpen = record.audience !== undefined && record.isResolved !== true && record.state === "scheduled";
    if (record.run !== this.#wish.run || !isOpen) return;
    const now = workplace.clock.now();
    try {
      await retarget(entry, await resolve(record), { book, wish: this.#wish, now });
    } catch (error) {
      // Where the server does not say where it goes, it could not be sent either.
      if (!(error instanceof NetworkError || error instanceof ServerFailure)) throw error;
      throw new RunAgain("the server does not say where it goes", now + PAUSE_MS);
    }
  }

  async #send({ record, tally }: Entry, progress: ProgressPost): Promise<void> {
    if (record.applied < record.revision && !(await this.#change(record))) return;
    if (record.state === "cancelled" && tally.pending > 0) {
      await this.#leaveOut(`it was cancelled${record.cancelledBy === undefined ? "" : ` by ${record.cancelledBy}`}`);
      return this.#finish();
    }
    if (record.state !== "sending") return;
    await progress.show({ record, tally });
    const end = await this.#sendPending({ record, tally }, progress);
    if (end === "done") await this.#finish();
    else if (end !== "stopped") await this.#wait(end.until);
  }

  /** Has it go on when those are due that had to wait. */
  async #wait(until: number): Promise<void> {
    const { id, run } = this.#wish;
    await this.#parts.book.change(id, (record) =>
      record.run === run && record.state === "sending"
        ? { record: { ...record, state: "scheduled", nextAt: until }, at: until, isByClock: true }
        : undefined,
    );
  }

  /** Until when somebody has to wait, in their quiet hours or because their time has not come; nothing where nobody has. */
  #heldUntil({ dueAt = 0, zone }: DeliveryRecord, { disturbs }: BroadcastRecord): number | undefined {
    const { quiet, workplace } = this.#parts;
    const now = workplace.clock.now();
    const at = Math.max(dueAt, now);
    const isQuiet = quiet !== undefined && disturbs !== true && zone !== undefined;
    const until = isQuiet ? quietUntil(quiet, zone, at) : undefined;
    return until ?? (at > now ? at : undefined);
  }

  /** Whether nothing is pending any more, or until when something has to wait. */
  async #sendPending(
    { record, tally }: Entry,
    progress: ProgressPost,
  ): Promise<"done" | "stopped" | { readonly until: number }> {
    const { workplace, book, additions } = this.#parts;
    const rest = workplace.rest.with({ lane: "bulk" });
    const files = new Files(rest);
    try {
      const pass = new SendPass({
        book,
        wish: this.#wish,
        signal: this.#signal,
        clock: workplace.clock,
        next: tally.next,
        attempt: (target, isLast) => copyTo(target, { record, isLast }, { workplace, rest, files, additions }),
        heldUntil: (target) => this.#heldUntil(target, record),
        onCounts: (counts) => progress.count(counts),
      });
      if (!(await pass.run())) return "stopped";
      return pass.heldUntil === undefined ? "done" : { until: pass.heldUntil };
    } finally {
      await files.close();
    }
  }

  /** What is pending will not be sent. */
  async #leaveOut(reason: string): Promise<void> {
    const { id } = this.#wish;
    const { book, workplace } = this.#parts;
    const endedAt = workplace.clock.now();
    await eachTarget({
      book,
      id,
      signal: this.#signal,
      wanted: ({ state }) => state === "pending",
      act: ({ index }) => ({ index, state: "skipped", reason, endedAt }),
      write: (skipped) => book.settle(id, skipped, 0),
    });
  }

  /** Brings copies to the text of now. Whether that was done. */
  async #change(record: BroadcastRecord): Promise<boolean> {
    const { book, workplace } = this.#parts;
    const changed = await changeAll(record, { book, workplace, signal: this.#signal });
    if (!changed.isWhole) return false;
    const isRight = await book.note(this.#wish, (now) => ({ record: { ...now.record, applied: record.revision } }));
    if (isRight) await this.#say(record, `:pencil2: ${named(record)}${inWordsOf(changed, "changed")}`);
    return isRight;
  }

  async #recall(record: BroadcastRecord): Promise<void> {
    const { book, workplace } = this.#parts;
    await this.#leaveOut("it was withdrawn before it was sent");
    const changed = await recallAll(record, { book, workplace, signal: this.#signal });
    if (!changed.isWhole) return;
    const isRight = await book.note(this.#wish, (now) => ({
      record: { ...now.record, recall: record.recall && { ...record.recall, isDone: true } },
    }));
    if (isRight) await this.#log(await book.get(record.id));
    if (isRight) await this.#say(record, `:wastebasket: ${named(record)}${inWordsOf(changed, "taken back")}`);
  }

  async #finish(): Promise<void> {
    const { book, workplace } = this.#parts;
    const isRight = await book.note(this.#wish, ({ record, tally }) => {
      if (tally.pending > 0) return { tally: { ...tally, next: 0 } };
      const ended = { ...record, endedAt: workplace.clock.now(), isReportDue: true };
      return { record: record.state === "cancelled" ? ended : { ...ended, state: endOf(tally) } };
    });
    if (!isRight) return;
    const { tally } = await book.get(this.#wish.id);
    // None is forgotten, whatever the book says of how far it came.
    if (tally.pending > 0) throw new RunAgain("some targets were passed over", workplace.clock.now());
    await this.#tell();
  }

  /** Tells of the end, together with the end of the job. */
  async #tell(): Promise<void> {
    const [ctx, wish] = [this.#ctx, this.#wish];
    const { book, workplace, steering, logChannel } = this.#parts;
    const entry = await book.get(wish.id);
    if (entry.record.isReportDue !== true) return;
    await this.#log(entry);
    await report(entry, { ctx, workplace, book, logChannel, retry: steering.of });
    this.#parts.ended(ctx, entry.record);
    ctx.write((tx) => book.noteIn(tx, wish, ({ record }) => ({ record: { ...record, isReportDue: false } })));
  }

  /** What cannot be logged is told in the other log: the broadcast has ended all the same. */
  async #log({ record, tally }: Entry): Promise<void> {
    const { book, logFile } = this.#parts;
    if (logFile === undefined || record.draft.serves !== undefined) return;
    try {
      const { username: sender } = await this.#ctx.people.user(record.draft.authorId);
      await logTo(logFile, { record, tally, sender, deliveries: book.deliveries(record.id) });
    } catch (error) {
      this.#ctx.log.error(
        { broadcast: record.id, file: logFile, error: errorFacts(error) },
        "a broadcast could not be logged",
      );
    }
  }

  /** At its end a run shows where the broadcast stands, unless the next one will. */
  async #show(progress: ProgressPost): Promise<void> {
    const entry = await this.#parts.book.get(this.#wish.id);
    if (entry.record.state !== "sending") await progress.show(entry);
  }

  async #say({ id, tellIn, draft }: BroadcastRecord, text: string): Promise<void> {
    if (tellIn === undefined) return;
    try {
      await this.#ctx.to(tellIn, { thread: draft.serves?.threadId ?? "" }).post(text, { durable: false });
    } catch (error) {
      this.#ctx.log.warn({ broadcast: id, error: errorFacts(error) }, "the author of a broadcast could not be told");
    }
  }
}

function endOf({ sent, failed, skipped }: Entry["tally"]): BroadcastRecord["state"] {
  if (failed === 0) return sent === 0 && skipped > 0 ? "failed" : "sent";
  return sent === 0 ? "failed" : "partly sent";
}

/** An answer is spoken of in the thread where it was written. */
function named({ id, draft }: BroadcastRecord): string {
  return draft.serves?.as === "answer" ? "Your answer: " : `**Broadcast ${id}**: `;
}

/** @example "497 copies were changed; 2 had been deleted by others." */
function inWordsOf({ done, removed, failed }: Changed, what: string): string {
  const copies = done === 1 ? "1 copy was" : `${done} copies were`;
  const gone = removed === 0 ? "" : `; ${removed} had been deleted by others`;
  const names = failed.length > 20 ? [...failed.slice(0, 20), "…"] : failed;
  const not = failed.length === 0 ? "" : `; ${failed.length} could not be: ${names.join(", ")}`;
  return `${copies} ${what}${gone}${not}.`;
}
