/** Whether a new text fits every target of what was announced: each of its places has a value there, and a post holds it. */
import { UserError, closest, code, inert } from "matterwright";
import type { Broadcast, Delivery } from "../broadcast.ts";
import { folded } from "../book/book.ts";
import { wideMentions } from "../preflight/mentions.ts";
import { POST_MAX_CHARACTERS } from "../preflight/preflight.ts";
import { BUILT_IN, copyText, valueIn } from "../text/copy-text.ts";
import { placesIn } from "../text/places.ts";

/** Targets that are named. */
const NAMED = 3;

/** A text as one target will read it. */
export interface Example {
  readonly name: string;
  readonly text: string;
}

/** What there is to know of a text that fits. */
export interface Fit {
  /** As the first target will read it, where it is not the same for all. */
  readonly example: Example | undefined;
  /** `@all` or its like, where some copy says that. */
  readonly mention: string | undefined;
}

/**
 * What the copies would say.
 *
 * @throws UserError where it does not fit: then nothing is to be changed.
 */
export async function fitting(
  { draft, dueAt, startedAt }: Pick<Broadcast, "draft" | "dueAt" | "startedAt">,
  text: string,
  deliveries: AsyncIterable<Delivery>,
): Promise<Fit> {
  const wording = { ...draft, text };
  const strict = draft.isTemplate === true ? placesIn(text).filter(({ fallback }) => fallback === undefined) : [];
  const gaps = new Map<string, string[]>();
  const long: string[] = [];
  const columns = new Set(Object.keys(BUILT_IN));
  let first: Example | undefined;
  let mention: string | undefined;
  let isSame = true;
  for await (const delivery of deliveries) {
    if (delivery.state === "skipped") continue;
    for (const column of Object.keys(delivery.values ?? {})) columns.add(column);
    for (const { key } of strict)
      if ((valueIn(wording, delivery, { key, at: startedAt }) ?? "") === "")
        gaps.set(key, [...(gaps.get(key) ?? []), inert(delivery.name)].slice(0, NAMED + 1));
    const copy = copyText(wording, delivery, dueAt ?? startedAt);
    first ??= { name: delivery.name, text: copy };
    mention ??= wideMentions(copy)[0];
    if (copy !== first.text) isSame = false;
    if ([...copy].length > POST_MAX_CHARACTERS) long.push(inert(delivery.name));
  }
  if (gaps.size > 0) throw new UserError(gapsInWords(gaps, columns));
  if (long.length > 0)
    throw new UserError(`It would be longer than a post may be, for ${listed(long)}. Nothing was changed.`);
  return { example: isSame ? undefined : first, mention };
}

function gapsInWords(gaps: ReadonlyMap<string, readonly string[]>, columns: ReadonlySet<string>): string {
  const lines = [...gaps].map(([key, names]) => {
    const near = columns.has(key) ? undefined : closest(folded(key), columns);
    const meant = near === undefined ? "" : ` Did you mean ${code(`{{${near}}}`)}?`;
    return `${code(`{{${key}}}`)} has no value for ${listed(names)}.${meant}`;
  });
  const known = [...gaps.keys()].find((key) => Object.hasOwn(BUILT_IN, key));
  const instead = known === undefined ? "" : ` ${code(`{{${known}|something else}}`)} says what stands there instead.`;
  const escape = String.raw`Write \{{ for the braces themselves.`;
  return [...lines, `Nothing was changed.${instead} ${escape}`].join("\n");
}

function listed(names: readonly string[]): string {
  return names.length > NAMED ? `${names.slice(0, NAMED).join(", ")} and others` : names.join(", ");
}
