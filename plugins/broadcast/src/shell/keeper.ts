/**
 * Who looks after what a shell has announced: is told how it ends, what people answer, and who has not read it. Whoever the order names, whose
 * announcement it is then; otherwise the first of the bot's administrators.
 */
import { UserError } from "matterwright";
import type { Wanted } from "../audience/wanted.ts";
import type { Broadcast } from "../broadcast.ts";
import { isPerson } from "../directory/person.ts";
import { short } from "../manage/looking.ts";
import { announcerNamed } from "../talk/behalf.ts";
import type { TalkParts } from "../talk/parts.ts";
import { countOf } from "../talk/show.ts";

export interface Keeper {
  readonly id: string;
  readonly username: string;
  /** Their direct channel with the bot. */
  readonly channelId: string;
  /** Whether it is announced as theirs. */
  readonly isAuthor: boolean;
}

type Parts = Pick<TalkParts, "bot" | "workplace" | "rest" | "ledger">;

/** Nothing where the bot has no administrator. @param as `@ann` @throws UserError when nobody is called so; CallError. */
export async function keeperOf(as: string | undefined, { bot, workplace }: Parts): Promise<Keeper | undefined> {
  const { people } = workplace;
  const named = as === undefined ? undefined : await announcerNamed(as, people);
  if (as !== undefined && named?.id === workplace.me().id) throw new UserError("The bot looks after nothing itself.");
  const user = named ?? (await firstOf(bot.access.administrators(), people));
  if (user === undefined) return undefined;
  const { id: channelId } = await people.direct(workplace.me().id, user.id);
  return { id: user.id, username: user.username, channelId, isAuthor: named !== undefined };
}

async function firstOf(ids: readonly string[], people: Parts["workplace"]["people"]) {
  for (const id of ids) {
    const user = await people.user(id);
    if (isPerson(user)) return user;
  }
  return undefined;
}

interface Ordered {
  /** Of the order. */
  readonly id: string;
  readonly broadcast: Broadcast;
  readonly targets: readonly Wanted[];
  readonly when: string | undefined;
}

/** Tells somebody that something is announced as theirs. Once, however often the order is taken up. */
export async function tellKeeper(
  { username, channelId }: Keeper,
  { id, broadcast, targets, when }: Ordered,
  { workplace, rest, ledger }: Parts,
): Promise<void> {
  const me = workplace.me();
  const time = when === undefined ? "" : `, ${when}`;
  const message = [
    `:computer: The operator of this bot announces this as yours, to ${countOf(targets)}${time}:`,
    `> ${short(broadcast.draft.text)}`,
    `It is broadcast ${broadcast.id}: \`broadcast cancel ${broadcast.id}\` takes it back.`,
  ].join("\n");
  await rest.posts.create({ channel_id: channelId, message, pending_post_id: `${me.id}:order.${id}.keeper` });
  await ledger.record(`order-${id}-keeper`, {
    at: workplace.clock.now(),
    by: me,
    did: "announced as somebody's from a shell",
    what: `@${username}, to ${countOf(targets)}`,
  });
}
