/** What can be done with broadcasts, for the dialog, the commands, the buttons and the shell: each deed is one change in the book. */
import { UserError } from "matterwright";
import type {
  Broadcast,
  BroadcastState,
  Broadcasts,
  Delivery,
  Draft,
  EditOptions,
  RecallMode,
  Repeat,
  StartOptions,
  Target,
} from "./broadcast.ts";
import type { Theirs } from "./when/theirs.ts";
import { type Book, type Wish, shownOf } from "./store/book.ts";

const LISTED = 20;

export interface DeskParts {
  readonly book: Book;
  readonly now: () => number;
  /** Told of what was changed: what is being sent by this process goes by it at once. */
  readonly overtaken: (wish: Wish) => void;
  /** Told that something repeats, or does so no more. */
  readonly replanned: () => Promise<void>;
  /** The next time of what repeats, without those that are left out. Nothing where there is no scheduler: then the bot finds it out. */
  readonly nextOf: (repeat: Repeat, skips: readonly number[]) => number | undefined;
}

export class BroadcastDesk implements Broadcasts {
  readonly #parts: DeskParts;

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  async start(
    draft: Draft,
    targets: Iterable<Target> | AsyncIterable<Target>,
    options: StartOptions = {},
  ): Promise<Broadcast> {
    if (draft.text.trim() === "" && (draft.fileIds ?? []).length === 0)
      throw new UserError("There is nothing to send: neither a text nor a file.");
    const { book, replanned } = this.#parts;
    const entry = await book.start(draft, targets, options);
    if (options.repeat !== undefined) await replanned();
    return shownOf(entry);
  }

  async list(limit = LISTED): Promise<readonly Broadcast[]> {
    return (await this.#parts.book.list(limit)).map(shownOf);
  }

  async lastOf(authorId: string): Promise<Broadcast | undefined> {
    const entry = await this.#parts.book.lastOf(authorId);
    return entry && shownOf(entry);
  }

  async ofSource(postId: string): Promise<Broadcast | undefined> {
    const entry = await this.#parts.book.ofSource(postId);
    return entry && shownOf(entry);
  }

  async show(id: string): Promise<Broadcast> {
    return shownOf(await this.#parts.book.get(id));
  }

  async *deliveries(id: string): AsyncGenerator<Delivery> {
    const { record } = await this.#parts.book.get(id);
    for await (const delivery of this.#parts.book.deliveries(record.id)) {
      const { index, channelId, name, why, state, rootId, postId, reason, advice, endedAt, values, frame } = delivery;
      yield {
        index,
        channelId,
        name,
        why,
        state,
        ...(delivery.userId === undefined ? {} : { userId: delivery.userId }),
        ...(rootId === undefined ? {} : { rootId }),
        ...(postId === undefined ? {} : { postId }),
        ...(reason === undefined ? {} : { reason }),
        ...(advice === undefined ? {} : { advice }),
        ...(endedAt === undefined ? {} : { endedAt }),
        ...(values === undefined ? {} : { values }),
        ...(frame === undefined ? {} : { frame }),
        ...(delivery.dueAt === undefined ? {} : { dueAt: delivery.dueAt }),
        ...(delivery.zone === undefined ? {} : { zone: delivery.zone }),
      };
    }
  }

  pause(id: string): Promise<Broadcast> {
    return this.#change(id, (record) => {
      if (record.state === "paused") throw new UserError(`Broadcast ${record.id} is paused already.`);
      only(record, ["sending", "scheduled", "repeating"], "is not being sent");
      return { record: { ...record, state: "paused" }, isQuiet: true };
    });
  }

  resume(id: string): Promise<Broadcast> {
    return this.#change(id, (record) => {
      only(record, ["paused"], "is not paused");
      if (record.repeat !== undefined) return { record: { ...record, state: "repeating" }, isQuiet: true };
      // Where it goes is found out when it is sent.
      if (record.audience !== undefined && record.isResolved !== true)
        return { record: { ...record, state: "scheduled" }, at: record.dueAt };
      const isEarly = record.dueAt !== undefined && record.dueAt > this.#parts.now();
      return isEarly
        ? { record: { ...record, state: "scheduled" }, at: record.dueAt }
        : { record: { ...record, state: "sending" } };
    });
  }

  cancel(id: string, by?: string): Promise<Broadcast> {
    return this.#change(id, (record) => {
      only(record, ["repeating", "scheduled", "sending", "paused"], "has ended already");
      const cancelled = { ...record, state: "cancelled", ...(by === undefined ? {} : { cancelledBy: by }) } as const;
      return record.repeat === undefined
        ? { record: cancelled }
        : { record: { ...cancelled, endedAt: this.#parts.now() }, isQuiet: true };
    });
  }

  moveTo(id: string, { at, theirs }: { readonly at: number; readonly theirs?: Theirs }): Promise<Broadcast> {
    return this.#change(id, (record, tally) => {
      if (record.repeat !== undefined)
        throw new UserError(
          `Broadcast ${record.id} repeats: say other times, like \`broadcast move ${record.id} every friday at 9:00\`, or \`broadcast skip ${record.id}\` for its next one.`,
        );
      only(record, ["scheduled"], record.state === "paused" ? "is paused: resume it first" : "has begun already");
      if (tally.sent + tally.failed > 0) throw new UserError(`Broadcast ${record.id} has begun already.`);
      const { theirs: _theirs, nextAt: _next, ...rest } = record;
      return { record: { ...rest, dueAt: at, ...(theirs === undefined ? {} : { theirs }) }, at };
    });
  }

  repeatAt(id: string, repeat: Repeat): Promise<Broadcast> {
    return this.#change(id, (record) => {
      if (record.repeat === undefined)
        throw new UserError(
          `Broadcast ${record.id} goes out once: \`broadcast cancel ${record.id}\`, and announce it again with its times.`,
        );
      only(record, ["repeating", "paused"], "has ended already");
      const { lastId } = record.repeat;
      const nextAt = this.#parts.nextOf(repeat, []);
      const times = { ...repeat, skips: [], ...(nextAt === undefined ? {} : { nextAt }) };
      return { record: { ...record, repeat: lastId === undefined ? times : { ...times, lastId } }, isQuiet: true };
    });
  }

  skip(id: string): Promise<Broadcast> {
    return this.#change(id, (record) => {
      const { repeat } = record;
      if (repeat === undefined)
        throw new UserError(`Broadcast ${record.id} does not repeat: \`broadcast cancel ${record.id}\` takes it back.`);
      only(record, ["repeating"], record.state === "paused" ? "is paused" : "has ended already");
      const { nextAt, ...times } = repeat;
      if (nextAt === undefined)
        throw new UserError(`The next time of broadcast ${record.id} is not known yet: ask again in a moment.`);
      const skips = [...repeat.skips, nextAt];
      const next = this.#parts.nextOf(repeat, skips);
      const skipped = { ...times, skips, ...(next === undefined ? {} : { nextAt: next }) };
      return { record: { ...record, repeat: skipped }, isQuiet: true };
    });
  }

  async retryFailed(id: string): Promise<Broadcast> {
    const { book } = this.#parts;
    const { record } = await book.get(id);
    notRecalled({ id: record.id, isRecalled: record.recall !== undefined });
    if (record.repeat !== undefined) throw new UserError(`Broadcast ${record.id} repeats: try one of its times again.`);
    only(record, ["sending", "scheduled", "paused", "partly sent", "failed", "sent"], "was cancelled");
    const entry = await book.reopen(record.id);
    this.#parts.overtaken(entry.record);
    return shownOf(entry);
  }

  edit(id: string, text: string, { isQuiet }: EditOptions = {}): Promise<Broadcast> {
    if (text.trim() === "")
      throw new UserError("The new text is empty: use `broadcast recall` to take the copies back.");
    return this.#change(id, (record, tally) => {
      editable({ ...record, isRecalled: record.recall !== undefined });
      if (record.draft.text === text) throw new UserError(`Broadcast ${record.id} says exactly that already.`);
      const revision = record.revision + 1;
      const edited = {
        ...record,
        draft: { ...record.draft, text, ...(isQuiet === undefined ? {} : { isQuiet }) },
        revision,
      };
      if (record.repeat !== undefined) return { record: { ...edited, applied: revision }, isQuiet: true };
      const isBefore = record.state === "scheduled" && tally.sent === 0;
      const at = record.nextAt ?? record.dueAt;
      return isBefore ? { record: { ...edited, applied: revision }, at } : { record: edited };
    });
  }

  recall(id: string, mode: RecallMode, by = ""): Promise<Broadcast> {
    return this.#change(id, (record) => {
      notRecalled({ id: record.id, isRecalled: record.recall !== undefined });
      if (record.repeat !== undefined) throw new UserError(repeats(record.id));
      const isOpen = (["scheduled", "sending", "paused"] as BroadcastState[]).includes(record.state);
      const recalled = { ...record, recall: { mode, by, isDone: false } };
      return { record: isOpen ? { ...recalled, state: "cancelled", endedAt: this.#parts.now() } : recalled };
    });
  }

  async #change(id: string, change: Parameters<Book["change"]>[1]): Promise<Broadcast> {
    const { book, overtaken } = this.#parts;
    const entry = await book.change(id, change);
    overtaken(entry.record);
    if (entry.record.repeat !== undefined) await this.#parts.replanned();
    return shownOf(entry);
  }
}

/** A broadcast as far as it says whether its text may change. */
type Text = Pick<Broadcast, "id" | "state"> & { readonly repeat?: unknown; readonly isRecalled: boolean };

/** @throws UserError where its text cannot be changed any more. */
export function editable(text: Text): void {
  notRecalled(text);
  if (text.repeat !== undefined) only(text, ["repeating", "paused"], "has ended already");
}

function only(
  { id, state }: Pick<Broadcast, "id" | "state">,
  states: readonly BroadcastState[],
  otherwise: string,
): void {
  if (!states.includes(state)) throw new UserError(`Broadcast ${id} ${otherwise}.`);
}

/** Why it cannot be taken back. */
export function repeats(id: string): string {
  return `Broadcast ${id} repeats: \`broadcast cancel ${id}\` ends it, and each of its times is taken back by its own number.`;
}

function notRecalled({ id, isRecalled }: Pick<Text, "id" | "isRecalled">): void {
  if (isRecalled) throw new UserError(`Broadcast ${id} was taken back.`);
}
