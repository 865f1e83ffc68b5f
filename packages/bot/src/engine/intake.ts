/** The way in for what comes from outside: each update waits in the mailbox of its conversation, and too many are turned away aloud. */
import type { Clock } from "@matterwright/clock";
import type { Counters } from "./counters.ts";
import { type Log, errorFacts } from "../log/log.ts";
import { Mailboxes } from "./mailbox.ts";
import type { Journal } from "../source/gap/journal.ts";
import type { Traces } from "../context/traces.ts";
import { type PostUpdate, type Update, conversationOf } from "../update/update.ts";
import type { Verbs } from "../context/verbs.ts";

const WAITING_PER_CONVERSATION = 100;
const WAITING_TOTAL = 50_000;

export interface IntakeParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly counters: Counters;
  /** Updates that one conversation may have waiting. */
  readonly perConversation: number | undefined;
  readonly verbs: () => Verbs;
  readonly handle: (update: Update) => Promise<void>;
  /** Whether it has to be handled beside what its conversation is busy with. */
  readonly isUrgent: (update: Update) => boolean;
  /** Whether somebody can be listening for it: what nobody can needs no turn. */
  readonly isWanted: (update: Update) => boolean;
  readonly journal: Pick<Journal, "begin" | "end" | "pass">;
  readonly traces: Pick<Traces, "ended" | "heard">;
}

export class Intake {
  readonly #parts: IntakeParts;
  readonly #mailboxes: Mailboxes;

  constructor(parts: IntakeParts) {
    const { log, perConversation = WAITING_PER_CONVERSATION } = parts;
    this.#parts = parts;
    this.#mailboxes = new Mailboxes({ perConversation, total: WAITING_TOTAL }, (error) =>
      log.error({ error: errorFacts(error) }, "an update could not be handled"),
    );
  }

  /** Updates that wait or are being handled. */
  get size(): number {
    return this.#mailboxes.size;
  }

  /** Takes an update in. Returns at once; what there is no room for is turned away. */
  take(update: Update): void {
    const { counters, log, journal, traces } = this.#parts;
    if (!this.#begin(update) || this.#put(update)) return;
    journal.end(update);
    traces.ended(update, "turned away");
    counters.overflows++;
    log.warn({ kind: update.kind, channel: update.channelId }, "an update was turned away: too many are waiting");
    if (update.kind === "post" && update.author === "person") this.#tell(update);
    if ("answering" in update) update.answering?.end("turned away");
  }

  /** Takes an update in as soon as there is room for it. */
  async admit(update: Update): Promise<void> {
    if (!this.#begin(update)) return;
    // Of several that wait, each may find the room taken by another.
    while (!this.#put(update)) await this.#mailboxes.room(this.#conversation(update));
  }

  /** Resolves when nothing is being handled and nothing waits. */
  idle(): Promise<void> {
    return this.#mailboxes.idle();
  }

  /** Counts an update. Whether it needs a turn. */
  #begin(update: Update): boolean {
    const { counters, journal, traces, isWanted } = this.#parts;
    counters.updates++;
    const needsTurn = isWanted(update);
    if (needsTurn) traces.heard(update);
    if (needsTurn) journal.begin(update);
    else journal.pass(update);
    return needsTurn;
  }

  /** Whether there was room. */
  #put(update: Update): boolean {
    return this.#mailboxes.post(this.#conversation(update), () => this.#parts.handle(update)) === "accepted";
  }

  #conversation(update: Update): string {
    const conversation = conversationOf(update);
    return this.#parts.isUrgent(update) ? `${conversation} urgent` : conversation;
  }

  #tell({ channelId, post }: PostUpdate): void {
    const { verbs, counters, clock, log } = this.#parts;
    if (!counters.mayTell(channelId, clock.now())) return;
    void verbs()
      .write(
        { channelId, rootId: post.root_id },
        "I am behind with my work here and could not take this in. Please say it again in a moment.",
      )
      .catch((error: unknown) => log.error({ error: errorFacts(error) }, "nobody could be told that the bot is busy"));
  }
}
