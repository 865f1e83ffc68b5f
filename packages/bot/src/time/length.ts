/**
 * Reads and writes lengths of time as people do: `90s`, `1h30m`, `2 days`, `1.5h`, `PT15M`. Called for arguments made by
 * `duration()` and for everything in a schedule that has a length; a bare number is refused, because nobody could tell its unit.
 */

const UNITS = [
  { ms: 604_800_000, names: ["w", "week", "weeks"] },
  { ms: 86_400_000, names: ["d", "day", "days"] },
  { ms: 3_600_000, names: ["h", "hr", "hrs", "hour", "hours"] },
  { ms: 60_000, names: ["m", "min", "mins", "minute", "minutes"] },
  { ms: 1_000, names: ["s", "sec", "secs", "second", "seconds"] },
  { ms: 1, names: ["ms", "millisecond", "milliseconds"] },
] as const;

const BY_NAME: ReadonlyMap<string, number> = new Map(
  UNITS.flatMap(({ ms, names }) => names.map((name): [string, number] => [name, ms])),
);
const PART = /(\d+(?:\.\d+)?)\s*([a-z]+)/y;
const ISO = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;
/** A hundred years: beyond it a date would leave what a clock can say. */
const LONGEST_MS = 100 * 366 * 86_400_000;

/**
 * A length of time in milliseconds, or `undefined` when the text is none.
 *
 * @example
 * readDuration("1h30m"); // 5_400_000
 */
export function readDuration(text: string): number | undefined {
  const length = ofIso(text.trim().toUpperCase()) ?? ofParts(text.trim().toLowerCase());
  return length === undefined || length > LONGEST_MS ? undefined : Math.round(length);
}

function ofIso(text: string): number | undefined {
  const parts = ISO.exec(text);
  if (!parts || !/\d/.test(text)) return undefined;
  return UNITS.slice(0, 5).reduce((sum, { ms }, index) => sum + Number(parts[index + 1] ?? 0) * ms, 0);
}

/** Largest unit first, each once: `30m1h` is a slip of the finger, and so is `1h 2h`. */
function ofParts(text: string): number | undefined {
  let total = 0;
  let last = Infinity;
  let index = 0;
  while (index < text.length) {
    PART.lastIndex = index;
    const [whole = "", count = "", name = ""] = PART.exec(text) ?? [];
    const unit = BY_NAME.get(name);
    if (whole === "" || unit === undefined || unit >= last) return undefined;
    total += Number(count) * unit;
    last = unit;
    index += whole.length;
    const between = /^(?:\s*,)?(?:\s*and\b)?\s*/.exec(text.slice(index))?.[0].length ?? 0;
    index += between;
    // "1 hour and" goes on with something that is no length.
    if (between > 0 && index === text.length) return undefined;
  }
  return text === "" ? undefined : total;
}

/**
 * A length of time as it can be typed.
 *
 * @example
 * writeDuration(5_400_000); // "1h30m"
 */
export function writeDuration(lengthMs: number): string {
  let left = Math.max(0, Math.round(lengthMs));
  const parts = UNITS.map(({ ms, names }) => {
    const count = Math.floor(left / ms);
    left -= count * ms;
    return count === 0 ? "" : `${count}${names[0]}`;
  });
  return parts.join("") || "0s";
}
