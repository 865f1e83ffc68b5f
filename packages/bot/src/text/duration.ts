/**
 * Writes a length of time for a person: the two largest units that say something. Called by the commands that tell how
 * long something has lasted; it reads no clock.
 */

import { knownZone, wallAt } from "../time/zone.ts";

const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const UNITS = [
  { name: "day", ms: 86_400_000 },
  { name: "hour", ms: 3_600_000 },
  { name: "minute", ms: 60_000 },
  { name: "second", ms: 1_000 },
] as const;

/**
 * @example
 * inWords(93_784_000); // "1 day 2 hours"
 */
export function inWords(lengthMs: number): string {
  const first = UNITS.findIndex((unit) => lengthMs >= unit.ms);
  if (first < 0) return "less than a second";
  const counts = UNITS.slice(first, first + 2).map(({ name, ms }, index) => {
    const larger = index === 0 ? Infinity : (UNITS[first]?.ms ?? Infinity);
    const count = Math.floor((lengthMs % larger) / ms);
    return count === 0 ? "" : `${count} ${name}${count === 1 ? "" : "s"}`;
  });
  return counts.filter((count) => count !== "").join(" ");
}

/**
 * A moment to the minute with its zone, for lines that have no room for more.
 *
 * @param zone whose clocks show it, by its name in the time zone database: that of whoever reads it, `await ctx.find.zone()`; UTC by default
 * @example
 * moment(Date.UTC(2026, 0, 1, 8)); // "2026-01-01 08:00 UTC"
 * moment(Date.UTC(2026, 0, 1, 8), "Europe/Berlin"); // "2026-01-01 09:00 Europe/Berlin"
 */
export function moment(atMs: number, zone = "UTC"): string {
  const known = knownZone(zone);
  return `${new Date(wallAt(known, atMs)).toISOString().slice(0, 16).replace("T", " ")} ${known}`;
}

/**
 * A moment as clocks in a zone show it, to the minute, with the day of the week.
 *
 * @param zone by its name in the time zone database; one that this machine does not know is taken for UTC
 * @example
 * momentIn(Date.UTC(2026, 0, 1, 8), "Europe/Berlin"); // "Thu 2026-01-01 09:00"
 */
export function momentIn(atMs: number, zone: string): string {
  const wall = new Date(wallAt(knownZone(zone), atMs));
  return `${WEEKDAYS[wall.getUTCDay()]} ${wall.toISOString().slice(0, 16).replace("T", " ")}`;
}
