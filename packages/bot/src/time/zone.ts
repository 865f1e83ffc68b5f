/**
 * Time zones: whether a name is one, which may have been meant, what clocks show there, and when they show it. Called by schedules and by
 * the reader of moments; it never asks in which zone the machine is.
 */
import type { UnixMs } from "@matterwright/protocol";
import { Recent } from "./recent.ts";

/** What clocks on walls show, as if it were UTC, in milliseconds. */
export type WallMs = number;

/** Formatters are large; schedules of one zone share one. */
const formats = new Recent<Intl.DateTimeFormat>(64);
const DAY_MS = 86_400_000;

/** What is wrong with the name of a zone, and what to write; nothing when it is one. */
export function zoneTrouble(zone: string): string | undefined {
  if (isZone(zone)) return undefined;
  const near = nearZones(zone);
  const hint = near.length > 0 ? `write ${near.join(" or ")}` : 'write an IANA name like "Europe/Berlin"';
  return `"${zone}" is no time zone: ${hint}`;
}

/** A zone that this machine knows; an unknown one is taken for UTC. */
export function knownZone(zone: string): string {
  return isZone(zone) ? zone : "UTC";
}

/** What clocks in a zone show at a moment. */
export function wallAt(zone: string, atMs: UnixMs): WallMs {
  const format = formats.get(
    zone,
    () =>
      new Intl.DateTimeFormat("en-CA", {
        timeZone: zone,
        hourCycle: "h23",
        year: "numeric",
        month: "2-digit",
        day: "2-digit",
        hour: "2-digit",
        minute: "2-digit",
        second: "2-digit",
      }),
  );
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = (
    format.format(atMs).match(/\d+/g) ?? []
  ).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second) + (atMs - Math.floor(atMs / 1_000) * 1_000);
}

/** The day at a moment, in a zone: `2026-12-24`. */
export function dayIn(zone: string, atMs: UnixMs): string {
  return new Date(wallAt(zone, atMs)).toISOString().slice(0, 10);
}

/**
 * The first moment at which clocks in a zone show something, or pass it over: of what they show twice the first, and for what they
 * never show, because they are put forward over it, the moment just after.
 *
 * @example
 * momentOf("Europe/Berlin", Date.UTC(2026, 6, 1, 9)); // 07:00 UTC
 */
export function momentOf(zone: string, wall: WallMs): UnixMs {
  const offset = (atMs: UnixMs): number => wallAt(zone, atMs) - atMs;
  const [before, after] = [offset(wall - DAY_MS), offset(wall + DAY_MS)];
  const early = wall - Math.max(before, after);
  const late = wall - Math.min(before, after);
  if (before === after || offset(wall - before) === before) return wall - before;
  if (offset(wall - after) === after) return wall - after;
  // Neither: the change lies between, and passes it over.
  let [low, high] = [early, late];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offset(middle) === before) low = middle;
    else high = middle;
  }
  return high;
}

/** Names that are known to be zones: there are a few hundred. */
const known = new Set<string>();

/** An offset like `+02:00` is no zone: it knows of no summer. */
function isZone(zone: string): boolean {
  if (known.has(zone)) return true;
  if (!/^[A-Za-z]/.test(zone)) return false;
  try {
    Intl.DateTimeFormat("en", { timeZone: zone });
    known.add(zone);
    return true;
  } catch {
    return false;
  }
}

/** Those whose place begins like what was written: `berlin` means `Europe/Berlin`. */
function nearZones(zone: string): string[] {
  const wanted = place(zone);
  if (wanted.length < 3) return [];
  const all = Intl.supportedValuesOf("timeZone");
  const same = all.filter((name) => place(name) === wanted);
  const found = same.length > 0 ? same : all.filter((name) => place(name).startsWith(wanted.slice(0, 5)));
  return found.slice(0, 3).map((name) => `"${name}"`);
}

function place(zone: string): string {
  return (zone.split("/").at(-1) ?? "").toLowerCase().replaceAll(/[^a-z]/g, "");
}
