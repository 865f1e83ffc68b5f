/**
 * What a copy carries when its readers are asked whether they have read it: a button, or where the server cannot call the bot a line that
 * asks for a reaction, which the bot puts there first; or the server's own acknowledgement. Called for each copy while it is sent.
 */
import type { Attachment, NewPost } from "@matterwright/protocol";
import { type Action, type Store, type Workplace, errorFacts } from "matterwright";
import type { Book } from "../store/book.ts";
import type { BroadcastRecord, DeliveryRecord } from "../store/records.ts";
import { ackKeys } from "./records.ts";
import { READ_EMOJI } from "./standing.ts";

export interface CopiesParts {
  readonly workplace: Pick<Workplace, "cards" | "log" | "me" | "rest">;
  /** For the readers of a broadcast. */
  readonly button: (id: string) => Action;
  readonly book: Pick<Book, "get">;
  /** The plugin's own. */
  readonly store: Store;
}

const PLEASE = `_Please react with :${READ_EMOJI}: when you have read this._`;

export class AskingCopies {
  readonly #parts: CopiesParts;

  constructor(parts: CopiesParts) {
    this.#parts = parts;
  }

  /** What is added to a copy. */
  extras({ id, draft: { ack, priority, serves } }: BroadcastRecord, { rootId }: DeliveryRecord): Partial<NewPost> {
    if (serves?.as === "reminder") return this.#reminder(serves.id);
    if (ack === undefined) return {};
    // The server asks in no thread.
    if (ack.isNative && rootId === undefined)
      return { metadata: { priority: { priority: priority ?? "", requested_ack: true } } };
    return { props: { attachments: [...(this.#buttons(id) ?? [{ fallback: PLEASE, text: PLEASE }])] } };
  }

  /** The reminder has the button too. Without one it only leads to what has to be read. */
  #reminder(id: string): Partial<NewPost> {
    const buttons = this.#buttons(id);
    return buttons === undefined ? {} : { props: { attachments: [...buttons] } };
  }

  /** Whoever has confirmed by now is not reminded, and nobody of what was taken back. */
  async needless({ draft: { serves } }: BroadcastRecord, { userId = "" }: DeliveryRecord): Promise<string | undefined> {
    if (serves?.as !== "reminder") return undefined;
    const { record } = await this.#parts.book.get(serves.id);
    if (record.recall !== undefined) return "what it reminds of was taken back";
    const given = await ackKeys.given(serves.id, userId).get(this.#parts.store);
    return given === undefined ? undefined : "has confirmed it meanwhile";
  }

  /** A copy is there. Never rejects: whoever reads it can add the reaction all the same. */
  async arrived({ id, draft: { ack } }: BroadcastRecord, postId: string): Promise<void> {
    if (ack === undefined || ack.isNative || this.#buttons(id) !== undefined) return;
    const { rest, me, log } = this.#parts.workplace;
    try {
      await rest.with({ lane: "bulk" }).reactions.add({ user: me().id, post: postId, emoji: READ_EMOJI });
    } catch (error) {
      log.warn({ post: postId, error: errorFacts(error) }, "a copy could not be given its reaction");
    }
  }

  #buttons(id: string): readonly Attachment[] | undefined {
    return this.#parts.workplace.cards([this.#parts.button(id)]);
  }
}
