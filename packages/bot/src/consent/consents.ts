/**
 * Asks for consent before a command runs: whoever called ("Really?"), or others who may run it too (the rule of two people). The question is a
 * post, the answer a click on a button below it where the server can call the bot, else a reaction to it; what was agreed to is kept word for
 * word, runs once, and is forgotten when its time is over.
 */
import type { Clock } from "@matterwright/clock";
import type { Id, Post } from "@matterwright/protocol";
import type { Action } from "../update/actions.ts";
import { UserError } from "../errors.ts";
import { type Log, errorFacts } from "../log/log.ts";
import type { Store } from "../store/store.ts";
import { code } from "../text/code.ts";
import { inWords } from "../text/duration.ts";
import type { Author, ReactionUpdate, UpdateOf } from "../update/update.ts";
import { consentButtons } from "./buttons.ts";
import { type Askable, type ConsentRecord, consentRecord } from "./record.ts";

const PREFIX = "matterwright/consent/";
const CONFIRM_MS = 2 * 60_000;
const APPROVE_MS = 60 * 60_000;
const SWEPT_AT_ONCE = 50;
/** Emoji that mean yes, and no; the first of each is offered. */
const YES = ["white_check_mark", "heavy_check_mark", "+1"];
const NO = ["x", "-1", "no_entry_sign"];

/** What consent is asked for. */
export interface Asked {
  readonly command: string;
  readonly line: string;
  readonly print: string;
  /** What to ask whoever called; nothing to ask others. */
  readonly question: string | undefined;
  readonly others: number;
  readonly isConfirmed: boolean;
  readonly update: Askable;
  readonly isDirect: boolean;
}

export interface ConsentParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly store: Store;
  readonly me: () => { readonly id: Id };
  /** Whether buttons can be clicked. */
  readonly hasButtons: () => boolean;
  /** Posts a question where a call was made, with its buttons if there are any. */
  readonly post: (update: Askable, text: string, actions: readonly Action[]) => Promise<Post>;
  /** Changes a question whose buttons stay. */
  readonly edit: (postId: Id, text: string) => Promise<unknown>;
  /** Changes one that nobody can answer any more. */
  readonly close: (postId: Id, text: string) => Promise<unknown>;
  readonly react: (postId: Id, emoji: string) => Promise<unknown>;
  /** Answers below the question. */
  readonly answer: (record: ConsentRecord, text: string) => Promise<unknown>;
  /** Whether somebody may agree to it: a person who may run exactly this in the same place. */
  readonly isEntitled: (record: ConsentRecord, who: Author) => Promise<boolean>;
  readonly isAdmin: (who: Author) => boolean;
  /** Hands in what was agreed to. */
  readonly again: (record: ConsentRecord) => Promise<void>;
  /** Writes into the audit who agreed to what, or did not. */
  readonly note: (record: ConsentRecord, who: Author, did: "approved" | "refused") => Promise<void>;
}

export class Consents {
  readonly #parts: ConsentParts;
  /** The last question that each person was asked in each conversation, by which a word can answer it; after a restart a reaction still can. */
  readonly #lastAsked = new Map<string, Id>();

  constructor(parts: ConsentParts) {
    this.#parts = parts;
  }

  /** Asks, and returns: whoever agrees later has the call handed in again. @throws CallError, StoreError. */
  async ask({ question, update, ...asked }: Asked): Promise<void> {
    const { clock, store, post, react, log } = this.#parts;
    const hasButtons = this.#parts.hasButtons();
    const kind = question === undefined ? "approve" : "confirm";
    const lengthMs = kind === "confirm" ? CONFIRM_MS : APPROVE_MS;
    const by = update.user;
    const text = textOf({ ...asked, kind, by, question: question ?? "", lengthMs, hasButtons });
    const { id: postId } = await post(update, text, hasButtons ? consentButtons(kind, { by, lengthMs }) : []);
    const { answering: _, ...said } = { answering: undefined, ...update };
    const record: ConsentRecord = {
      ...asked,
      kind,
      by: { id: update.user.id, username: update.user.username },
      channelId: update.channelId,
      teamId: update.teamId,
      postId,
      question: text,
      agreed: [],
      expiresAt: clock.now() + lengthMs,
      update: said,
    };
    await store.set(PREFIX + postId, record, { ttlMs: lengthMs });
    if (kind === "confirm") this.#lastAsked.set(placeOf(update), postId);
    for (const emoji of hasButtons ? [] : [YES[0], NO[0]]) {
      await react(postId, emoji as string).catch((error: unknown) =>
        log.warn({ error: errorFacts(error) }, "an answer could not be offered"),
      );
    }
  }

  /** Whether a reaction may be an answer to a question. */
  isAnswer({ change, reaction: { emoji_name } }: ReactionUpdate): boolean {
    return change === "added" && (YES.includes(emoji_name) || NO.includes(emoji_name));
  }

  /** Takes a reaction that answers a question. Resolves with whether it did. */
  async take(update: ReactionUpdate): Promise<boolean> {
    const { me, answer } = this.#parts;
    if (!this.isAnswer(update) || update.user.id === me().id) return false;
    const found = await this.#find(update.reaction.post_id);
    if (found === undefined) return false;
    const why = await this.#decide(found, update.user, YES.includes(update.reaction.emoji_name));
    if (why !== undefined && found.record.kind === "approve")
      await answer(found.record, `${why}, @${update.user.username}.`);
    return true;
  }

  /** Takes a click on a button below a question: whoever clicked may be asked only now. @throws UserError with why it does not count. */
  async press(postId: Id, who: Author, isYes: boolean): Promise<void> {
    const found = await this.#find(postId);
    if (found === undefined)
      throw new UserError("This was decided already, or it is too late for it. Please ask me again.");
    const why = await this.#decide(found, who, isYes);
    if (why !== undefined) throw new UserError(`${why}.`);
  }

  async #find(postId: Id): Promise<Found | undefined> {
    const stored = await this.#parts.store.read(PREFIX + postId);
    return stored && { record: consentRecord.parse(stored.value), version: stored.version };
  }

  /** Resolves with why an answer does not count, if it does not. */
  async #decide(found: Found, who: Author, isYes: boolean): Promise<string | undefined> {
    const { record, version } = found;
    if (record.kind === "approve") return isYes ? this.#agree(found, who) : this.#refuse(found, who);
    if (who.id !== record.by.id) return "Only whoever called can answer this";
    await this.#end(record, version, isYes ? "Confirmed." : "Cancelled.", isYes);
    return undefined;
  }

  /** Takes a plain yes or no, in a direct message or a thread, of whoever was asked there last. Resolves with whether it did. */
  async takeWord(update: UpdateOf<"post">): Promise<boolean> {
    const word = /^\s*(?:(yes|y|ok)|(no|n|cancel))[.!]?\s*$/i.exec(update.post.message);
    const place = placeOf(update);
    const postId = this.#lastAsked.get(place);
    if (word === null || postId === undefined || update.author !== "person") return false;
    if (update.channelType !== "D" && update.post.root_id === "") return false;
    const stored = await this.#parts.store.read(PREFIX + postId);
    this.#lastAsked.delete(place);
    if (stored === undefined) return false;
    const isYes = word[1] !== undefined;
    await this.#end(consentRecord.parse(stored.value), stored.version, isYes ? "Confirmed." : "Cancelled.", isYes);
    return true;
  }

  /** Tells below every question whose time is over that nobody answered. */
  async sweep(): Promise<void> {
    const { store, close, log } = this.#parts;
    for (const { value } of await store.takeExpired(PREFIX, SWEPT_AT_ONCE)) {
      const record = consentRecord.safeParse(value);
      if (!record.success) continue;
      this.#forget(record.data);
      await close(record.data.postId, ended(record.data, "Nobody answered in time: it was not done.")).catch(
        (error: unknown) => log.warn({ error: errorFacts(error) }, "a question could not be closed"),
      );
    }
  }

  #forget({ update, postId }: ConsentRecord): void {
    const place = placeOf(update);
    if (this.#lastAsked.get(place) === postId) this.#lastAsked.delete(place);
  }

  async #agree({ record, version }: Found, who: Author): Promise<string | undefined> {
    const { store, clock, isEntitled, edit, note } = this.#parts;
    if (who.id === record.by.id) return "Somebody else has to agree";
    if (record.agreed.some(({ id }) => id === who.id)) return undefined;
    if (!(await isEntitled(record, who))) return "Only who may do this too can agree to it";
    const agreed = [...record.agreed, { id: who.id, username: who.username }];
    const next = { ...record, agreed };
    await note(next, who, "approved");
    if (agreed.length >= record.others) {
      await this.#end(next, version, `Agreed to by ${names(agreed)}.`, true);
      return undefined;
    }
    const ttlMs = Math.max(1, record.expiresAt - clock.now());
    await store.set(PREFIX + record.postId, next, { ttlMs, ifVersion: version });
    await edit(record.postId, `${record.question}\nAgreed so far: ${names(agreed)}.`);
    return undefined;
  }

  /** Whoever asked may take it back; whoever could agree may refuse. */
  async #refuse({ record, version }: Found, who: Author): Promise<string | undefined> {
    const { isAdmin, isEntitled, note } = this.#parts;
    const isOwn = who.id === record.by.id;
    if (!isOwn && !isAdmin(who) && !(await isEntitled(record, who))) return "Only who may do this too can refuse it";
    await note(record, who, "refused");
    await this.#end(record, version, isOwn ? `Taken back by @${who.username}.` : `Refused by @${who.username}.`, false);
    return undefined;
  }

  /** Whoever deletes the record first goes on: what was agreed to is never done twice. */
  async #end(record: ConsentRecord, version: number, words: string, isGiven: boolean): Promise<void> {
    const { store, close, again, log } = this.#parts;
    this.#forget(record);
    if (!(await store.delete(PREFIX + record.postId, { ifVersion: version }))) return;
    await close(record.postId, ended(record, words)).catch((error: unknown) =>
      log.warn({ error: errorFacts(error) }, "a question could not be closed"),
    );
    if (isGiven) await again(record.kind === "confirm" ? { ...record, isConfirmed: true } : record);
  }
}

/** A question that can still be answered. */
interface Found {
  readonly record: ConsentRecord;
  readonly version: number;
}

/** A person in a conversation: in a thread of a channel, or in a direct message. */
function placeOf(update: Askable | ConsentRecord["update"]): string {
  const rootId = update.kind === "slash" ? update.rootId : update.post.root_id;
  return `${update.channelId} ${rootId} ${update.user.id}`;
}

interface Question extends Pick<ConsentRecord, "kind" | "line" | "by" | "question" | "others"> {
  readonly lengthMs: number;
  readonly hasButtons: boolean;
}

function textOf({ kind, line, by, question, others, lengthMs, hasButtons }: Question): string {
  // Buttons may fail to get there, and are not shown by every client: reactions always do.
  const ways = `${hasButtons ? "a button, or with " : ""}:${YES[0]}: or :${NO[0]}:${hasButtons ? "," : ""}`;
  const offer = `Answer with ${ways} within ${inWords(lengthMs)}.`;
  if (kind === "confirm") return `@${by.username}, ${code(line)}: ${question} ${offer}`;
  const who = others === 1 ? "Somebody else who may do this has" : `${others} others who may do this have`;
  return `@${by.username} wants to run ${code(line)}. ${who} to agree. ${offer}`;
}

function ended({ line, by }: ConsentRecord, words: string): string {
  return `${code(line)} of @${by.username}: ${words}`;
}

function names(people: readonly Author[]): string {
  return people.map(({ username }) => `@${username}`).join(" and ");
}
