/**
 * One message that tells how far something has come: posted once, then edited, at most once a second, whatever the pace of the work. Made by a
 * context for its handler; what was said last is always said.
 */
import type { Clock, Timer } from "@matterwright/clock";
import type { Post } from "@matterwright/protocol";

const EDIT_EVERY_MS = 1_000;

export interface ProgressParts {
  readonly clock: Clock;
  readonly post: (text: string) => Promise<Post | undefined>;
  readonly edit: (post: Post, text: string) => Promise<unknown>;
}

export class Progress {
  readonly #parts: ProgressParts;
  #post: Post | undefined;
  #shown = "";
  #wanted = "";
  #nextMs = 0;
  #timer: Timer | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(parts: ProgressParts) {
    this.#parts = parts;
  }

  /** Shows a text in the place of the one before. Resolves when it stands there, or will within a second. @throws CallError. */
  async show(text: string): Promise<void> {
    this.#wanted = text;
    if (this.#timer !== undefined) return;
    const { clock } = this.#parts;
    const leftMs = this.#nextMs - clock.now();
    if (leftMs <= 0) return this.flush();
    this.#timer = clock.after(leftMs, () => void this.flush().catch(() => {}));
  }

  /** Says at once what was to be said last. */
  flush(): Promise<void> {
    this.stop();
    const turn = this.#turn.then(() => this.#write());
    this.#turn = turn.catch(() => {});
    return turn;
  }

  /** Says nothing more. */
  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  async #write(): Promise<void> {
    const text = this.#wanted;
    if (text === this.#shown) return;
    const { clock, post, edit } = this.#parts;
    this.#nextMs = clock.now() + EDIT_EVERY_MS;
    this.#shown = text;
    if (this.#post === undefined) this.#post = await post(text);
    else await edit(this.#post, text);
  }
}
