/**
 * What clocks on walls show, and which cron times come of it: worked out minute by minute from the zones' offsets alone, by the rule
 * that `docs/schedules.md` states. Slow and simple: what tests hold the scheduler's own calendar against.
 */

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** From a moment on, clocks are so far ahead of UTC. */
export interface Shift {
  readonly atMs: number;
  readonly offsetMs: number;
}

/** How far clocks in a zone are ahead of UTC, by what they show. */
export function offsetReader(zone: string): (atMs: number) => number {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    hourCycle: "h23",
  });
  return (atMs) => {
    const [day = 0, month = 0, year = 0, hour = 0, minute = 0] = (format.format(atMs).match(/\d+/g) ?? []).map(Number);
    return Date.UTC(year, month - 1, day, hour, minute) - Math.floor(atMs / MINUTE_MS) * MINUTE_MS;
  };
}

/** All changes of a zone between two moments, to the minute; the first entry is how it begins. */
export function shiftsOf(zone: string, fromMs: number, toMs: number): Shift[] {
  const offset = offsetReader(zone);
  const shifts: Shift[] = [{ atMs: fromMs, offsetMs: offset(fromMs) }];
  // No zone changes there and back within ten days.
  for (let atMs = fromMs; atMs < toMs; atMs += 10 * DAY_MS) {
    const before = (shifts.at(-1) as Shift).offsetMs;
    if (offset(atMs + 10 * DAY_MS) === before) continue;
    let [low, high] = [atMs, atMs + 10 * DAY_MS];
    while (high - low > MINUTE_MS) {
      const middle = low + Math.floor((high - low) / 2 / MINUTE_MS) * MINUTE_MS;
      if (offset(middle) === before) low = middle;
      else high = middle;
    }
    shifts.push({ atMs: high, offsetMs: offset(high) });
  }
  return shifts;
}

/** Five fields, each a list of numbers, ranges and steps. */
interface Line {
  readonly fits: (wallMs: number) => boolean;
  /** Whether its hours and minutes are named: it is meant for times of the day, and not for every so often. */
  readonly isFixed: boolean;
}

function lineOf(text: string): Line {
  const fields = text.split(" ");
  const [minutes, hours, days, months, weekdays] = fields.map((field, index) => {
    const [low, high] = [
      [0, 59],
      [0, 23],
      [1, 31],
      [1, 12],
      [0, 6],
    ][index] as [number, number];
    const set = new Set<number>();
    for (const part of field.split(",")) {
      const [range = "", step = "1"] = part.split("/");
      const [first = low, last = range === "*" ? high : first] =
        range === "*" ? [low, high] : range.split("-").map(Number);
      for (let value = first; value <= last; value += Number(step)) set.add(value);
    }
    return set;
  }) as [Set<number>, Set<number>, Set<number>, Set<number>, Set<number>];
  const [, , dayField, , weekdayField] = fields;
  // As cron has it: of a day and a weekday that are both named, either will do.
  const either = dayField !== "*" && weekdayField !== "*";
  return {
    isFixed: !/[*/]/.test(`${fields[0]} ${fields[1]}`),
    fits: (wallMs) => {
      const minute = Math.floor(wallMs / MINUTE_MS);
      if (!minutes.has(minute % 60) || !hours.has(Math.floor(minute / 60) % 24)) return false;
      const date = new Date(wallMs);
      const isDay = days.has(date.getUTCDate());
      const isWeekday = weekdays.has(date.getUTCDay());
      return months.has(date.getUTCMonth() + 1) && (either ? isDay || isWeekday : isDay && isWeekday);
    },
  };
}

/** All times of a line after `fromMs` and until `toMs`, in a zone with these shifts. */
export function timesOnWalls(text: string, shifts: readonly Shift[], fromMs: number, toMs: number): number[] {
  const line = lineOf(text);
  const times: number[] = [];
  const stretches = shifts.map((shift, index) => ({ ...shift, endMs: shifts[index + 1]?.atMs ?? Infinity }));
  // The latest that walls have shown before a moment: what they show a second time is not new.
  let shownMs = -Infinity;
  for (const { atMs, offsetMs, endMs } of stretches) {
    const beginMs = Math.max(atMs, fromMs - DAY_MS);
    for (let nowMs = beginMs; nowMs < Math.min(endMs, toMs + 1); nowMs += MINUTE_MS) {
      const wallMs = nowMs + offsetMs;
      if (line.isFixed ? isNew(line, shownMs, wallMs) : line.fits(wallMs)) times.push(nowMs);
      shownMs = Math.max(shownMs, wallMs);
    }
  }
  return times.filter((time) => time > fromMs && time <= toMs);
}

/** Whether a time of the line is shown for the first time now, or was passed over just before. */
function isNew(line: Line, shownMs: number, wallMs: number): boolean {
  if (wallMs <= shownMs) return false;
  if (line.fits(wallMs)) return true;
  // At the very beginning nothing was passed over.
  if (shownMs === -Infinity) return false;
  for (let passedMs = shownMs + MINUTE_MS; passedMs < wallMs; passedMs += MINUTE_MS)
    if (line.fits(passedMs)) return true;
  return false;
}
