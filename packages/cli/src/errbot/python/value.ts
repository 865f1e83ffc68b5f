/** What a Python expression says, as far as that can be told without running it. What cannot be told keeps its words and its line. */
import type { Token } from "./tokens.ts";

export type Value =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "number"; readonly number: number }
  | { readonly kind: "flag"; readonly flag: boolean }
  | { readonly kind: "none" }
  /** A list, a tuple or a set. */
  | { readonly kind: "list"; readonly items: readonly Value[] }
  | { readonly kind: "dict"; readonly entries: readonly (readonly [Value, Value])[] }
  /** A variable of the environment, and what is taken where there is none. */
  | { readonly kind: "environment"; readonly name: string; readonly fallback: Value | undefined }
  /** `logging.DEBUG`, `self.poll`. */
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "unknown"; readonly source: string; readonly line: number };

/** What the names of earlier lines mean. */
export type Names = ReadonlyMap<string, Value>;

/** Never throws. */
export function valueOf(tokens: readonly Token[], names: Names = new Map()): Value {
  const reader = new Reader(tokens, names);
  try {
    const value = reader.expression();
    if (reader.isAtEnd) return value;
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
  }
  return { kind: "unknown", source: sourceOf(tokens), line: tokens[0]?.line ?? 0 };
}

/** An argument of a call: `flag=True` has a name. */
export interface Argument {
  readonly name: string | undefined;
  readonly value: Value;
}

/** What stands between the brackets of a call. Never throws. */
export function argumentsIn(tokens: readonly Token[], names: Names = new Map()): Argument[] {
  return split(tokens).map((part) => {
    const isNamed = part[0]?.kind === "name" && part[1]?.text === "=";
    return { name: isNamed ? part[0]?.text : undefined, value: valueOf(isNamed ? part.slice(2) : part, names) };
  });
}

/** Tokens as they could stand in one line. */
export function sourceOf(tokens: readonly Token[]): string {
  const words = tokens.map(({ kind, text }) => (kind === "text" ? JSON.stringify(text) : text));
  return words
    .join(" ")
    .replaceAll(/ ?([.()[\],:]) ?/g, "$1")
    .replaceAll(/([,:])/g, "$1 ")
    .trim()
    .slice(0, 120);
}

/** At the commas that stand in no bracket. */
export function split(tokens: readonly Token[]): Token[][] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (token.kind === "op" && /^[([{]$/.test(token.text)) depth++;
    if (token.kind === "op" && /^[)\]}]$/.test(token.text)) depth--;
    if (depth === 0 && token.kind === "op" && token.text === ",") parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts.filter((part) => part.length > 0);
}

class Unreadable extends Error {}

const LITERALS: Readonly<Record<string, Value>> = {
  True: { kind: "flag", flag: true },
  False: { kind: "flag", flag: false },
  None: { kind: "none" },
};
const ENVIRONMENT = /^(?:os\.)?(?:environ(?:\.get)?|getenv)$/;
/** They change how a value is kept, not what it says. */
const CONVERSIONS = new Set([
  "bool",
  "dict",
  "float",
  "frozenset",
  "int",
  "list",
  "set",
  "str",
  "tuple",
  "Path",
  "pathlib.Path",
]);
const HERE = /^os\.(?:getcwd|path\.(?:dirname|abspath|realpath|expanduser))$/;

class Reader {
  readonly #tokens: readonly Token[];
  readonly #names: Names;
  #at = 0;

  constructor(tokens: readonly Token[], names: Names) {
    this.#tokens = tokens;
    this.#names = names;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#tokens.length;
  }

  expression(): Value {
    const value = this.#either();
    if (!this.#isOp(",")) return value;
    const items = [value];
    while (this.#takes(",")) if (!this.isAtEnd) items.push(this.#sum());
    return { kind: "list", items };
  }

  #either(): Value {
    const value = this.#sum();
    let fallback: Value | undefined;
    while (this.#takes("==") || this.#takes("or") || this.#takes("in")) {
      const word = this.#tokens[this.#at - 1]?.text;
      const other = this.#sum();
      if (value.kind !== "environment") throw new Unreadable();
      // `os.environ["VERIFY"].lower() == "true"`: it is the variable that says it.
      if (word === "or") fallback ??= other;
    }
    return value.kind === "environment" ? { ...value, fallback: value.fallback ?? fallback } : value;
  }

  #sum(): Value {
    let value = this.#postfix();
    while (this.#takes("+")) value = added(value, this.#postfix());
    return value;
  }

  #postfix(): Value {
    let value = this.#primary();
    for (;;) {
      if (this.#takes(".")) {
        const name = this.#name();
        value = value.kind === "name" ? { kind: "name", name: `${value.name}.${name}` } : this.#method(value, name);
      } else if (this.#isOp("(")) value = this.#call(value, this.#bracket("(", ")"));
      else if (this.#isOp("[")) value = item(value, valueOf(this.#bracket("[", "]"), this.#names));
      else return value.kind === "name" ? (this.#names.get(value.name) ?? value) : value;
    }
  }

  #primary(): Value {
    const token = this.#next();
    if (token.kind === "text") return this.#texts(token);
    if (token.kind === "number") return { kind: "number", number: Number(token.text) };
    if (token.kind === "name") {
      if (/^(?:lambda|not|if|await|yield)$/.test(token.text)) throw new Unreadable();
      return LITERALS[token.text] ?? { kind: "name", name: token.text };
    }
    if (token.text === "-") {
      const value = this.#primary();
      if (value.kind === "number") return { kind: "number", number: -value.number };
    }
    if (/^[([{]$/.test(token.text)) {
      this.#at--;
      return this.#collection(token.text);
    }
    throw new Unreadable();
  }

  /** Texts that stand behind one another are one. */
  #texts(first: Token): Value {
    let text = "";
    let token: Token | undefined = first;
    while (token?.kind === "text") {
      if (token.isFormatted) throw new Unreadable();
      text += token.text;
      token = this.#tokens[this.#at];
      if (token?.kind === "text") this.#at++;
    }
    return { kind: "text", text };
  }

  #collection(open: string): Value {
    const inner = this.#bracket(open, { "(": ")", "[": "]", "{": "}" }[open] ?? "");
    const parts = split(inner);
    const each = (tokens: readonly Token[]): Value => known(valueOf(tokens, this.#names));
    if (open === "(" && parts.length === 1 && inner.at(-1)?.text !== ",") return each(inner);
    if (open === "{" && (parts.length === 0 || parts.some((part) => colonIn(part) > 0)))
      return {
        kind: "dict",
        entries: parts.map((part) => {
          const colon = colonIn(part);
          if (colon < 1) throw new Unreadable();
          return [each(part.slice(0, colon)), valueOf(part.slice(colon + 1), this.#names)];
        }),
      };
    return { kind: "list", items: parts.map((part) => valueOf(part, this.#names)) };
  }

  #call(value: Value, inner: readonly Token[]): Value {
    if (value.kind !== "name") throw new Unreadable();
    const given = argumentsIn(inner, this.#names);
    const [first, second] = given.map((argument) => argument.value);
    if (ENVIRONMENT.test(value.name) && first?.kind === "text")
      return { kind: "environment", name: first.text, fallback: second };
    if (value.name === "dict" && given.every(({ name }) => name !== undefined))
      return { kind: "dict", entries: given.map(({ name = "", value }) => [{ kind: "text", text: name }, value]) };
    if (/^(?:collections\.)?OrderedDict$/.test(value.name) && first !== undefined) return dictOf(first);
    if (CONVERSIONS.has(value.name) && first !== undefined) return known(first);
    if (HERE.test(value.name)) return first?.kind === "text" ? first : { kind: "text", text: "." };
    if (value.name === "os.path.join") return { kind: "text", text: given.map(({ value }) => textOf(value)).join("/") };
    throw new Unreadable();
  }

  #method(value: Value, name: string): Value {
    const given = argumentsIn(this.#bracket("(", ")"), this.#names);
    if (value.kind === "environment" && /^(?:lower|upper|strip|split)$/.test(name)) return value;
    if (value.kind !== "text") throw new Unreadable();
    if (name === "strip") return { kind: "text", text: value.text.trim() };
    if (name === "lower") return { kind: "text", text: value.text.toLowerCase() };
    if (name !== "split") throw new Unreadable();
    const separator = given[0]?.value;
    const parts = separator?.kind === "text" ? value.text.split(separator.text) : value.text.trim().split(/\s+/);
    return { kind: "list", items: parts.map((text) => ({ kind: "text", text })) };
  }

  /** What stands in a bracket, whose sign is next. */
  #bracket(open: string, close: string): Token[] {
    if (!this.#takes(open)) throw new Unreadable();
    const from = this.#at;
    for (let depth = 1; depth > 0; this.#at++) {
      const token = this.#tokens[this.#at];
      if (token === undefined) throw new Unreadable();
      if (token.kind === "op" && /^[([{]$/.test(token.text)) depth++;
      if (token.kind === "op" && /^[)\]}]$/.test(token.text)) depth--;
      if (depth === 0 && token.text !== close) throw new Unreadable();
    }
    return this.#tokens.slice(from, this.#at - 1);
  }

  #isOp(text: string): boolean {
    const token = this.#tokens[this.#at];
    return token?.text === text && token.kind !== "text";
  }

  #takes(text: string): boolean {
    const isIt = this.#isOp(text);
    if (isIt) this.#at++;
    return isIt;
  }

  #next(): Token {
    const token = this.#tokens[this.#at++];
    if (token === undefined) throw new Unreadable();
    return token;
  }

  #name(): string {
    const token = this.#next();
    if (token.kind !== "name") throw new Unreadable();
    return token.text;
  }
}

/** Of pairs. */
function dictOf(value: Value): Value {
  if (value.kind !== "list") return known(value);
  const entries = value.items.map((pair): readonly [Value, Value] => {
    const [key, inner] = pair.kind === "list" ? pair.items : [];
    if (key === undefined || inner === undefined) throw new Unreadable();
    return [key, inner];
  });
  return { kind: "dict", entries };
}

function known(value: Value): Value {
  if (value.kind === "unknown") throw new Unreadable();
  return value;
}

function colonIn(tokens: readonly Token[]): number {
  let depth = 0;
  return tokens.findIndex(({ kind, text }) => {
    if (kind === "op" && /^[([{]$/.test(text)) depth++;
    if (kind === "op" && /^[)\]}]$/.test(text)) depth--;
    return depth === 0 && kind === "op" && text === ":";
  });
}

function added(one: Value, other: Value): Value {
  if (one.kind === "list" && other.kind === "list") return { kind: "list", items: [...one.items, ...other.items] };
  return { kind: "text", text: textOf(one) + textOf(other) };
}

function textOf(value: Value): string {
  if (value.kind !== "text") throw new Unreadable();
  return value.text;
}

function item(value: Value, key: Value): Value {
  if (value.kind === "name" && ENVIRONMENT.test(value.name) && key.kind === "text")
    return { kind: "environment", name: key.text, fallback: undefined };
  if (value.kind === "dict" && key.kind === "text") {
    const found = value.entries.find(([name]) => name.kind === "text" && name.text === key.text);
    if (found !== undefined) return found[1];
  }
  throw new Unreadable();
}

/** The texts of a value that is one or holds some; nothing where it says something else. */
export function textsIn(value: Value | undefined): string[] | undefined {
  if (value?.kind === "text") return [value.text];
  if (value?.kind !== "list") return undefined;
  const texts = value.items.map((each) => (each.kind === "text" ? each.text : undefined));
  return texts.every((text) => text !== undefined) ? texts : undefined;
}

/** What a dictionary has under a key. */
export function entryIn(value: Value | undefined, key: string): Value | undefined {
  if (value?.kind !== "dict") return undefined;
  return value.entries.find(([name]) => name.kind === "text" && name.text === key)?.[1];
}
