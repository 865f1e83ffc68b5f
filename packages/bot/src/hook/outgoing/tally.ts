/** How an outgoing webhook's calls are doing, for the list of hooks. */
import type { HookInfo } from "../../install/hook-book.ts";
import type { Workplace } from "../../install/install.ts";

export class Tally {
  readonly #workplace: Workplace;
  readonly #path: string;
  readonly #counts = { handled: 0, repeated: 0, refused: 0, failed: 0 };
  #lastAt: number | undefined;
  #lastStatus: number | undefined;

  constructor(workplace: Workplace, path: string) {
    this.#workplace = workplace;
    this.#path = path;
  }

  /** Counts an answer, and hands it on. */
  count(response: Response): Response {
    const { status } = response;
    this.#counts[status === 200 ? "handled" : status === 409 ? "repeated" : "refused"]++;
    this.#lastAt = this.#workplace.clock.now();
    this.#lastStatus = status;
    return response;
  }

  info(): HookInfo {
    const { owner } = this.#workplace;
    return {
      owner,
      path: this.#path,
      url: this.#workplace.urlOf(this.#path),
      method: "POST",
      about: "Posts of this server",
      sender: "outgoing webhook",
      isKnown: true,
      ...this.#counts,
      lastAt: this.#lastAt,
      lastStatus: this.#lastStatus,
    };
  }
}
