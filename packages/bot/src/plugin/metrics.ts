/** What a plugin counts and measures of its own work. Kept as long as the plugin is set up; shown by `!plugin info`. */
import { MisuseError } from "../errors.ts";

const NAME = /^[a-z][a-z0-9_]*$/;
/** One for each of something endless would grow for ever. */
const MOST = 100;

/** The figures of one plugin, by names in lower case like `posts_sent`. */
export interface Metrics {
  /** Counts something that happened, or several: counts only grow. @throws MisuseError for a name or a number that is none. */
  count(name: string, by?: number): void;
  /** Measures something whenever somebody looks. @throws MisuseError when the name is none, or taken. */
  measure(name: string, read: () => number): void;
}

export class OwnMetrics implements Metrics {
  readonly #counts = new Map<string, number>();
  readonly #reads = new Map<string, () => number>();

  count(name: string, by = 1): void {
    if (!Number.isFinite(by) || by < 0) throw new MisuseError(`a count grows by a number, and ${by} is none`);
    if (!this.#counts.has(name)) this.#requireFree(name);
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + by);
  }

  measure(name: string, read: () => number): void {
    this.#requireFree(name);
    this.#reads.set(name, read);
  }

  /** As they are now. One that cannot be measured is not a number. */
  figures(): Readonly<Record<string, number>> {
    return {
      ...Object.fromEntries(this.#counts),
      ...Object.fromEntries([...this.#reads].map(([name, read]) => [name, measured(read)])),
    };
  }

  #requireFree(name: string): void {
    if (!NAME.test(name))
      throw new MisuseError(`"${name}" is no name of a figure: use lower case letters, digits and _`);
    if (this.#counts.has(name) || this.#reads.has(name))
      throw new MisuseError(`there is a figure called ${name} already`);
    if (this.#counts.size + this.#reads.size >= MOST)
      throw new MisuseError(`a plugin has ${MOST} figures at most: count kinds, and not each single thing`);
  }
}

function measured(read: () => number): number {
  try {
    return read();
  } catch {
    return Number.NaN;
  }
}
