/**
 * Gives each word of a call to the argument it was meant for: by name, by place, or as the free text at the end. Called
 * by the parser; it finds what is unknown, doubled, missing or too much, and leaves the values to others.
 */
import { code } from "../../text/code.ts";
import { flagKey } from "./arguments.ts";
import type { Argument, ArgumentList } from "./arguments.ts";
import { closest } from "../../text/distance.ts";
import { inWords, metaOf } from "./kind.ts";
import { wordReader } from "../words/words.ts";
import type { Word } from "../words/words.ts";

/** What was written for an argument, and where. */
export interface Given {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Why a call cannot be understood. */
export interface Problem {
  readonly problem: string;
  readonly mark?: { readonly start: number; readonly end: number };
}

/** Thrown inside the parser, which makes a usage error of it. */
export class Misunderstood extends Error {
  readonly report: Problem;

  constructor(problem: string, mark?: Problem["mark"]) {
    super(problem);
    this.report = mark ? { problem, mark } : { problem };
  }
}

export type Assigned = ReadonlyMap<Argument, readonly Given[]> | "help";

const FLAG = /^--?(?=\p{L})([^=]*)(?:=([\s\S]*))?$/u;

/**
 * Reads the words of `line` from index `from` on.
 *
 * @throws Misunderstood with the word and a sentence about it
 */
export function assign(list: ArgumentList, line: string, from: number): Assigned {
  return new Assignment(list, line).read(from);
}

class Assignment {
  readonly #list: ArgumentList;
  readonly #line: string;
  readonly #next: (from: number) => Word | undefined;
  readonly #given = new Map<Argument, Given[]>();
  readonly #words: Word[] = [];
  readonly #text: Argument | undefined;
  readonly #isVerbatim: boolean;
  /** Until `--`, words that look like flags are flags. */
  #flags = true;

  constructor(list: ArgumentList, line: string) {
    this.#list = list;
    this.#line = line;
    this.#next = wordReader(line);
    this.#text = list.all.find((argument) => argument.kind.type === "rest");
    this.#isVerbatim = this.#text !== undefined && metaOf(this.#text.schema)["verbatim"] === true;
  }

  read(from: number): Assigned {
    // A command that wants nothing but text gets all of it, even what looks like a flag.
    if (this.#list.all.length === 1 && this.#text) {
      if (["-h", "--help"].includes(this.#line.slice(from).trim())) return "help";
      this.#flags = false;
    }
    for (let word = this.#next(from); word; word = this.#next(word.end)) {
      if (this.#isVerbatim && this.#takesText()) this.#flags = false;
      const flag = this.#flags && !word.quoted ? FLAG.exec(word.text) : null;
      if (flag) {
        if (["h", "help"].includes(flagKey(flag[1] ?? ""))) return "help";
        word = this.#takeFlag(word, flag[1] ?? "", flag[2]);
      } else if (this.#flags && !word.quoted && word.text === "--") this.#flags = false;
      else if (this.#text && this.#takesText()) {
        this.#given.set(this.#text, [toTheEnd(this.#line, word.start)]);
        break;
      } else if (word.unclosed) {
        throw new Misunderstood("The quote that begins here is never closed.", word);
      } else this.#words.push(word);
    }
    this.#distribute();
    return this.#given;
  }

  /** Whether what comes next is the text, because everything before it is given. */
  #takesText(): boolean {
    return this.#text !== undefined && !this.#given.has(this.#text) && this.#words.length >= this.#open().length;
  }

  /** Arguments that wait for a word in their place. */
  #open(): Argument[] {
    return this.#list.all.filter(
      (argument) => argument.positional && argument.kind.type !== "rest" && !this.#given.has(argument),
    );
  }

  /** Returns the last word that belongs to the flag. */
  #takeFlag(word: Word, name: string, inline: string | undefined): Word {
    const { argument, negated } = this.#find(word, name);
    const label = code(`--${negated ? "no-" : ""}${argument.flag}`);
    if (this.#given.has(argument) && argument.kind.type !== "list") {
      throw new Misunderstood(`${label} is given a second time.`, word);
    }
    if (negated && inline !== undefined) throw new Misunderstood(`${label} takes no value.`, word);
    let last = word;
    let value = inline ?? (negated ? "no" : "yes");
    if (argument.kind.type !== "flag" && inline === undefined) {
      const following = this.#next(word.end);
      if (!following || (!following.quoted && FLAG.test(following.text))) {
        throw new Misunderstood(`${label} needs a value: ${inWords(argument.kind)}.`, word);
      }
      last = following;
      value = following.text;
    }
    if (last.unclosed) throw new Misunderstood("The quote that begins here is never closed.", last);
    const given = { text: value, start: last.start, end: last.end };
    this.#given.set(argument, [...(this.#given.get(argument) ?? []), given]);
    return last;
  }

  #find(word: Word, name: string): { argument: Argument; negated: boolean } {
    const key = flagKey(name);
    const argument = this.#list.byFlag.get(key);
    if (argument) return { argument, negated: false };
    const negated = key.startsWith("no") ? this.#list.byFlag.get(key.slice(2)) : undefined;
    if (negated?.kind.type === "flag") return { argument: negated, negated: true };
    const flags = this.#list.all.map((known) => known.flag);
    const begun = flags.filter((flag) => flag.startsWith(name.toLowerCase()));
    const near = begun.length === 1 ? begun[0] : closest(name, [...flags, "help"]);
    const hint = near ? `Did you mean ${code(`--${near}`)}?` : "If it is no flag, put it in quotes.";
    throw new Misunderstood(`I know no flag ${code(word.text.replace(/=.*$/s, ""))} here. ${hint}`, word);
  }

  /** Hands out the words in order, and passes over an optional argument when a required one needs the word. */
  #distribute(): void {
    const open = this.#open();
    let needed = open.filter((argument) => argument.required).length;
    let index = 0;
    for (const argument of open) {
      if (argument.required) needed--;
      const left = this.#words.length - index;
      const count = argument.kind.type === "list" ? left : argument.required || left > needed ? Math.min(left, 1) : 0;
      if (count > 0) this.#given.set(argument, this.#words.slice(index, index + count));
      index += count;
    }
    const extra = this.#words[index];
    if (extra) throw new Misunderstood(tooMany(extra, open.length > 0), extra);
    const missing = this.#list.all.find((argument) => argument.required && !this.#given.has(argument));
    if (missing) throw new Misunderstood(`${code(missing.flag)} is missing: ${inWords(missing.kind)}.`);
  }
}

function tooMany(extra: Word, places: boolean): string {
  const hint = places ? " Put several words that belong together in quotes." : "";
  return `${code(extra.text)} is one word too many.${hint}`;
}

/** The free text: everything, but for the white space at its end. */
function toTheEnd(line: string, start: number): Given {
  const text = line.slice(start).trimEnd();
  return { text, start, end: start + text.length };
}
