/** The hooks of a bot as others see them: to list, never to change. Each hook enters itself when it is installed. */

/** A hook, and how it is doing. Counts since the start, times in Unix milliseconds. */
export interface HookInfo {
  /** `bot`, or the plugin's name. */
  readonly owner: string;
  /** Below the door's base: `/deployed`. */
  readonly path: string;
  /** The whole address, where the bot knows how it is reached. */
  readonly url: string | undefined;
  readonly method: string;
  /** One line: what it is for. */
  readonly about: string;
  /** Who may call: "GitHub", "bearer token". */
  readonly sender: string;
  /** Whether callers have to prove that they are it. */
  readonly isKnown: boolean;
  /** Calls that a handler ended well. */
  readonly handled: number;
  /** Calls that were handled before, and were not again. */
  readonly repeated: number;
  /** Calls that were not let in, or made no sense. */
  readonly refused: number;
  /** Calls whose handler failed. */
  readonly failed: number;
  readonly lastAt: number | undefined;
  /** What was answered to the last call. */
  readonly lastStatus: number | undefined;
}

export class HookBook {
  readonly #entries = new Set<() => HookInfo>();

  /** @returns what takes it back. */
  enter(info: () => HookInfo): () => void {
    this.#entries.add(info);
    return () => void this.#entries.delete(info);
  }

  list(): HookInfo[] {
    return [...this.#entries].map((info) => info()).toSorted((a, b) => (a.path < b.path ? -1 : 1));
  }
}
