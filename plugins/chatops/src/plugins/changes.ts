/** Reads changes of a configuration: `cap=20 login.user=ann greeting="Good morning"`, or JSON. Pure. */
import { UserError, code } from "matterwright";

/** @throws UserError that names the word that is wrong, and shows one that works. */
export function changesIn(text: string): Record<string, unknown> {
  const given = text
    .trim()
    .replace(/^```\w*\n?|```$/g, "")
    .replaceAll(/[“”]/g, '"')
    .trim();
  return given.startsWith("{") ? fromJson(given) : fromWords(given);
}

function fromJson(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch (error) {
    throw new UserError(`That is no JSON: ${(error as Error).message}. ${code('{"cap": 20}')} would do.`);
  }
}

const WORD = /([^\s="]+)=("(?:[^"\\]|\\.)*"|\[[^\]]*\]|\{[^}]*\}|\S*)(?=\s|$)|(\S+)/g;

function fromWords(text: string): Record<string, unknown> {
  const changes: Record<string, unknown> = {};
  for (const [word, path, value = ""] of text.matchAll(WORD)) {
    if (path === undefined) throw new UserError(`${code(word)} is no change: write ${code("cap=20")}, or JSON.`);
    put(changes, path.split("."), valueOf(value));
  }
  return changes;
}

/** A number, `true`, `null`, a list: as JSON says it. Anything else is a text. */
function valueOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function put(into: Record<string, unknown>, [name = "", ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) into[name] = value;
  else {
    const inner = into[name];
    const below = typeof inner === "object" && inner !== null ? (inner as Record<string, unknown>) : {};
    into[name] = below;
    put(below, rest, value);
  }
}
