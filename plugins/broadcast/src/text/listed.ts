/** Names in a sentence. Pure. */

/** @example listed(["a", "b", "c"]); // "a, b and c" */
export function listed(names: readonly string[], joint: "and" | "or" = "and"): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} ${joint} ${names.at(-1)}`;
}
