/** Compares a recorded value with a value of this run, field by field, and tells every difference with its path. */
import type { Names } from "./names.ts";
import { parsed } from "./paths.ts";
import { type Json, isObject } from "./scenario.ts";
import { sameText } from "./text.ts";

export interface Difference {
  /** `steps.3.answer.body.props`. */
  readonly path: string;
  readonly expected: unknown;
  readonly got: unknown;
}

export interface Comparison {
  readonly names: Names;
  /** Removed from every text of this run. */
  readonly suffix: string;
  /** Whether a place was different from recording to recording, and says nothing. */
  skips(path: string): boolean;
  /** Whether the list at a place is in no promised order. */
  isUnordered(path: string): boolean;
}

/** Stands for a key that is not there. */
export const ABSENT = Symbol("absent");

/** Every difference; none when the values agree. */
export function compare(recorded: Json | typeof ABSENT, got: unknown, path: string, by: Comparison): Difference[] {
  if (by.skips(path)) return [];
  if (typeof recorded === "string") return compareText(recorded, got, path, by);
  if (Array.isArray(recorded)) return compareLists(recorded as readonly Json[], got, path, by);
  if (isObject(recorded)) return compareObjects(recorded, got, path, by);
  return recorded === got ? [] : [{ path, expected: recorded, got }];
}

function compareText(recorded: string, got: unknown, path: string, by: Comparison): Difference[] {
  const mayBeNumber = /^-?<(?:time\b[^>]*|seconds)>$/.test(recorded);
  if (typeof got !== "string" && !(mayBeNumber && typeof got === "number")) return [{ path, expected: recorded, got }];
  const text = by.suffix === "" ? String(got) : String(got).replaceAll(by.suffix, "");
  return sameText(recorded, text, by.names) ? [] : [{ path, expected: recorded, got }];
}

function compareObjects(
  recorded: Readonly<Record<string, Json>>,
  got: unknown,
  path: string,
  by: Comparison,
): Difference[] {
  if ("$json" in recorded) {
    const inner = typeof got === "string" ? parsed(got) : ABSENT;
    if (inner === ABSENT) return [{ path, expected: "a text with JSON in it", got }];
    return compare(recorded["$json"], inner, `${path}.$json`, by);
  }
  if (!isObject(got)) return [{ path, expected: recorded, got }];
  const left = new Set(Object.keys(got));
  const differences = Object.entries(recorded).flatMap(([key, value]) => {
    const found = key.includes("<") ? keyFor(key, value, { got, left, path, by }) : key;
    left.delete(found);
    // The recorder's encoder of images is not known, and every build of a server has its own number.
    if ((key === "size" && recorded["extension"] === "png") || key === "BuildNumber") return [];
    return compare(value, found in got ? got[found] : ABSENT, `${path}.${key}`, by);
  });
  const extra = [...left].filter((key) => !by.skips(`${path}.${key}`));
  return [...differences, ...extra.map((key) => ({ path: `${path}.${key}`, expected: ABSENT, got: got[key] }))];
}

/** A key that is a name: the key of this run that it stands for. */
function keyFor(
  key: string,
  value: Json,
  {
    got,
    left,
    path,
    by,
  }: {
    readonly got: Readonly<Record<string, unknown>>;
    readonly left: ReadonlySet<string>;
    readonly path: string;
    readonly by: Comparison;
  },
): string {
  const fits = (candidate: string): boolean =>
    by.names.attempt(
      () => sameText(key, candidate, by.names) && compare(value, got[candidate], `${path}.${key}`, by).length === 0,
    );
  const best = [...left].find(fits);
  return best ?? [...left].find((candidate) => sameText(key, candidate, by.names)) ?? key;
}

function compareLists(recorded: readonly Json[], got: unknown, path: string, by: Comparison): Difference[] {
  if (!Array.isArray(got)) return [{ path, expected: recorded, got }];
  const all = got as readonly unknown[];
  if (all.length !== recorded.length)
    return [{ path, expected: recorded, got: all }, ...countDifference(recorded.length, all.length, path)];
  const sorted = by.isUnordered(path) ? (arranged(recorded, all, path, by) ?? nearest(recorded, all, path, by)) : all;
  return recorded.flatMap((value, index) => compare(value, sorted[index], `${path}.${index}`, by));
}

function countDifference(expected: number, got: number, path: string): Difference[] {
  return [{ path: `${path}.length`, expected, got }];
}

/** The list in the order of the recorded one, when there is such an order. */
function arranged(
  recorded: readonly Json[],
  got: readonly unknown[],
  path: string,
  by: Comparison,
): readonly unknown[] | undefined {
  const order: number[] = [];
  const place = (index: number): boolean => {
    if (index === recorded.length) return true;
    return got.some((value, candidate) => {
      if (order.includes(candidate)) return false;
      return by.names.attempt(() => {
        if (compare(recorded[index] as Json, value, `${path}.${index}`, by).length > 0) return false;
        order[index] = candidate;
        if (place(index + 1)) return true;
        order.length = index;
        return false;
      });
    });
  };
  return place(0) ? order.map((candidate) => got[candidate]) : undefined;
}

/** When no order fits: each beside the one it differs from least, so that what is told is short. */
function nearest(recorded: readonly Json[], got: readonly unknown[], path: string, by: Comparison): readonly unknown[] {
  const left = [...got];
  return recorded.map((value, index) => {
    const counts = left.map((candidate) => {
      let count = 0;
      by.names.attempt(() => {
        count = compare(value, candidate, `${path}.${index}`, by).length;
        return false;
      });
      return count;
    });
    return left.splice(counts.indexOf(Math.min(...counts)), 1)[0];
  });
}
