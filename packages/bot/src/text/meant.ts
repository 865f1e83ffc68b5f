/**
 * What the arguments of a call mean, as texts that rules can be compared with and consent can be bound to. Called when a call was
 * parsed; it looks at values as the handler gets them, so that no way of writing them slips past a rule.
 */

/** One value by all its names: somebody's is `@ann` and an id. */
export type ValueTexts = readonly string[];

/** The values of each argument, none where it was left out. */
export type ArgumentTexts = ReadonlyMap<string, readonly ValueTexts[]>;

/**
 * @example
 * argumentTexts({ to: "prod", force: true }).get("to"); // [["prod"]]
 */
export function argumentTexts(values: Readonly<Record<string, unknown>>): ArgumentTexts {
  return new Map(Object.entries(values).map(([name, value]) => [name, textsOf(value)]));
}

/** Everything in one text, the same for the same values. */
export function fingerprint(texts: ArgumentTexts): string {
  return JSON.stringify([...texts].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function textsOf(value: unknown): ValueTexts[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value.flatMap(textsOf) : [namesOf(value)];
}

function namesOf(value: unknown): ValueTexts {
  if (value instanceof Date) return [value.toISOString()];
  if (typeof value !== "object" || value === null) return [String(value)];
  const { id, username, name, type } = value as Readonly<Record<string, unknown>>;
  if (typeof id !== "string") return [JSON.stringify(value)];
  if (typeof username === "string") return [id, `@${username}`, username];
  if (typeof name !== "string") return [id];
  // A channel is told from a team by what it holds, not by its type: both have one.
  return type === "P" || type === "D" || type === "G" || "total_msg_count" in value
    ? [id, `~${name}`, name]
    : [id, name];
}
