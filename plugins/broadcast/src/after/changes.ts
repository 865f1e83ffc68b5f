/** What is done to copies that are there: their text is changed, or they are taken back. Whatever was done before is not done again. */
import { NotFoundError } from "@matterwright/client";
import type { NewIntent, Workplace } from "matterwright";
import { eachTarget } from "../sending/each.ts";
import type { Book } from "../store/book.ts";
import { type BroadcastRecord, type DeliveryRecord, textOf } from "../store/records.ts";
import type { Settled } from "../store/settling.ts";

export interface ChangeParts {
  readonly book: Book;
  readonly workplace: Pick<Workplace, "attempt" | "clock" | "rest">;
  readonly signal: AbortSignal;
}

/** What came of it, by copies. */
export interface Changed {
  readonly done: number;
  /** Somebody else had deleted them. */
  readonly removed: number;
  /** Names of those that could not be changed. */
  readonly failed: readonly string[];
  /** Whether all were tried. */
  readonly isWhole: boolean;
}

type Intent = NewIntent["intent"];
type Deed = "done" | "removed" | "failed";

/** One copy is tried so often. */
const MOST_TRIES = 8;

/** Brings all copies to the text that the broadcast has now. */
export function changeAll(record: BroadcastRecord, parts: ChangeParts): Promise<Changed> {
  const { revision } = record;
  return toCopies(record, parts, {
    wanted: (copy) => (copy.revision ?? 1) < revision,
    intent: (postId, copy) => ({ kind: "edit", postId, patch: { message: textOf(record, copy) } }),
    change: { revision },
  });
}

/** Takes all copies back. */
export function recallAll(record: BroadcastRecord, parts: ChangeParts): Promise<Changed> {
  const { mode, by } = record.recall ?? { mode: "delete", by: "" };
  // What asks for something goes too.
  const isAsked = record.draft.ack !== undefined;
  const message = by === "" ? "_This message was withdrawn._" : `_This message was withdrawn by ${by}._`;
  return toCopies(record, parts, {
    wanted: () => true,
    intent: (postId) =>
      mode === "delete"
        ? { kind: "delete", postId }
        : { kind: "edit", postId, patch: { message, file_ids: [], ...(isAsked ? { props: {} } : {}) } },
    change: { gone: mode === "delete" ? "deleted" : "withdrawn" },
  });
}

interface Work {
  readonly wanted: (copy: DeliveryRecord) => boolean;
  readonly intent: (postId: string, copy: DeliveryRecord) => Intent;
  /** What is known of a copy when it was done. */
  readonly change: Omit<Settled, "index">;
}

async function toCopies(
  { id }: Pick<BroadcastRecord, "id">,
  parts: ChangeParts,
  { wanted, intent, change }: Work,
): Promise<Changed> {
  const counts = { done: 0, removed: 0 };
  const failed: string[] = [];
  const isWhole = await eachTarget({
    book: parts.book,
    id,
    signal: parts.signal,
    wanted: ({ state, postId, gone }) => state === "sent" && postId !== undefined && gone === undefined,
    act: async (copy) => {
      if (!wanted(copy)) return undefined;
      const deed = await insist(intent(copy.postId ?? "", copy), parts);
      if (deed === "failed") failed.push(copy.name);
      else counts[deed]++;
      if (deed === "failed") return undefined;
      return { index: copy.index, ...(deed === "removed" ? { gone: "removed" } : change) };
    },
    write: (changes) => parts.book.amend(id, changes),
  });
  return { ...counts, failed, isWhole };
}

/** Tries until it works, or does not for good. */
async function insist(intent: Intent, { workplace, signal }: ChangeParts): Promise<Deed> {
  const { clock } = workplace;
  const addedAt = clock.now();
  for (let attempts = 1; attempts <= MOST_TRIES && !signal.aborted; attempts++) {
    const tried = await workplace.attempt({ intent, attempts, addedAt, dueAt: addedAt }, { lane: "bulk" });
    if (tried.kind === "sent") return "done";
    if (tried.kind === "failed") return (await isGone(intent, workplace)) ? "removed" : "failed";
    const { dueAt } = tried;
    await new Promise<void>((resolve) => void clock.after(Math.max(0, dueAt - clock.now()), resolve));
  }
  return "failed";
}

/** Of a post that is gone the server says no more than that it may not be changed. */
async function isGone(intent: Intent, { rest }: ChangeParts["workplace"]): Promise<boolean> {
  if (!("postId" in intent)) return false;
  try {
    return (await rest.with({ lane: "bulk" }).posts.get(intent.postId)).delete_at > 0;
  } catch (error) {
    return error instanceof NotFoundError;
  }
}
