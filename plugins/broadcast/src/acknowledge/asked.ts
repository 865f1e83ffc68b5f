/** What an author asks of the readers of an announcement: that they say they have read it, until when, and how often they are reminded. */
import { inWords, momentIn, z } from "matterwright";

export const asked = z.object({
  /** Until then, in Unix milliseconds. */
  by: z.number().optional(),
  /** Or so long after it was sent. */
  withinMs: z.number().optional(),
  /** Who has not is reminded so often until the deadline. */
  everyMs: z.number().optional(),
  /** Or once, so long before it. */
  beforeMs: z.number().optional(),
  /** By Mattermost's own acknowledgements, which need a licence, instead of a button. */
  isNative: z.boolean().default(false),
  /** The author's time zone, in which the deadline is told. */
  zone: z.string().default("UTC"),
});

export type Asked = z.output<typeof asked>;

/** When it ends; nothing for what has no end. @param sentAt in Unix milliseconds */
export function deadlineOf({ by, withinMs }: Asked, sentAt: number): number | undefined {
  return by ?? (withinMs === undefined ? undefined : sentAt + withinMs);
}

/** When who has not is reminded next. @param last when they were reminded last, or when it was sent */
export function reminderAfter({ everyMs, beforeMs }: Asked, last: number, deadline: number): number | undefined {
  const next = everyMs === undefined ? deadline - (beforeMs ?? 0) : last + everyMs;
  return next > last && next < deadline ? next : undefined;
}

/** For the author, before it is sent. */
export function askedLine(what: Asked): string {
  const { by, withinMs, everyMs, beforeMs, isNative, zone } = what;
  const how = isNative ? "with Mattermost's own button" : "with a button, or a reaction";
  const until =
    by === undefined
      ? withinMs === undefined
        ? ""
        : ` within **${inWords(withinMs)}** of being sent`
      : ` by **${momentIn(by, zone)} (${zone})**`;
  const reminders =
    everyMs === undefined
      ? beforeMs === undefined
        ? ""
        : ` Who has not is reminded ${inWords(beforeMs)} before that.`
      : ` Who has not is reminded every ${inWords(everyMs)} until then.`;
  return `:ballot_box_with_check: Readers are asked to confirm that they have read it${until}, ${how}.${reminders}`;
}
