/** The few statistics that the bench needs. */

/** The value below which a share of the others lie. */
export function at(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** The median of each figure over several rounds. */
export function medians<Figures extends { readonly [Name in keyof Figures]: number }>(
  all: readonly Figures[],
): Figures {
  const [first] = all;
  const names = Object.keys(first ?? {}) as (keyof Figures)[];
  return Object.fromEntries(
    names.map((name) => [
      name,
      at(
        all.map((figures) => figures[name]),
        0.5,
      ),
    ]),
  ) as unknown as Figures;
}
