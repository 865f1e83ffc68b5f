/** What is told of each target before an announcement is confirmed: why it is one, what would happen, and when. Pure; Markdown for a direct message. */
import { code, inWords, inert, momentIn, table } from "matterwright";
import type { Wanted } from "../audience/wanted.ts";
import type { Look } from "./look.ts";
import { named } from "./show.ts";

type Told = Pick<Look, "audience" | "flight" | "wording">;

/** Every target, with what will become of it. @param perSecond as many go out */
export function dryRun(look: Told, perSecond: number): string {
  const { targets } = look.audience;
  const { obstacles, findings } = look.flight;
  const why = new Map(obstacles.map(({ target, why: reason }) => [target.id, reason]));
  const when = timesOf(look);
  const rows = targets.map((target, index) => [
    String(index + 1),
    target.name,
    inert(target.why.join("; ")),
    why.has(target.id)
      ? `:warning: ${why.get(target.id)}`
      : ["would be sent", ...(when?.cells(target) ?? [])].join(" "),
  ]);
  const open = targets.length - obstacles.length;
  const blocks = findings.filter(({ level }) => level === "block").map(({ text }) => `:no_entry: ${text}`);
  const takes = inWords(Math.max(1, Math.ceil(open / perSecond)) * 1_000);
  const head = `**Dry run: nothing was sent.** ${open} of ${targets.length} would arrive, in about ${takes}.`;
  const last = when === undefined ? "What would happen" : `What would happen (${when.zone})`;
  return [head, ...blocks, "", table(["", "Target", "Why", last], rows)].join("\n");
}

/** Why targets are in, and when each gets it: all of them, or those that somebody asks about. */
export function explained(look: Told, wanted: string): string {
  const { targets } = look.audience;
  const meant = wanted.trim() === "" ? targets : named(targets, wanted);
  if (meant.length === 0) return `${code(wanted)} is none of the targets.`;
  const when = timesOf(look);
  const rows = meant.map((each) => [each.name, inert(each.why.join("; "))].concat(when?.cells(each) ?? []));
  return table(["Target", "Why", ...(when === undefined ? [] : [`When (${when.zone})`])], rows);
}

interface Times {
  readonly zone: string;
  /** In that zone. */
  readonly cells: (target: Wanted) => readonly string[];
}

/** By the author's clocks. Nothing where all get it at the same moment. */
function timesOf({ audience: { targets }, wording: { zone = "UTC" } }: Told): Times | undefined {
  if (new Set(targets.map(({ dueAt }) => dueAt)).size < 2) return undefined;
  return { zone, cells: ({ dueAt }) => [dueAt === undefined ? "at once" : momentIn(dueAt, zone)] };
}
