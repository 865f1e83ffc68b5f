/** In whose name something is announced: who may choose that, whom they may choose, and how that person is told. */
import { NotFoundError } from "@matterwright/client";
import type { User } from "@matterwright/protocol";
import { type Context, type People, UserError, code, inert } from "matterwright";
import type { Draft } from "../broadcast.ts";
import { isPerson } from "../directory/person.ts";
import type { Person } from "../rights/rights.ts";
import { copyText } from "../text/copy-text.ts";
import { placesIn } from "../text/places.ts";
import { beginning, countOf } from "./show.ts";
import type { Wanted } from "../audience/wanted.ts";
import type { TalkParts } from "./parts.ts";
import type { TalkState } from "./state.ts";

/** As it is recorded. */
export const ON_BEHALF = "announced on behalf of somebody";

export type Principal = NonNullable<TalkState["onBehalfOf"]>;

/** @param name with its `@` or without. @throws UserError when they may not, or nobody is called so; CallError. */
export async function principalOf(
  name: string,
  person: Person,
  { rights, workplace }: Pick<TalkParts, "rights" | "workplace">,
): Promise<Principal> {
  if (!(await rights.mayActFor(person)))
    throw new UserError(
      "You may not announce on behalf of others: whoever runs this bot allows it in `BROADCAST_ON_BEHALF`.",
    );
  const { id, username, first_name, last_name } = await announcerNamed(name, workplace.people);
  const fullName = `${first_name} ${last_name}`.trim();
  return { id, username, ...(fullName === "" ? {} : { fullName }) };
}

/** Somebody in whose name something may be announced. @param name with its `@` or without. @throws UserError when nobody is called so; CallError. */
export async function announcerNamed(name: string, people: Pick<People, "userNamed">): Promise<User> {
  const bare = name.replace(/^@/, "").toLowerCase();
  try {
    const user = await people.userNamed(bare);
    if (isPerson(user)) return user;
    throw new UserError(`@${user.username} is no person who could announce anything.`);
  } catch (error) {
    if (error instanceof NotFoundError) throw new UserError(`There is nobody called ${code(`@${bare}`)}.`);
    throw error;
  }
}

/** What the person is told in whose name something is announced. */
export function toldTo({
  draft,
  targets,
  by,
  at,
}: {
  readonly draft: Draft;
  readonly targets: readonly Wanted[];
  readonly by: string;
  /** In Unix milliseconds. */
  readonly at: number;
}): string {
  const { onBehalfOf: _, ...wording } = draft;
  const [first = { name: "" }] = targets;
  const text = beginning({ text: copyText(wording, first, at), fileIds: [...(draft.fileIds ?? [])], postId: "" });
  const which = draft.isTemplate === true && placesIn(draft.text).length > 0 ? ` (for ${first.name} it says)` : "";
  return [
    `:bust_in_silhouette: ${inert(by)} announces this to ${countOf(targets)} on your behalf${which}:`,
    `> ${text}`,
    `If that is not right, tell ${inert(by)}, or an administrator of mine.`,
  ].join("\n");
}

/** Tells the person in whose name something is announced, together with what the handler decides, and records it. */
export async function tell(
  ctx: Context,
  { draft, targets, by }: Omit<Parameters<typeof toldTo>[0], "at">,
  { workplace, ledger }: Pick<TalkParts, "workplace" | "ledger">,
): Promise<void> {
  const { onBehalfOf } = draft;
  if (onBehalfOf === undefined) return;
  ledger.add(ctx, ON_BEHALF, `@${onBehalfOf.username}, by ${by}, to ${countOf(targets)}`);
  const { id } = await workplace.people.direct(workplace.me().id, onBehalfOf.id);
  await ctx.to(id).post(toldTo({ draft, targets, by, at: ctx.now.getTime() }), { durable: true });
}
