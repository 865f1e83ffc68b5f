/** Lengths of time as people write them: `"15 min"`, `"1 h 30 min"`, `"2 days"`. Called for everything in a schedule that has a length. */

const UNITS: readonly (readonly [ms: number, names: RegExp])[] = [
  [1, /^(?:ms|milliseconds?)$/],
  [1_000, /^(?:s|secs?|seconds?)$/],
  [60_000, /^(?:m|mins?|minutes?)$/],
  [3_600_000, /^(?:h|hrs?|hours?)$/],
  [86_400_000, /^(?:d|days?)$/],
  [604_800_000, /^(?:w|weeks?)$/],
];

/** The longest that is understood: a hundred years. */
const LONGEST_MS = 100 * 366 * 86_400_000;

/**
 * In milliseconds; nothing when it is no length. A unit without a number counts once: `"hour"`.
 *
 * @example
 * lengthMs("1 h 30 min"); // 5_400_000
 */
export function lengthMs(text: string): number | undefined {
  const words = text.trim().toLowerCase();
  const whole = words.match(/^[a-z]+$/) === null ? words : `1 ${words}`;
  if (!/^(?:\d+(?:\.\d+)? ?[a-z]+(?: and |, ?| )?)+$/.test(whole)) return undefined;
  let sumMs = 0;
  for (const [, count = "", name = ""] of whole.matchAll(/(\d+(?:\.\d+)?) ?([a-z]+)/g)) {
    const unit = UNITS.find(([, names]) => names.test(name));
    if (unit === undefined) return undefined;
    sumMs += Number(count) * unit[0];
  }
  return sumMs <= LONGEST_MS ? Math.round(sumMs) : undefined;
}
