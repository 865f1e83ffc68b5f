/** What can be done with broadcasts, for the dialog, the commands, the buttons and the shell: each deed is one change in the book. */
import { UserError } from "matterwright";
import type {
  Broadcast,
  BroadcastState,
  Broadcasts,
  Delivery,
  Draft,
  RecallMode,
  StartOptions,
  Target,
} from "./broadcast.ts";
import { type Book, type Wish, shownOf } from "./store/book.ts";
import type { BroadcastRecord } from "./store/records.ts";

const LISTED = 20;

export interface DeskParts {
  readonly book: Book;
  readonly now: () => number;
  /** Told of what was changed: what is being sent by this process goes by it at once. */
  readonly overtaken: (wish: Wish) => void;
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
    return shownOf(await this.#parts.book.start(draft, targets, options));
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
    for await (const {
      index,
      channelId,
      name,
      why,
      state,
      rootId,
      postId,
      reason,
      advice,
      endedAt,
      values,
      frame,
    } of this.#parts.book.deliveries(record.id))
      yield {
        index,
        channelId,
        name,
        why,
        state,
        ...(rootId === undefined ? {} : { rootId }),
        ...(postId === undefined ? {} : { postId }),
        ...(reason === undefined ? {} : { reason }),
        ...(advice === undefined ? {} : { advice }),
        ...(endedAt === undefined ? {} : { endedAt }),
        ...(values === undefined ? {} : { values }),
        ...(frame === undefined ? {} : { frame }),
      };
  }

  pause(id: string): Promise<Broadcast> {
    return this.#change(id, (record) => {
      if (record.state === "paused") throw new UserError(`Broadcast ${record.id} is paused already.`);
      only(record, ["sending", "scheduled"], "is not being sent");
      return { record: { ...record, state: "paused" }, isQuiet: true };
    });
  }

  resume(id: string): Promise<Broadcast> {
    return this.#change(id, (record) => {
      only(record, ["paused"], "is not paused");
      const isEarly = record.dueAt !== undefined && record.dueAt > this.#parts.now();
      return isEarly
        ? { record: { ...record, state: "scheduled" }, at: record.dueAt }
        : { record: { ...record, state: "sending" } };
    });
  }

  cancel(id: string, by?: string): Promise<Broadcast> {
    return this.#change(id, (record) => {
      only(record, ["scheduled", "sending", "paused"], "has ended already");
      const cancelled = { ...record, state: "cancelled" } as const;
      return { record: by === undefined ? cancelled : { ...cancelled, cancelledBy: by } };
    });
  }

  async retryFailed(id: string): Promise<Broadcast> {
    const { book } = this.#parts;
    const { record } = await book.get(id);
    notRecalled(record);
    only(record, ["sending", "paused", "partly sent", "failed", "sent"], "was cancelled");
    const entry = await book.reopen(record.id);
    this.#parts.overtaken(entry.record);
    return shownOf(entry);
  }

  edit(id: string, text: string): Promise<Broadcast> {
    if (text.trim() === "")
      throw new UserError("The new text is empty: use `broadcast recall` to take the copies back.");
    return this.#change(id, (record, tally) => {
      notRecalled(record);
      if (record.draft.text === text) throw new UserError(`Broadcast ${record.id} says exactly that already.`);
      const revision = record.revision + 1;
      const edited = { ...record, draft: { ...record.draft, text }, revision };
      const isBefore = record.state === "scheduled" && tally.sent === 0;
      return isBefore ? { record: { ...edited, applied: revision }, at: record.dueAt } : { record: edited };
    });
  }

  recall(id: string, mode: RecallMode, by = ""): Promise<Broadcast> {
    return this.#change(id, (record) => {
      notRecalled(record);
      const isOpen = (["scheduled", "sending", "paused"] as BroadcastState[]).includes(record.state);
      const recalled = { ...record, recall: { mode, by, isDone: false } };
      return { record: isOpen ? { ...recalled, state: "cancelled", endedAt: this.#parts.now() } : recalled };
    });
  }

  async #change(id: string, change: Parameters<Book["change"]>[1]): Promise<Broadcast> {
    const { book, overtaken } = this.#parts;
    const entry = await book.change(id, change);
    overtaken(entry.record);
    return shownOf(entry);
  }
}

function only({ id, state }: BroadcastRecord, states: readonly BroadcastState[], otherwise: string): void {
  if (!states.includes(state)) throw new UserError(`Broadcast ${id} ${otherwise}.`);
}

function notRecalled({ id, recall }: BroadcastRecord): void {
  if (recall !== undefined) throw new UserError(`Broadcast ${id} was taken back.`);
}
