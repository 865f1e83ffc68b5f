/** What is told of different times for different targets: who gets it when, who waits for the end of quiet hours, and how that is known. Pure. */
import { inert, momentIn } from "matterwright";
import { type QuietHours, shownQuiet } from "./quiet.ts";
import type { Timed } from "./timing.ts";
import { MEMBERS_ASKED } from "./zones.ts";

const GROUPS_SHOWN = 8;
const NAMES_SHOWN = 5;

export interface Saying {
  /** The author's. */
  readonly zone: string;
  /** Whose clocks these are, for whoever reads it: `your`. */
  readonly whose: string;
  readonly isTheirs: boolean;
  readonly quiet: QuietHours | undefined;
  /** Whether the author may send it all the same. */
  readonly mayDisturb: boolean;
}

/** Lines for the preview. */
export function timingLines(all: readonly Timed[], { zone, whose, isTheirs, quiet, mayDisturb }: Saying): string[] {
  const held = all.filter(({ isHeld }) => isHeld);
  const groups = isTheirs ? groupLines(all, { zone, whose }) : [];
  return [...groups, ...heldLines(held, { zone, quiet, mayDisturb }), ...noteLines(all, isTheirs ? all : held)];
}

/** By the moment, the earliest first. */
function groupLines(all: readonly Timed[], { zone, whose }: Pick<Saying, "zone" | "whose">): string[] {
  const groups = byMoment(all);
  const lines = groups.slice(0, GROUPS_SHOWN).map(([at, members]) => {
    const when = at === undefined ? "at once" : momentIn(at, zone);
    const zones = [...new Set(members.map(({ reads }) => reads.zone))];
    const where =
      zones.length > 2 ? `${zones.slice(0, 2).join(", ")} and ${zones.length - 2} more zones` : zones.join(", ");
    return `- **${when}** (${where}): ${namesOf(members)}`;
  });
  const more = groups.length > GROUPS_SHOWN ? [`- and ${groups.length - GROUPS_SHOWN} later times`] : [];
  return [`By ${whose} clocks (${zone}) that is`, ...lines, ...more, ""];
}

function heldLines(held: readonly Timed[], { zone, quiet, mayDisturb }: Omit<Saying, "isTheirs" | "whose">): string[] {
  if (held.length === 0 || quiet === undefined) return [];
  const until = byMoment(held).map(([at]) => momentIn(at ?? 0, zone));
  const [first = "", ...others] = until;
  const when = others.length === 0 ? first : `from ${first} to ${others.at(-1)}`;
  const ask = mayDisturb ? " Write `ignore quiet hours` to send it to them all the same." : "";
  return [
    `:zzz: ${countOf(held)} in quiet hours then (${shownQuiet(quiet)}), and ${held.length === 1 ? "gets" : "get"} it when they end: ${namesOf(held)}, ${when} (${zone}).${ask}`,
  ];
}

/** How it is known. */
function noteLines(all: readonly Timed[], told: readonly Timed[]): string[] {
  const guesses = told.filter(({ reads }) => reads.isGuess);
  const parts = told.filter(({ reads }) => reads.isPart);
  return [
    ...(guesses.length === 0
      ? []
      : [
          `:information_source: Of ${guesses.length === all.length ? "none of them" : namesOf(guesses)} I know the time zone${guesses.length === all.length ? "" : " not"}: I take it for ${guesses[0]?.reads.zone}.`,
        ]),
    ...(parts.length === 0
      ? []
      : [`:information_source: Of ${namesOf(parts)} I have asked the first ${MEMBERS_ASKED} members.`]),
  ];
}

function byMoment(all: readonly Timed[]): [number | undefined, Timed[]][] {
  const groups = new Map<number | undefined, Timed[]>();
  for (const each of all) groups.set(each.dueAt, [...(groups.get(each.dueAt) ?? []), each]);
  return [...groups].toSorted(([one = 0], [other = 0]) => one - other);
}

function namesOf(all: readonly Timed[]): string {
  const names = all.slice(0, NAMES_SHOWN).map(({ target }) => inert(target.name));
  return all.length > NAMES_SHOWN ? `${names.join(", ")} and ${all.length - NAMES_SHOWN} more` : names.join(", ");
}

function countOf(all: readonly Timed[]): string {
  return all.length === 1 ? "One of them is" : `${all.length} of them are`;
}
