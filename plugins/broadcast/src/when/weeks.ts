/** Every so many weeks: which weeks are meant. A week begins on Monday, by the clocks of a zone. Pure. */
import { momentIn, z } from "matterwright";

export const weeks = z.object({
  /** 2 is every other one. */
  every: z.int().min(2),
  /** The number of one of them. */
  from: z.int(),
});

export type Weeks = z.output<typeof weeks>;

const DAY_MS = 86_400_000;
/** Of the first day of Unix time, a Thursday, in its week. */
const FIRST_DAY = 3;

/** Weeks are numbered on, whatever the year. @param at in Unix milliseconds */
export function weekOf(at: number, zone: string): number {
  const [, day = ""] = momentIn(at, zone).split(" ");
  return Math.floor((Date.parse(`${day}T00:00:00Z`) / DAY_MS + FIRST_DAY) / 7);
}

/** Whether a time is in one of the weeks that are meant. All are, where nothing is said of weeks. */
export function isMeant(
  at: number,
  { zone, weeks: meant }: { readonly zone: string; readonly weeks?: Weeks | undefined },
): boolean {
  return meant === undefined || (weekOf(at, zone) - meant.from) % meant.every === 0;
}
