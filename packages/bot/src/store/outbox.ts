/**
 * Calls to Mattermost that shall happen even if the program dies first. A port: what is added in a transaction is there if the
 * transaction is. Who carries them out is `outbox/runner.ts`.
 */
import type { Lane } from "@matterwright/client";
import type { Id, NewPost, Post, PostPatch, UnixMs } from "@matterwright/protocol";

/** What shall be done on the server. Each of them may be tried twice and still happens once. */
export type Intent =
  /** A new post, which must carry a `pending_post_id` of its own. */
  | { readonly kind: "post"; readonly post: NewPost & { readonly pending_post_id: string } }
  | { readonly kind: "edit"; readonly postId: Id; readonly patch: PostPatch }
  | { readonly kind: "delete"; readonly postId: Id }
  | { readonly kind: "react" | "unreact"; readonly postId: Id; readonly emoji: string };

export interface NewIntent {
  readonly intent: Intent;
  /** Intents of one queue are carried out in the order in which they were added, and one failing does not stop the next. */
  readonly queue: string;
  /** Who asked for it, for lists: `bot`, or a plugin's name. */
  readonly owner: string;
  /** Not before, in Unix milliseconds; at once by default. */
  readonly dueAt?: UnixMs;
  /** Of one that may have been carried out already, from where it comes: since when. It counts as tried once, and nobody knows how. */
  readonly unsureSince?: UnixMs;
}

/** `waiting` → `sending` → `sent` or `failed`; back to `waiting` when it shall be tried again. */
export type IntentState = "waiting" | "sending" | "sent" | "failed";

export interface OutboxEntry {
  /** Short enough to be typed: `17`. */
  readonly id: string;
  readonly intent: Intent;
  readonly queue: string;
  readonly owner: string;
  readonly state: IntentState;
  readonly addedAt: UnixMs;
  readonly dueAt: UnixMs;
  /** How often it was tried, this time included while it is being sent. */
  readonly attempts: number;
  /** When the earliest try was made of which nobody knows how it ended. */
  readonly unsureSince?: UnixMs;
  /** Why the last try did not work, in a sentence. */
  readonly reason?: string;
  /** Of the post that came of it. */
  readonly postId?: Id;
  readonly finishedAt?: UnixMs;
}

/** How a try ended. */
export type Outcome =
  | { readonly kind: "sent"; readonly postId?: Id }
  | { readonly kind: "failed"; readonly reason: string }
  /** `isSure`: the server certainly did nothing this time; `unsureSince` goes back to what it was before the try. */
  | { readonly kind: "again"; readonly dueAt: UnixMs; readonly reason: string; readonly isSure: boolean };

/** What has to be known of an intent to try it: what it is, and how earlier tries ended. `attempts` counts the one that is made now. */
export type Attempted = Pick<OutboxEntry, "intent" | "attempts" | "addedAt" | "dueAt" | "unsureSince">;

/** How an intent is tried. */
export interface AttemptManner {
  /** `alerts` by default. */
  readonly lane?: Lane;
  /** Whether it is given up when this try does not work either. Then it is looked up whether an earlier one did. */
  readonly isLast?: boolean;
  /**
   * What a new post still lacks, such as files that are uploaded for it alone. Called just before it is made; it is not called, or for
   * nothing, when the post turns out to have been made by an earlier try.
   */
  readonly complete?: () => Promise<Partial<NewPost>>;
}

/** How a try ended, with what the server made, or what it said. */
export type Tried = Outcome & { readonly post?: Post; readonly error?: unknown };

export interface ClaimOptions {
  /** At most so many, of different queues. */
  readonly limit: number;
  /** For so long nobody else is given them, in milliseconds. */
  readonly leaseMs: number;
}

export interface OutboxCounts {
  readonly waiting: number;
  readonly sending: number;
  readonly failed: number;
}

export interface Outbox {
  /** Accepts an intent. Returns its id. @throws StoreFullError, StoreUnavailableError: then it was not accepted. */
  add(intent: NewIntent): Promise<string>;
  /**
   * Takes the first unfinished intent of each queue if it is due, or if whoever claimed it has let its time run out. The claim is
   * written down before it is returned: `attempts` counts it, and `unsureSince` is set if it was not. An engine that one process has
   * to itself frees all claims when it is opened: whoever made them is dead.
   */
  claim(options: ClaimOptions): Promise<OutboxEntry[]>;
  /** Writes down how a try ended. False, and nothing written, when the claim is no longer this one. */
  settle(entry: Pick<OutboxEntry, "id" | "attempts">, outcome: Outcome): Promise<boolean>;
  /** When the next claim can find something, in Unix milliseconds; nothing when there is nothing to do. */
  nextDueAt(): Promise<UnixMs | undefined>;
  get(id: string): Promise<OutboxEntry | undefined>;
  /** In the order in which they were added. */
  list(options?: {
    readonly state?: IntentState;
    readonly after?: string;
    readonly limit?: number;
  }): Promise<OutboxEntry[]>;
  counts(): Promise<OutboxCounts>;
  /** Gives a failed intent another chance. False when there is no failed one of this id. */
  retry(id: string): Promise<boolean>;
  /** Forgets an intent that is waiting or failed. False when there is none. One that is being sent cannot be taken back. */
  drop(id: string): Promise<boolean>;
  /** Forgets what was sent before a moment. Returns how many. */
  prune(sentBefore: UnixMs): Promise<number>;
  /**
   * Calls a listener whenever there may be something new to claim: after a transaction or call of this process that could have added
   * or freed an intent. It may be called for nothing. Returns what ends it.
   */
  watch(listener: () => void): () => void;
}
