/** Lengths of time as people write them in a test. */
const UNITS_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  min: 60_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/**
 * `"1h"`, `"90s"`, `"1h30m"` in milliseconds; a number is milliseconds already.
 *
 * @throws Error for anything else.
 */
export function milliseconds(length: string | number): number {
  if (typeof length === "number") return length;
  const parts = [...length.replaceAll(" ", "").matchAll(/(\d+(?:\.\d+)?)(ms|min|s|m|h|d)/g)];
  const read = parts.map(([part]) => part).join("");
  if (parts.length === 0 || read !== length.replaceAll(" ", ""))
    throw new Error(`"${length}" is no length of time: write "90s", "1h" or "1h30m"`);
  return parts.reduce((sum, [, count = "0", unit = "ms"]) => sum + Number(count) * (UNITS_MS[unit] ?? 0), 0);
}
