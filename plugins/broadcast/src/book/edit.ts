/**
 * Changes the text of `channels.toml`: its comments, its order and everything that is not meant stay as they are. Each change is read
 * again before it counts. Pure; the file itself is file.ts's.
 */
import { patch } from "@decimalturn/toml-patch";
import { aliasKey } from "./book.ts";
import { withItem, withoutItem } from "./list.ts";
import { tomlOf } from "./parse.ts";

type Tree = Record<string, unknown>;

/** Tables that a change can be about. */
export type EditedTable = "groups" | "private_groups" | "aliases" | "headers" | "footers" | "rights";

/** One change. `to` puts a value under a key, `name` gives the key another name, neither of them takes it away. */
export interface Edit {
  readonly table: EditedTable;
  readonly key: string;
  readonly to?: string | readonly string[];
  readonly name?: string;
}

/** An id that shall be in a list, or not. */
export interface ListEdit {
  readonly list: "whitelist";
  readonly id: string;
  readonly isIn: boolean;
}

export type AnyEdit = Edit | ListEdit;

/**
 * The text with all changes made, in their order.
 *
 * @throws BookError when the text is no TOML; Error when a change did not come out as it was meant, which nothing that reads well should do.
 * @example
 * edited('[groups] # all\n', [{ table: "groups", key: "Floor 1", to: ["14d9s71is3fh3duwj9a6u9k4jr"] }]);
 */
export function edited(text: string, edits: readonly AnyEdit[]): string {
  return edits.reduce((now, edit) => ("list" in edit ? inList(now, edit) : one(now, edit)), text);
}

/** The text with an id more, or less, in a list. */
function inList(text: string, { list, id, isIn }: ListEdit): string {
  const tree = tomlOf(text);
  const old = (tree[list] ?? []) as readonly string[];
  const wanted = { ...tree, [list]: [...old.filter((each) => each !== id), ...(isIn ? [id] : [])] };
  const candidates = isIn ? withItem(text, { list, id }) : withoutItem(text, { list, id });
  for (const candidate of candidates) if (isRead(candidate, wanted, Object.hasOwn(tree, list))) return candidate;
  const patched = patch(text, wanted);
  if (isRead(patched, wanted, false)) return patched;
  throw new Error(`channels.toml could not be changed at "${list}" without changing something else as well`);
}

function one(text: string, given: Edit): string {
  const tree = tomlOf(text);
  const edit = { ...given, key: writtenKey(tree, given) };
  const wanted = treeWith(tree, edit);
  const candidates = edit.to === undefined ? byLines(text, edit) : below(text, edit);
  for (const candidate of candidates) if (isRead(candidate, wanted, true)) return candidate;
  const patched = patch(text, wanted);
  if (isRead(patched, wanted, false)) return patched;
  throw new Error(`channels.toml could not be changed at "${edit.key}" without changing something else as well`);
}

/** An alias may stand in the file in another case than that by which it is known. */
function writtenKey(tree: Tree, { table, key }: Edit): string {
  if (table !== "aliases") return key;
  return Object.keys((tree[table] ?? {}) as Tree).find((each) => aliasKey(each) === key) ?? key;
}

/** What is to be read when the change is made. */
function treeWith(tree: Tree, { table, key, to, name }: Edit): Tree {
  const old = (tree[table] ?? {}) as Tree;
  const entries = Object.entries(old);
  const changed =
    name === undefined
      ? [...entries.filter(([each]) => each !== key || to !== undefined).map(replaced(key, to)), ...added(old, key, to)]
      : entries.map(([each, value]): [string, unknown] => [each === key ? name : each, value]);
  return { ...tree, [table]: Object.fromEntries(changed) };
}

function replaced(key: string, to: unknown): (entry: [string, unknown]) => [string, unknown] {
  return ([each, value]) => [each, each === key && to !== undefined ? to : value];
}

function added(old: Tree, key: string, to: unknown): [string, unknown][] {
  return to === undefined || Object.hasOwn(old, key) ? [] : [[key, to]];
}

/** Texts in which the lines of a key are gone, or begin with another key. Which of them is right, reading tells. */
function* byLines(text: string, { table, key, name }: Edit): Generator<string> {
  const lines = text.split("\n");
  for (const [from, line] of lines.entries()) {
    const assigned = keyOf(line, key);
    const written = assigned ?? keyInHeader(line, { table, key });
    if (written === undefined) continue;
    if (name !== undefined) {
      const at = line.indexOf(written, assigned === undefined ? line.indexOf(".") : 0);
      const renamed = line.slice(0, at) + keyFor(name) + line.slice(at + written.length);
      yield lines.with(from, renamed).join("\n");
      continue;
    }
    const last = Math.min(lines.length, from + LONGEST_LIST_LINES);
    for (let to = from + 1; to <= last; to++) yield lines.toSpliced(from, to - from).join("\n");
  }
}

/** The text with a new line at the end of its table, where there is one. A key that is there already reads as wrong then. */
function* below(text: string, { table, key, to }: Edit): Generator<string> {
  const lines = text.split("\n");
  const header = lines.findIndex((line) => new RegExp(String.raw`^\s*\[\s*${table}\s*\]`).test(line));
  if (header < 0) return;
  const next = lines.findIndex((line, index) => index > header && /^\s*\[[^\]]*\]\s*(?:#.*)?$/.test(line));
  let at = next < 0 ? lines.length : next;
  // What stands right above the next table is about that one.
  while (at > header + 1 && /^\s*(?:#.*)?$/.test(lines[at - 1] ?? "")) at--;
  const end = lines[header]?.endsWith("\r") === true ? "\r" : "";
  yield lines.toSpliced(at, 0, `${keyFor(key)} = ${valueOf(to)}${end}`).join("\n");
}

/** In quotes where it needs them. */
function keyFor(name: string): string {
  return /^[A-Za-z0-9_-]+$/.test(name) ? name : JSON.stringify(name);
}

/** Lists as postbot writes them. */
function valueOf(to: Edit["to"]): string {
  if (to === undefined || typeof to === "string") return JSON.stringify(to ?? "");
  return to.length === 0 ? "[]" : `[ ${to.map((each) => JSON.stringify(each)).join(", ")},]`;
}

const LONGEST_LIST_LINES = 2_000;

/** How a line that assigns a key writes it. */
function keyOf(line: string, key: string): string | undefined {
  return asWritten(/^\s*("(?:[^"\\]|\\.)*"|'[^']*'|[\w-]+)\s*=/.exec(line)?.[1], key);
}

/** How a line writes a key that has a table of its own: `[rights."Floor 1"]`. */
function keyInHeader(line: string, { table, key }: Pick<Edit, "table" | "key">): string | undefined {
  const [, name, written] = /^\s*\[\s*(\w+)\s*\.\s*("(?:[^"\\]|\\.)*"|'[^']*'|[\w-]+)\s*\]/.exec(line) ?? [];
  return name === table ? asWritten(written, key) : undefined;
}

/** What is written, where it means this key. */
function asWritten(written: string | undefined, key: string): string | undefined {
  if (written === undefined) return undefined;
  try {
    return Object.keys(tomlOf(`${written} = 1`))[0] === key ? written : undefined;
  } catch {
    return undefined;
  }
}

function isRead(text: string, wanted: Tree, inOrder: boolean): boolean {
  try {
    return canonical(tomlOf(text), inOrder) === canonical(wanted, inOrder);
  } catch {
    return false;
  }
}

/** Equal for equal trees. An empty table is as good as none. */
function canonical(tree: Tree, inOrder: boolean): string {
  const sorted = (value: unknown): unknown => {
    if (typeof value === "bigint") return String(value);
    if (value === null || typeof value !== "object" || value instanceof Date) return value;
    if (Array.isArray(value)) return value.map(sorted);
    const entries = Object.entries(value).map(([key, each]): [string, unknown] => [key, sorted(each)]);
    const real = entries.filter(([, each]) => JSON.stringify(each) !== "{}");
    // As pairs: an object would put a key that looks like a number first.
    return real.length === 0 ? {} : { pairs: inOrder ? real : real.toSorted(([a], [b]) => (a < b ? -1 : 1)) };
  };
  return JSON.stringify(sorted(tree));
}
