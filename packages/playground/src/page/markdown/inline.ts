/**
 * Reads what stands within a line: emphasis, code, links, mentions, emoji. Called for every piece of text by `blocks.ts`. Whatever
 * makes no sense stays text.
 */
import { emojiSign } from "../emoji.ts";
import { safeHref } from "./href.ts";
import type { Inline } from "./tree.ts";

const DEPTH_MAX = 8;
const MARKS = [
  ["**", "strong"],
  ["__", "strong"],
  ["~~", "strike"],
  ["*", "emphasis"],
  ["_", "emphasis"],
] as const;
const ESCAPED = /[\\`*_{}[\]()#+\-.!~|<>@:]/;
const LINK = /!?\[([^[\]\n]{1,500})\]\(<?([^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*)>?(?: +"[^"\n]{0,500}")?\)/y;
const ADDRESS = /<?(https?:\/\/[^\s<>]+)>?/iy;
const MENTION = /@[a-z0-9](?:[a-z0-9._-]*[a-z0-9_-])?/iy;
const CHANNEL = /~[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?/iy;
const EMOJI = /:([a-z0-9_+-]+):/iy;

export function parseInline(text: string, depth = 0): Inline[] {
  return new InlineReader(text, depth).read();
}

class InlineReader {
  readonly #text: string;
  readonly #depth: number;
  readonly #found: Inline[] = [];
  /** Marks that are never closed from here on, so that they are searched for once only. */
  readonly #open = new Set<string>();
  #at = 0;
  #plain = "";

  constructor(text: string, depth: number) {
    this.#text = text;
    this.#depth = depth;
  }

  read(): Inline[] {
    while (this.#at < this.#text.length) {
      if (this.#step()) continue;
      this.#plain += this.#text[this.#at] ?? "";
      this.#at++;
    }
    this.#flush();
    return this.#found;
  }

  /** Takes what begins here, if anything does. */
  #step(): boolean {
    const sign = this.#text[this.#at] ?? "";
    if (sign === "\n") return this.#add({ kind: "break" }, 1);
    if (sign === "\\") return this.#escape();
    if (sign === "`") return this.#code();
    if (sign === "[" || sign === "!") return this.#link();
    if (sign === "*" || sign === "_" || sign === "~") return this.#marked() || (sign === "~" && this.#channel());
    if (sign === "@") return this.#mention();
    if (sign === ":") return this.#emoji();
    if (/[hH<]/.test(sign)) return this.#address();
    return false;
  }

  #add(piece: Inline, length: number): true {
    this.#flush();
    this.#found.push(piece);
    this.#at += length;
    return true;
  }

  #flush(): void {
    if (this.#plain !== "") this.#found.push({ kind: "text", text: this.#plain });
    this.#plain = "";
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    return pattern.exec(this.#text);
  }

  #escape(): boolean {
    const next = this.#text[this.#at + 1] ?? "";
    if (!ESCAPED.test(next)) return false;
    this.#plain += next;
    this.#at += 2;
    return true;
  }

  #code(): boolean {
    const run = this.#match(/`+/y)?.[0] ?? "`";
    const start = this.#at + run.length;
    for (let end = this.#text.indexOf(run, start); end >= 0; end = this.#text.indexOf(run, end)) {
      let after = end;
      while (this.#text[after] === "`") after++;
      if (after - end === run.length) {
        const inside = this.#text.slice(start, end);
        const isPadded = inside.startsWith(" ") && inside.endsWith(" ") && inside.trim() !== "";
        return this.#add({ kind: "code", text: isPadded ? inside.slice(1, -1) : inside }, after - this.#at);
      }
      end = after;
    }
    this.#plain += run;
    this.#at = start;
    return true;
  }

  #link(): boolean {
    const found = this.#match(LINK);
    const href = safeHref(found?.[2] ?? "");
    if (found === null || href === undefined || this.#depth >= DEPTH_MAX) return false;
    const inside = parseInline(found[1] ?? "", DEPTH_MAX);
    return this.#add({ kind: "link", href, inside }, found[0].length);
  }

  #marked(): boolean {
    if (this.#depth >= DEPTH_MAX) return false;
    for (const [mark, kind] of MARKS) {
      if (!this.#text.startsWith(mark, this.#at) || this.#open.has(mark)) continue;
      const start = this.#at + mark.length;
      if (!/\S/.test(this.#text[start] ?? "") || (mark.startsWith("_") && this.#isInWord())) continue;
      const end = this.#closing(mark, start);
      if (end < 0) {
        this.#open.add(mark);
        continue;
      }
      const inside = parseInline(this.#text.slice(start, end), this.#depth + 1);
      return this.#add({ kind, inside }, end + mark.length - this.#at);
    }
    return false;
  }

  /** Where the mark is closed: behind something that is no blank, and not by half of a longer mark. */
  #closing(mark: string, start: number): number {
    for (let end = this.#text.indexOf(mark, start + 1); end >= 0; end = this.#text.indexOf(mark, end + 1)) {
      if (!/[^\s\\]/.test(this.#text[end - 1] ?? "")) continue;
      const after = this.#text[end + mark.length] ?? "";
      if (mark.length === 1 && (after === mark || this.#text[end - 1] === mark)) continue;
      if (mark.startsWith("_") && /[\p{L}\p{N}]/u.test(after)) continue;
      // Of three signs the last two close: what is inside keeps its own.
      return mark.length === 2 && after === mark[0] ? end + 1 : end;
    }
    return -1;
  }

  #isInWord(): boolean {
    return /[\p{L}\p{N}_]/u.test(this.#text[this.#at - 1] ?? "");
  }

  #address(): boolean {
    const found = this.#match(ADDRESS);
    if (found === null || this.#isInWord() || this.#depth >= DEPTH_MAX) return false;
    const isBracketed = found[0].startsWith("<") && found[0].endsWith(">");
    if (found[0].startsWith("<") && !isBracketed) return false;
    const address = isBracketed ? (found[1] ?? "") : (found[1] ?? "").replace(/[.,;:!?)'"*_~\]]{1,20}$/, "");
    const href = safeHref(address);
    if (href === undefined) return false;
    const length = isBracketed ? found[0].length : address.length;
    return this.#add({ kind: "link", href, inside: [{ kind: "text", text: address }] }, length);
  }

  #mention(): boolean {
    const name = this.#match(MENTION)?.[0];
    if (name === undefined || this.#isInWord()) return false;
    return this.#add({ kind: "mention", name: name.slice(1) }, name.length);
  }

  #channel(): boolean {
    const name = this.#match(CHANNEL)?.[0];
    if (name === undefined || this.#isInWord()) return false;
    return this.#add({ kind: "channel", name: name.slice(1) }, name.length);
  }

  #emoji(): boolean {
    const name = this.#match(EMOJI)?.[1];
    const sign = name === undefined ? undefined : emojiSign(name.toLowerCase());
    if (name === undefined || sign === undefined) return false;
    return this.#add({ kind: "emoji", name, sign }, name.length + 2);
  }
}
