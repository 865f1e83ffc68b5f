/**
 * Places for values in an announcement: `{{slot}}`, `{{slot|not yet known}}` with what stands there where there is no value, and `\{{slot}}`, which
 * is those braces themselves. A value is put in as it is: braces in it are no places. Pure.
 */
import { folded } from "../book/book.ts";

/** Within one line, without braces inside. */
const PLACE = /(\\?)\{\{([^{}\n]{1,80})\}\}/g;

export interface PlaceIn {
  /** As it is written between the braces, without what follows `|`. */
  readonly name: string;
  /** The same name in any case, and with any white space. */
  readonly key: string;
  /** What stands there where there is no value. */
  readonly fallback: string | undefined;
}

/** Those of a text that have to have a value or a fallback, each name once. */
export function placesIn(text: string): PlaceIn[] {
  const found = new Map<string, PlaceIn>();
  for (const [, escape, inner = ""] of text.matchAll(PLACE)) {
    const place = placeOf(inner);
    // Of several the one without a fallback counts: it has to have a value.
    if (escape === "" && (place.fallback === undefined || !found.has(place.key))) found.set(place.key, place);
  }
  return [...found.values()];
}

/** The keys of all places of a text, with a fallback or without. */
export function keysIn(text: string): ReadonlySet<string> {
  return new Set(placesIn(text).map(({ key }) => key));
}

/**
 * The text with all values that there are. A place without any stays as it is.
 *
 * @param valueOf by the key of a place
 * @example
 * filled("Hello {{name}}", () => "Ann"); // "Hello Ann"
 */
export function filled(text: string, valueOf: (key: string) => string | undefined): string {
  return text.replaceAll(PLACE, (whole, escape: string, inner: string) => {
    if (escape !== "") return whole.slice(1);
    const { key, fallback } = placeOf(inner);
    const value = valueOf(key);
    return value === undefined || value === "" ? (fallback ?? whole) : value;
  });
}

function placeOf(inner: string): PlaceIn {
  const [name = "", ...fallback] = inner.split("|");
  return {
    name: name.trim(),
    key: folded(name),
    fallback: fallback.length === 0 ? undefined : fallback.join("|").trim(),
  };
}
