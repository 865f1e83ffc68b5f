/**
 * `channels.toml` on the disk: looked at whenever somebody asks, so that a change made there counts at once. A file that is wrong changes
 * nothing: the last one that was right stays, through a restart as well. Edits from chat are made here, one after another.
 */
import { type Log, type Store, UserError, errorFacts, storeKey, z } from "matterwright";
import { replaceText, stampOf, textOf, whyNot } from "../node/files.ts";
import { type Book, emptyBook } from "./book.ts";
import { type AnyEdit, edited } from "./edit.ts";
import { BookError, parseBook } from "./parse.ts";

const LONGEST_CHARACTERS = 2_000_000;

/** The text that was right last. */
const lastGood = storeKey("book", z.object({ text: z.string() }));

export interface BookFileParts {
  /** Absolute. */
  readonly path: string;
  /** As an operator would write it. */
  readonly shown: string;
  readonly store: Store;
  readonly log: Log;
}

export class BookFile {
  readonly #parts: BookFileParts;
  #stamp: string | undefined;
  #book: Book = emptyBook;
  #trouble = "";
  /** One look or edit after another. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(parts: BookFileParts) {
    this.#parts = parts;
  }

  /** The file as people call it. */
  get shown(): string {
    return this.#parts.shown;
  }

  /** What is wrong with the file as it is now, in a sentence without its full stop; empty when nothing is. */
  get trouble(): string {
    return this.#trouble;
  }

  /** What the file says now, or said when it was last right. Never rejects. */
  read(): Promise<Book> {
    return this.#inTurn(async () => {
      await this.#look();
      return this.#book;
    });
  }

  /**
   * Changes the file. What it says then is returned.
   *
   * @param edits made of what the file says now
   * @throws UserError when the file is wrong as it is, or cannot be written: then it stays as it is.
   */
  change(edits: (book: Book) => readonly AnyEdit[]): Promise<Book> {
    return this.#inTurn(async () => {
      await this.#look();
      const { path, shown } = this.#parts;
      if (this.#trouble !== "") throw new UserError(`${this.#trouble}. Put that right first: nothing was changed.`);
      const wanted = edits(this.#book);
      if (wanted.length === 0) return this.#book;
      const { text = "" } = textOf(path) ?? {};
      const changed = edited(text, wanted);
      const book = parseBook(changed);
      try {
        replaceText(path, changed);
      } catch (error) {
        this.#parts.log.warn({ error: errorFacts(error) }, "the groups could not be written");
        throw new UserError(`${shown} cannot be written: ${whyNot(error)}. Nothing was changed.`);
      }
      await this.#take(stampOf(path), changed, book);
      return book;
    });
  }

  #inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const mine = this.#turn.then(work);
    this.#turn = mine.catch(() => {});
    return mine;
  }

  async #look(): Promise<void> {
    const { path, shown, log } = this.#parts;
    try {
      const stamp = stampOf(path);
      if (stamp === this.#stamp) return;
      if (this.#stamp === undefined) await this.#remember();
      const { text = "", stamp: taken = "" } = textOf(path) ?? {};
      this.#stamp = taken;
      if (text.length > LONGEST_CHARACTERS)
        throw new BookError(`it is longer than ${LONGEST_CHARACTERS} characters`, { line: 1, column: 1 });
      await this.#take(taken, text, parseBook(text));
      for (const warning of this.#book.warnings) log.warn({ file: shown }, warning);
    } catch (error) {
      if (error instanceof BookError)
        this.#complain(`${shown}, line ${error.line}, column ${error.column}: ${error.message}`);
      else this.#complain(`${shown} cannot be read: ${whyNot(error)}`);
    }
  }

  async #take(stamp: string, text: string, book: Book): Promise<void> {
    this.#stamp = stamp;
    this.#book = book;
    this.#trouble = "";
    await lastGood.set(this.#parts.store, { text }).catch((error: unknown) => {
      // A text that the store does not take is read from the file all the same.
      this.#parts.log.warn({ error: errorFacts(error) }, "the groups could not be kept beside their file");
    });
  }

  /** What was right before the bot was started. */
  async #remember(): Promise<void> {
    try {
      const kept = await lastGood.get(this.#parts.store);
      if (kept !== undefined) this.#book = parseBook(kept.text);
    } catch (error) {
      this.#parts.log.warn({ error: errorFacts(error) }, "the groups that were right last cannot be read");
    }
  }

  #complain(sentence: string): void {
    if (sentence === this.#trouble) return;
    this.#trouble = sentence;
    this.#parts.log.warn({ file: this.#parts.shown }, sentence);
  }
}
