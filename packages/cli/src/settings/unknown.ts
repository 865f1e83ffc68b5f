/** Finds variables that look like ours and are not: a misspelt name must not be passed over in silence. */
import { closest } from "matterwright";
import { metaOf, settingKeys } from "./schema.ts";

const KNOWN = new Set(settingKeys.flatMap((key) => metaOf(key).names));
const OURS = /^(?:MATTERMOST|MATTERWRIGHT)_/;
/** Read by the conformance suite. */
const ELSEWHERE = /^MATTERMOST_CONFORMANCE_/;
const NEARLY_OURS = /^(?:BOT|MM)_/;

/** A sentence for each, with the name that was probably meant. */
export function unknownNames(variables: Readonly<Record<string, string | undefined>>): string[] {
  return Object.keys(variables).flatMap((name) => {
    if (KNOWN.has(name) || ELSEWHERE.test(name)) return [];
    const isOurs = OURS.test(name);
    if (!isOurs && !NEARLY_OURS.test(name)) return [];
    const meant = likely(name);
    if (meant !== undefined) return [`${name} is no setting and has no effect. Did you mean ${meant}?`];
    return isOurs ? [`${name} is no setting and has no effect.`] : [];
  });
}

/** Slips of the finger first, then the right word under the wrong roof: MATTERWRIGHT_ADMINS for BOT_ADMINS. */
function likely(name: string): string | undefined {
  const near = closest(name, KNOWN);
  if (near !== undefined || !OURS.test(name)) return near;
  const tail = name.replace(OURS, "");
  const tails = new Map([...KNOWN].toReversed().map((known) => [known.replace(/^[A-Z]+_/, ""), known]));
  return tails.get(tail) ?? tails.get(closest(tail, tails.keys()) ?? "");
}
