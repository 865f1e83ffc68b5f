/**
 * Who reads a target, and so is asked: its members when it was sent, people only, without the author. Who leaves is asked no more; who
 * comes later never was. Of channels with very many members it is only counted who has read it, and said so.
 */
import { CallError, type Rest } from "@matterwright/client";
import type { User } from "@matterwright/protocol";
import { isPerson } from "../directory/person.ts";
import type { DeliveryRecord } from "../store/records.ts";
import type { Readers } from "./records.ts";

/** Members of a channel that are gone through by name. */
export const MOST_READERS = 5_000;
const ASKED_AT_ONCE = 200;

/** @throws CallError when the server does not say now. */
export async function readersOf(
  { userId, channelId }: Pick<DeliveryRecord, "channelId" | "userId">,
  { rest, without }: { readonly rest: Rest; readonly without: string },
): Promise<Readers> {
  if (userId !== undefined) return { ids: [userId], why: "" };
  const ids: string[] = [];
  try {
    for await (const { user_id: id } of rest.channels.allMembers(channelId)) {
      if (id !== without) ids.push(id);
      if (ids.length > MOST_READERS) {
        const { member_count: count } = await rest.channels.stats(channelId);
        return { ids: [], why: `it has ${count.toLocaleString("en")} members, more than I go through by name` };
      }
    }
  } catch (error) {
    if (!(error instanceof CallError) || (error.status !== 403 && error.status !== 404)) throw error;
    return { ids: [], why: "I may not see who is in it" };
  }
  const people = await peopleOf(ids, rest);
  return { ids: ids.filter((id) => people.has(id)), why: "" };
}

/** Those of them who are people and still there. @throws CallError. */
export async function peopleOf(ids: readonly string[], rest: Rest): Promise<Map<string, User>> {
  const found = new Map<string, User>();
  for (let from = 0; from < ids.length; from += ASKED_AT_ONCE)
    for (const user of await rest.users.byIds(ids.slice(from, from + ASKED_AT_ONCE)))
      if (isPerson(user)) found.set(user.id, user);
  return found;
}
