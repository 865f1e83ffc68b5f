/**
 * Cron lines as times, by the rule for daylight saving that `docs/schedules.md` states. croner is asked as a calculator: none of its
 * jobs is ever started, and only a few of its objects are kept, however many schedules there are.
 */
import type { UnixMs } from "@matterwright/protocol";
import { Cron } from "croner";
import { Recent } from "../time/recent.ts";
import { momentOf, wallAt } from "../time/zone.ts";

/** croner's objects are large; schedules of the same line share one. */
const calendars = new Recent<Cron>(64);

const WORDS: Readonly<Record<string, string>> = {
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
  "@monthly": "0 0 1 * *",
  "@weekly": "0 0 * * 0",
  "@daily": "0 0 * * *",
  "@midnight": "0 0 * * *",
  "@hourly": "0 * * * *",
};

/** The cron line that a text is, in five to six fields; nothing when it is none. */
export function cronLine(text: string): string | undefined {
  const line = text.trim().replaceAll(/\s+/g, " ");
  if (line.startsWith("@")) return WORDS[line.toLowerCase()];
  return /^\S+(?: \S+){4,5}$/.test(line) && /^[\d*?]/.test(line) ? line : undefined;
}

/**
 * The first time of a line after a moment; nothing when there never is one.
 *
 * @throws Error of croner's for a line that is none.
 */
export function nextByCron(line: string, zone: string, afterMs: UnixMs): UnixMs | undefined {
  return namesTimes(line) ? nextNamed(line, zone, afterMs) : next(line, zone, afterMs);
}

/** Whether its hours and minutes are named, so that it is meant for times of the day and not for every so often. */
function namesTimes(line: string): boolean {
  return !/[*?/]/.test(line.split(" ").slice(0, -3).join(" "));
}

/** Each time of the day that clocks show or pass over, once: the line is read on the wall, and then looked up in the zone. */
function nextNamed(line: string, zone: string, afterMs: UnixMs): UnixMs | undefined {
  let wall = wallAt(zone, afterMs);
  for (;;) {
    const planned = next(line, "UTC", wall);
    if (planned === undefined) return undefined;
    const moment = momentOf(zone, planned);
    if (moment > afterMs) return moment;
    wall = planned;
  }
}

function next(line: string, zone: string, afterMs: number): number | undefined {
  // Of UTC croner asks nobody what clocks show, and is several times as fast.
  const where = zone === "UTC" ? { utcOffset: 0 } : { timezone: zone };
  const calendar = calendars.get(`${line}|${zone}`, () => new Cron(line, { ...where, paused: true }));
  return calendar.nextRun(new Date(afterMs))?.getTime();
}
