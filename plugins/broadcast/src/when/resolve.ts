/** Finds out where a broadcast goes at the moment when it is sent, in the name of its author, with the rights that they have then. */
import { NotFoundError, PermissionError } from "@matterwright/client";
import type { PluginScope, People } from "matterwright";
import type { Step } from "../audience/expression.ts";
import type { Audience, Wanted } from "../audience/wanted.ts";
import type { Target } from "../broadcast.ts";
import { gathered } from "../filling/gather.ts";
import type { Reaching } from "../reaching.ts";
import type { BroadcastRecord } from "../store/records.ts";
import { whyApproval } from "../rights/policy.ts";
import { groupsOf } from "../talk/look.ts";
import { targetOf } from "../talk/start.ts";
import { copyText, valueIn } from "../text/copy-text.ts";
import { keysIn, placesIn } from "../text/places.ts";
import type { Resolved } from "./retarget.ts";
import { timed, withTime } from "./timing.ts";

export interface ResolveParts extends Reaching {
  readonly bot: Pick<PluginScope, "access">;
  readonly people: Pick<People, "user">;
  readonly now: () => number;
  /** Of the bot: what a shell has ordered is announced in its name. */
  readonly myId: () => string;
}

/** @throws CallError when the server does not say: then nothing is known, and it has to be tried again. */
export async function resolved(record: BroadcastRecord, parts: ResolveParts): Promise<Resolved> {
  const { audience, draft } = record;
  if (audience === undefined) return asShown("");
  const { bot, people, file, rights, approval } = parts;
  const { steps, by, tableId, isAgreed } = audience;
  const { delete_at: leftAt } = await people.user(by.id);
  if (leftAt !== 0) return nobody(`the account of @${by.username} is deactivated`);
  const person = { user: by, isAdmin: by.id === parts.myId() || bot.access.administrators().includes(by.id) };
  const book = await file.read();
  if (!(await rights.mayAnnounce(person, book))) return nobody(`@${by.username} may not announce any more`);
  const reach = await rights.reach(person, book);
  const places = draft.isTemplate === true ? keysIn(draft.text) : new Set<string>();
  try {
    const found = await gathered({ steps, tableId, book, reach, places }, parts);
    const lost = leftOutNoMore(found.audience, steps);
    // Nothing goes where its author said that it shall not.
    if (lost.length > 0) return asShown(...lost);
    if (found.problems.length > 0) return asShown(...found.problems.map((problem) => problem.replace(/\.$/, "")));
    const targets = await withTimes(found.audience.targets, record, parts);
    const texts = targets.map((target) => copyText(draft, target, record.dueAt ?? record.startedAt));
    const judged = { groups: groupsOf(targets), targets: targets.length, texts };
    const needsConsent = !isAgreed && whyApproval(judged, { book, policy: approval }) !== "";
    const filled = onlyFilled(targets.map(targetOf), draft);
    return { ...filled, why: [...unknownIn(found.audience), ...filled.why], needsConsent };
  } catch (error) {
    // The table is a file of somebody's message, which may be gone.
    const isGone = error instanceof NotFoundError || error instanceof PermissionError;
    if (!isGone || tableId === undefined) throw error;
    return asShown("the table is gone");
  }
}

/** Each with the time at which it gets it, where that is not the same for all. */
async function withTimes(
  targets: readonly Wanted[],
  { dueAt, theirs, disturbs }: BroadcastRecord,
  { zones, quiet, now }: ResolveParts,
): Promise<readonly Wanted[]> {
  const said = { at: dueAt, theirs, now: now() };
  const times = await timed(targets, said, { zones, quiet: disturbs === true ? undefined : quiet });
  return times?.map(withTime) ?? targets;
}

function nobody(why: string): Resolved {
  return { targets: [], why: [why], needsConsent: false };
}

/** It goes where it was shown to go. */
function asShown(...why: readonly string[]): Resolved {
  return { targets: undefined, why, needsConsent: false };
}

/** What was to be left out and cannot be found any more: it may be called something else by now. */
function leftOutNoMore({ unknown, refused }: Audience, steps: readonly Step[]): string[] {
  const isLeftOut = ({ step }: { readonly step: number }): boolean => steps[step]?.how === "remove";
  // What a pattern does not fit was never meant by it.
  return [...unknown, ...refused]
    .filter((named) => isLeftOut(named) && !/[*?]/.test(named.text))
    .map(
      ({ text }) =>
        `there is nothing called "${text}" any more, which was to be left out: so it goes to those alone that were shown`,
    );
}

function unknownIn({ unknown, refused }: Audience): string[] {
  return [
    ...unknown.map(({ text }) => `there is nothing called "${text}" any more`),
    ...refused.map(({ text, why }) => `"${text}": ${why}`),
  ];
}

/** Without those for whom a place of the text has no value: nobody is sent its braces. */
function onlyFilled(
  targets: readonly Target[],
  draft: BroadcastRecord["draft"],
): { readonly targets: readonly Target[]; readonly why: readonly string[] } {
  const places = draft.isTemplate === true ? placesIn(draft.text) : [];
  const strict = places.filter(({ fallback }) => fallback === undefined);
  const gap = (target: Target): string | undefined =>
    strict.find(({ key }) => (valueIn(draft, target, { key, at: 0 }) ?? "") === "")?.name;
  const left = targets.filter((target) => gap(target) !== undefined);
  return {
    targets: targets.filter((target) => gap(target) === undefined),
    why: left.map((target) => `${target.name} is left out, because it has no value for "${gap(target)}"`),
  };
}
