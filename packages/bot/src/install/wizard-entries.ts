/** The wizards of a bot as each enters itself when it is installed: to be listed, and started by name. */
import type { Context } from "../context/context.ts";

export interface WizardEntry {
  /** `bot`, or the plugin's name. */
  readonly owner: string;
  readonly name: string;
  /** One line: what it is for. */
  readonly about: string;
  /** In their order. */
  readonly questions: readonly string[];
  start(ctx: Context<"click" | "post" | "slash" | "submit">): Promise<void>;
}

export class WizardEntries {
  readonly #byName = new Map<string, WizardEntry>();

  /** @returns what takes it back. */
  enter(entry: WizardEntry): () => void {
    this.#byName.set(entry.name, entry);
    return () => {
      if (this.#byName.get(entry.name) === entry) this.#byName.delete(entry.name);
    };
  }

  get(name: string): WizardEntry | undefined {
    return this.#byName.get(name);
  }

  /** By alphabet. */
  all(): readonly WizardEntry[] {
    return [...this.#byName.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }
}
