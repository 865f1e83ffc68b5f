/** One time by the clocks of everybody: the moment at which it comes differs from zone to zone. Pure. */
import { momentIn, readMoment, z } from "matterwright";

/** On a day, or the next one after a moment. */
export const theirs = z.object({
  /** `09:00` */
  time: z.string(),
  /** `2026-01-02`; nothing where it is the next such time of each. */
  day: z.string().optional(),
  /** In Unix milliseconds: what each counts from. */
  from: z.number(),
});

export type Theirs = z.output<typeof theirs>;

/** Where a day begins first. What repeats by everybody's clocks is looked at by its clocks, so that nobody's time is over by then. */
export const FIRST_ZONE = "Pacific/Kiritimati";

/** Where a day ends last. */
export const LAST_ZONE = "Etc/GMT+12";

/** When it comes in a zone, in Unix milliseconds. */
export function momentThere({ time, day, from }: Theirs, zone: string): number {
  const text = day === undefined ? time : `${day} ${time}`;
  return readMoment(text, { now: new Date(from), zone })?.getTime() ?? from;
}

/** The time that clocks show in a zone at a moment, for everybody. */
export function wallOf(at: number, zone: string): Theirs {
  const [, day = "", time = ""] = momentIn(at, zone).split(" ");
  return { time, day, from: at };
}
