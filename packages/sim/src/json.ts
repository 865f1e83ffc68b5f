/** JSON the way the server's encoder writes it: `<`, `>` and `&` escaped, maps with sorted keys. */

/** One JSON text, without a final newline. */
export function goJson(value: unknown): string {
  const text = JSON.stringify(value);
  return /[<>&\u2028\u2029]/.test(text) ? text.replaceAll(/[<>&\u2028\u2029]/g, escape) : text;
}

/** The same object with its keys in alphabetical order, as the server writes a map. One level deep. */
export function sorted<Value>(map: Readonly<Record<string, Value>>): Record<string, Value> {
  const keys = Object.keys(map);
  return Object.fromEntries(keys.toSorted().map((key) => [key, map[key] as Value]));
}

/** Sorts the keys of every map inside a free-form value, such as a post's props. */
export function sortedDeep(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedDeep);
  if (typeof value !== "object" || value === null) return value;
  return sorted(Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, sortedDeep(inner)])));
}

function escape(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
