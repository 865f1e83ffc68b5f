/**
 * What the clocks of a time zone show, and when they show it. Called by the reader of dates; it knows zones by their names in the
 * time zone database, takes an unknown one for UTC, and never asks in which zone the machine is.
 */

export interface Day {
  readonly year: number;
  /** From 1. */
  readonly month: number;
  readonly day: number;
}

/** What a clock on the wall shows. */
export interface Wall extends Day {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** The day that it is somewhere. */
export function dayOf(moment: Date, zone: string): Day {
  const { year, month, day } = wallOf(moment, zone);
  return { year, month, day };
}

export function addDays({ year, month, day }: Day, days: number): Day {
  const date = new Date(Date.UTC(year, month - 1, day + days));
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/**
 * When the clocks of a zone show this. Of a time that they show twice, the first; a time that they leave out, in spring, is taken as
 * if they had not been changed yet.
 *
 * @example
 * momentOf({ year: 2026, month: 7, day: 1, hour: 9, minute: 0, second: 0 }, "Europe/Berlin"); // 07:00 UTC
 */
export function momentOf(wall: Wall, zone: string): Date {
  const wanted = utc(wall);
  // What holds a day before and a day after are all that may hold now.
  const offsets = [-1, 1].map((days) => offsetAt(wanted + days * 86_400_000, zone));
  const fitting = offsets
    .map((offset) => wanted - offset)
    .filter((moment) => utc(wallOf(new Date(moment), zone)) === wanted);
  return new Date(fitting.length > 0 ? Math.min(...fitting) : wanted - (offsets[0] ?? 0));
}

function offsetAt(moment: number, zone: string): number {
  return utc(wallOf(new Date(moment), zone)) - Math.floor(moment / 1_000) * 1_000;
}

function utc({ year, month, day, hour, minute, second }: Wall): number {
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

function wallOf(moment: Date, zone: string): Wall {
  const parts = new Map(
    format(zone)
      .formatToParts(moment)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0;
  return {
    year: part("year"),
    month: part("month"),
    day: part("day"),
    hour: part("hour"),
    minute: part("minute"),
    second: part("second"),
  };
}

function format(zone: string): Intl.DateTimeFormat {
  let made = formats.get(zone);
  if (made === undefined) {
    made = newFormat(zone) ?? (newFormat("UTC") as Intl.DateTimeFormat);
    formats.set(zone, made);
  }
  return made;
}

function newFormat(timeZone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat("en-GB", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  } catch {
    return undefined;
  }
}
