/** What is told of acknowledgements: how many, by target, and who is missing. Pure; Markdown for a direct message. */
import { UserError, inert, momentIn, table } from "matterwright";
import type { Broadcast } from "../broadcast.ts";
import { deadlineOf } from "./asked.ts";
import type { Course } from "./records.ts";
import type { Reader, Standing } from "./standing.ts";

const PLACES_SHOWN = 30;
const NAMES_SHOWN = 50;

/** @param lead what stands before the counts: `Its deadline is over: ` */
export function standingText(standing: Standing, course: Course | undefined, lead = ""): string {
  const { record } = standing;
  return [
    `:ballot_box_with_check: **Broadcast ${record.id}: ${lead}${countsOf(standing)}${timesOf(standing, course)}.`,
    placesOf(standing),
    missingLine(standing),
    othersLine(standing),
    course === undefined && record.endedAt === undefined ? "It is still being sent." : "",
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function countsOf({ readers, others }: Standing): string {
  if (readers.length === 0 && others > 0)
    return `${others} ${others === 1 ? "has" : "have"} read it**, of more than I know by name`;
  const given = readers.filter((reader) => reader.given !== undefined).length;
  const share = readers.length === 0 ? "" : ` (${Math.floor((given / readers.length) * 100)} %)`;
  return `${given} of ${readers.length} have read it**${share}`;
}

function othersLine({ readers, others }: Standing): string {
  if (others === 0 || readers.length === 0) return "";
  return others === 1
    ? "Besides, 1 person has said so who is not counted above."
    : `Besides, ${others} people have said so who are not counted above.`;
}

/** The same for a terminal. */
export function standingLines(standing: Standing): string[] {
  const { record, readers, places } = standing;
  const missing = missingOf(standing);
  const head = `Broadcast ${record.id}: ${readers.length - missing.length} of ${readers.length} have read it`;
  const at = places.map(({ name, given, all, why }) => `  ${name}  ${given}${why === "" ? ` of ${all}` : ` (${why})`}`);
  return [head, ...at, ...missing.map(({ user }) => `  missing  @${user.username}`)];
}

/** @throws UserError for a broadcast whose readers are asked nothing. */
export function mayBeAsked({ id, draft }: Pick<Broadcast, "id" | "draft">): void {
  if (draft.ack !== undefined) return;
  const hint = "Write `ack` before you say `yes` to your next announcement.";
  throw new UserError(`Broadcast ${id} asks nobody to confirm anything. ${hint}`);
}

function timesOf({ record: { draft, endedAt } }: Standing, course: Course | undefined): string {
  const { ack } = draft;
  if (ack === undefined) return "";
  const deadline = deadlineOf(ack, course?.sentAt ?? endedAt ?? 0);
  const at = (ms: number): string => `${momentIn(ms, ack.zone)} (${ack.zone})`;
  const until = deadline === undefined || course === undefined ? "" : `, deadline ${at(deadline)}`;
  const next = course?.isOver !== true && course?.nextAt !== undefined && course.nextAt !== deadline;
  return `${until}${next ? `, next reminder ${at(course.nextAt ?? 0)}` : ""}`;
}

function placesOf({ places }: Standing): string {
  const rows = places
    .slice(0, PLACES_SHOWN)
    .map(({ name, given, all, why }) => [inert(name), String(given), why === "" ? String(all) : `? (${inert(why)})`]);
  const more = places.length > PLACES_SHOWN ? `\n… and ${places.length - PLACES_SHOWN} more` : "";
  return rows.length === 0 ? "No copy of it is there." : `${table(["Where", "Have read it", "Of"], rows)}${more}`;
}

function missingLine(standing: Standing): string {
  const missing = missingOf(standing);
  if (missing.length === 0) return standing.readers.length === 0 ? "" : "Nobody is missing.";
  const names = missing.slice(0, NAMES_SHOWN).map(({ user }) => inert(`@${user.username}`));
  const more = missing.length > NAMES_SHOWN ? ` and ${missing.length - NAMES_SHOWN} more` : "";
  return `Missing: ${names.join(", ")}${more}.`;
}

export function missingOf({ readers }: Standing): Reader[] {
  return readers.filter(({ given }) => given === undefined);
}
