/**
 * Who has read an announcement and who has not, as it is now: what was clicked stands in the store, reactions and Mattermost's own
 * acknowledgements stand at the server, so that none is missed however long the bot was away. Asked by commands, rounds and the shell.
 */
import type { Rest } from "@matterwright/client";
import type { Post, User } from "@matterwright/protocol";
import type { Store } from "matterwright";
import type { Book } from "../store/book.ts";
import { type BroadcastRecord, type DeliveryRecord, textOf } from "../store/records.ts";
import { peopleOf, readersOf } from "./readers.ts";
import { type Given, type Readers, ackKeys, givenHere } from "./records.ts";

/** Says that a message was read. */
export const READ_EMOJI = "white_check_mark";
const POSTS_AT_ONCE = 100;

export interface StandingParts {
  readonly book: Book;
  /** The plugin's own. */
  readonly store: Store;
  readonly rest: Rest;
}

/** A target. */
export interface Place {
  readonly name: string;
  readonly channelId: string;
  readonly postId: string;
  /** What its copy says. */
  readonly text: string;
  /** How many of its readers have read it, and how many they are. */
  readonly given: number;
  readonly all: number;
  /** Why its readers are not known one by one; else empty. */
  readonly why: string;
}

/** Somebody who is asked. */
export interface Reader {
  readonly user: User;
  /** Where they can read it. */
  readonly places: readonly Place[];
  readonly given: Given | undefined;
}

export interface Standing {
  readonly record: BroadcastRecord;
  readonly places: readonly Place[];
  readonly readers: readonly Reader[];
  /** Who has read it without being asked, and who was asked without being known by name. */
  readonly others: number;
}

interface Copy extends DeliveryRecord {
  readonly postId: string;
}

/** @param isFresh whether it is asked anew who has left. @throws UserError when there is no such broadcast; CallError. */
export async function standingOf(id: string, parts: StandingParts, isFresh = false): Promise<Standing> {
  const { book, rest } = parts;
  const { record } = await book.get(id);
  const copies: Copy[] = [];
  for await (const { postId, ...copy } of book.deliveries(record.id))
    if (copy.state === "sent" && copy.gone === undefined && postId !== undefined) copies.push({ ...copy, postId });
  const given = await givenAnywhere(record, copies, parts);
  const asked = new Map<Copy, Readers>();
  for (const copy of copies) asked.set(copy, await known(copy, { record, parts, isFresh }));
  const ids = new Set([...given.keys(), ...[...asked.values()].flatMap((readers) => readers.ids)]);
  const people = await peopleOf([...ids], rest);
  return drawnUp({ record, asked, given, people });
}

interface Found {
  readonly record: BroadcastRecord;
  readonly asked: ReadonlyMap<Copy, Readers>;
  readonly given: ReadonlyMap<string, Given>;
  readonly people: ReadonlyMap<string, User>;
}

function drawnUp({ record, asked, given, people }: Found): Standing {
  const places: Place[] = [];
  const where = new Map<string, Place[]>();
  for (const [copy, { ids, why }] of asked) {
    const { name, channelId, postId } = copy;
    const here = ids.filter((id) => people.has(id));
    const inIt = (each: Given): boolean => each.channelId === channelId;
    const count = why === "" ? here.filter((id) => given.has(id)).length : [...given.values()].filter(inIt).length;
    const text = textOf(record, copy);
    const place = { name, channelId, postId, text, given: count, all: here.length, why };
    places.push(place);
    for (const id of here) where.set(id, [...(where.get(id) ?? []), place]);
  }
  const readers = [...where]
    .map(([id, mine]) => ({ user: people.get(id) as User, places: mine, given: given.get(id) }))
    .toSorted((one, other) => one.user.username.localeCompare(other.user.username, "en"));
  const others = [...given.keys()].filter((id) => people.has(id) && !where.has(id)).length;
  return { record, places, readers, others };
}

interface Knowing {
  readonly record: BroadcastRecord;
  readonly parts: StandingParts;
  readonly isFresh: boolean;
}

/** The readers of a copy, as they were written down, or now for the first time. */
async function known(copy: Copy, { record, parts: { rest, store }, isFresh }: Knowing): Promise<Readers> {
  const key = ackKeys.readers(record.id, copy.index);
  const before = await key.get(store);
  if (before !== undefined && (!isFresh || copy.userId !== undefined)) return before;
  // There may be many channels, and while it is being sent nobody asks for all of them.
  if (before === undefined && record.endedAt === undefined) return { ids: [], why: "it is still being sent" };
  const now = await readersOf(copy, { rest, without: record.draft.authorId });
  const there = new Set(now.ids);
  const kept = before === undefined ? now : { ...now, ids: before.ids.filter((id) => there.has(id)) };
  await key.set(store, kept);
  return kept;
}

/** By who gave them, the earliest of each. */
async function givenAnywhere(
  { id, draft: { authorId } }: BroadcastRecord,
  copies: readonly Copy[],
  { store, rest }: StandingParts,
): Promise<Map<string, Given>> {
  const given = await givenHere(store, id);
  const add = (userId: string, one: Given): void => {
    const before = given.get(userId);
    if (before === undefined || before.at > one.at) given.set(userId, one);
  };
  for (let from = 0; from < copies.length; from += POSTS_AT_ONCE) {
    const posts = await rest.posts.byIds(copies.slice(from, from + POSTS_AT_ONCE).map(({ postId }) => postId));
    for (const post of posts) for (const [userId, one] of givenAt(post)) add(userId, one);
  }
  given.delete(authorId);
  return given;
}

/** What stands at a copy itself. The bot's own reaction only shows what to do. */
function givenAt({ user_id: me, channel_id: channelId, metadata = {} }: Post): [string, Given][] {
  const reactions = (metadata.reactions ?? [])
    .filter(({ emoji_name: emoji, user_id: userId }) => emoji === READ_EMOJI && userId !== me)
    .map(({ user_id: userId, create_at: at }): [string, Given] => [userId, { at, how: "reaction", channelId }]);
  const own = (metadata.acknowledgements ?? [])
    .filter(({ acknowledged_at: at }) => at > 0)
    .map(({ user_id: id, acknowledged_at: at }): [string, Given] => [id, { at, how: "Mattermost", channelId }]);
  return [...reactions, ...own];
}
