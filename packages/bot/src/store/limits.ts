/** What can be a key and a value, the same for every engine. Engines call this before they write. */
import { MisuseError } from "../errors.ts";

/** Characters that a key may have. */
export const MAX_KEY_CHARACTERS = 512;
/** Characters that a value may have as JSON. */
export const MAX_VALUE_CHARACTERS = 1_000_000;
/** Entries that one page may have. */
export const MAX_PAGE = 1_000;
/** Entries that a page has when nothing was said. */
export const DEFAULT_PAGE = 100;
/** How long what has expired waits to be taken, in milliseconds. */
export const EXPIRED_KEPT_MS = 86_400_000;

/** @throws MisuseError when a text cannot be a key. */
export function checkKey(key: string): void {
  if (key === "") throw new MisuseError("a key in the store cannot be empty");
  if (key.length > MAX_KEY_CHARACTERS)
    throw new MisuseError(
      `a key in the store has ${key.length} characters, and ${MAX_KEY_CHARACTERS} are the most: "${key.slice(0, 40)}…"`,
    );
  // oxlint-disable-next-line no-control-regex -- they are exactly what is looked for
  if (/[\u0000-\u001f\u007f]/.test(key) || !key.isWellFormed())
    throw new MisuseError(
      `a key in the store has a control character or half a character in it: ${JSON.stringify(key)}`,
    );
}

/** A value as JSON. @throws MisuseError when there is no JSON for it, or too much. */
export function toText(key: string, value: unknown): string {
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined)
    throw new MisuseError(
      `"${key}" cannot be stored: JSON has no word for ${typeof value}; use delete() to forget a key`,
    );
  if (text.length > MAX_VALUE_CHARACTERS)
    throw new MisuseError(
      `"${key}" cannot be stored: it has ${text.length} characters as JSON, and ${MAX_VALUE_CHARACTERS} are the most. Keep a list as one key per item`,
    );
  return text;
}

/** How many entries a page may have. */
export function pageSize(limit: number | undefined): number {
  return Math.max(1, Math.min(limit ?? DEFAULT_PAGE, MAX_PAGE));
}
