/** A person on a stage: does what people do, and each deed resolves when the bot has come to rest. */
import type { CommandAnswer, Dialog, DialogAnswer, DialogOption, FileInfo, Post } from "@matterwright/protocol";
import type { DialogValues, Person, SaysOptions } from "@matterwright/sim";

export class Actor {
  readonly #person: Person;
  readonly #rest: () => Promise<void>;

  constructor(person: Person, rest: () => Promise<void>) {
    this.#person = person;
    this.#rest = rest;
  }

  get username(): string {
    return this.#person.user.username;
  }

  /**
   * Writes a message where this person spoke last, at first in town-square.
   *
   * @example
   * await ann.says("!status", { in: "ops" });
   * await ann.says("help", { in: "@wright" });
   */
  says(text: string, options?: SaysOptions): Promise<Post> {
    return this.#doing(this.#person.says(text, options));
  }

  /** Goes to a place without a word. */
  async looksAt(place: string): Promise<void> {
    await this.#doing(this.#person.looksAt(place));
  }

  edits(post: Post, text: string): Promise<Post> {
    return this.#doing(this.#person.edits(post, text));
  }

  deletes(post: Post): Promise<void> {
    return this.#doing(this.#person.deletes(post));
  }

  /** @param emoji without colons; by default under the newest post in sight. */
  reacts(emoji: string, post: Post | undefined = this.#person.posts.at(-1)): Promise<void> {
    if (post === undefined) throw new Error(`@${this.username} sees no post to react to`);
    return this.#doing(this.#person.reacts(post, emoji));
  }

  unreacts(emoji: string, post: Post | undefined = this.#person.posts.at(-1)): Promise<void> {
    if (post === undefined) throw new Error(`@${this.username} sees no post to react to`);
    return this.#doing(this.#person.unreacts(post, emoji));
  }

  uploads(name: string, content: string | Uint8Array): Promise<FileInfo> {
    return this.#doing(this.#person.uploads(name, content));
  }

  /** Anything else that a client can do: `await ann.calls("POST /api/v4/channels", { … })`. @throws Error when the server refuses. */
  calls<Shape>(call: string, body?: unknown): Promise<Shape> {
    return this.#doing(this.#person.calls<Shape>(call, body));
  }

  /**
   * Runs a slash command where this person spoke last, and answers what the server said.
   *
   * @example
   * await ben.runs("/deploy api", { in: "ops" });
   * expect(ben.sees).toBe("Deployed api.");
   */
  runs(command: string, options?: Pick<SaysOptions, "in" | "thread">): Promise<CommandAnswer> {
    return this.#doing(this.#person.runs(command, options));
  }

  /**
   * Fills in the dialog that was opened and submits it; fields that are not named keep their defaults.
   *
   * @returns `errors` by field or an `error` when the dialog stays open
   * @example
   * await ben.clicks("Deploy");
   * expect(await ben.submits({ service: "api" })).toEqual({});
   */
  submits(values?: DialogValues): Promise<DialogAnswer> {
    return this.#doing(this.#person.submits(values));
  }

  /** Closes the dialog without submitting it. */
  cancels(): Promise<void> {
    return this.#doing(this.#person.cancels());
  }

  /** Types into a field of the dialog whose choices are looked up, and is shown them. */
  looksUp(field: string, query: string): Promise<readonly DialogOption[]> {
    return this.#doing(this.#person.looksUp(field, query));
  }

  /** The dialog in front of this person. */
  get dialog(): Dialog | undefined {
    return this.#person.dialog;
  }

  /** Chooses from a menu by its label: an option by its text, or any value. */
  chooses(label: string, choice: string): Promise<void> {
    return this.#doing(this.#person.chooses(label, choice));
  }

  /** Clicks a button by its label. */
  clicks(label: string): Promise<void> {
    return this.#doing(this.#person.clicks(label));
  }

  joins(channel: string): Promise<void> {
    return this.#doing(this.#person.joins(channel));
  }

  leaves(channel: string): Promise<void> {
    return this.#doing(this.#person.leaves(channel));
  }

  /** What this person alone was shown in sight, oldest first. */
  get ephemerals(): readonly Post[] {
    return this.#person.ephemerals;
  }

  /** The newest post in sight, shown to all or to this person alone: its text and that of its cards. */
  get sees(): string {
    return this.#person.sees;
  }

  /** All posts in sight, oldest first. */
  get posts(): readonly Post[] {
    return this.#person.posts;
  }

  /** Every event that this person's client received. */
  get heard(): Person["heard"] {
    return this.#person.heard;
  }

  async #doing<Value>(deed: Promise<Value>): Promise<Value> {
    const value = await deed;
    await this.#rest();
    return value;
  }
}
