/**
 * Answers "Did you mean …?" for whole commands, of which there may be ten thousand. Asked by the command table for a
 * line that names no command; it never decides who may see what, so its caller filters.
 */
import { mostSlips, slips } from "../../text/distance.ts";

interface Entry {
  readonly name: string;
  /** One bit per letter that occurs: two names that differ in many letters are told apart without comparing them. */
  readonly letters: number;
  /** How many words the name has. */
  readonly words: number;
}

/** The names of commands, arranged so that a wrong one finds its neighbours quickly. */
export class Suggestions {
  /** By length, because a slip changes it by at most one. */
  readonly #byLength = new Map<number, Map<string, Entry>>();
  #mostWords = 1;

  add(name: string): void {
    const words = name.split(" ").length;
    this.#mostWords = Math.max(this.#mostWords, words);
    const sameLength = this.#byLength.get(name.length) ?? new Map<string, Entry>();
    this.#byLength.set(name.length, sameLength.set(name, { name, words, letters: lettersOf(name) }));
  }

  delete(name: string): void {
    this.#byLength.get(name.length)?.delete(name);
  }

  /**
   * Names near the beginning of what was typed: nearest first, of equals the longest first, then by alphabet. A name of two
   * words is compared with the first two words, and so on.
   *
   * @param typed the words as typed, lower case
   */
  near(typed: readonly string[]): string[] {
    const found: { readonly name: string; readonly distance: number; readonly words: number }[] = [];
    for (let words = Math.min(typed.length, this.#mostWords); words > 0; words--) {
      const attempt = typed.slice(0, words).join(" ");
      for (const { name, distance } of this.#within(attempt, words)) found.push({ name, distance, words });
    }
    return found
      .toSorted((a, b) => a.distance - b.distance || b.words - a.words || (a.name < b.name ? -1 : 1))
      .map(({ name }) => name);
  }

  *#within(attempt: string, words: number): Generator<{ name: string; distance: number }> {
    const most = mostSlips(attempt.length);
    const letters = lettersOf(attempt);
    for (let length = attempt.length - most; length <= attempt.length + most; length++) {
      for (const entry of this.#byLength.get(length)?.values() ?? []) {
        if (entry.words !== words || bits(entry.letters ^ letters) > 2 * most) continue;
        const distance = slips(attempt, entry.name, most);
        if (distance !== undefined) yield { name: entry.name, distance };
      }
    }
  }
}

function lettersOf(name: string): number {
  let letters = 0;
  for (let index = 0; index < name.length; index++) letters |= 1 << (name.charCodeAt(index) & 31);
  return letters;
}

function bits(mask: number): number {
  let count = 0;
  for (let left = mask; left !== 0; left &= left - 1) count++;
  return count;
}
