/** Broadcasts as another process sees them that shares the bot's store: what it wants is written down, and the bot does it. */
import type { Rest } from "@matterwright/client";
import { type Durable, type Store, type Transaction, storeBelow } from "matterwright";
import { standingCsv } from "../acknowledge/csv.ts";
import { mayBeAsked, standingLines } from "../acknowledge/said.ts";
import { standingOf } from "../acknowledge/standing.ts";
import { BroadcastDesk } from "../broadcasts.ts";
import { Book } from "../store/book.ts";
import { NUDGES } from "../store/records.ts";

const OWN = "plugin/broadcast/";

/** The plugin's own part of the bot's store. */
export function broadcastStore({ store }: Pick<Transaction, "store">): Store {
  return storeBelow(store, OWN);
}

/**
 * What can be done with the broadcasts of a bot, from beside it.
 *
 * @example
 * for (const { id, state } of await shellDesk(durable, Date.now).list()) console.log(id, state);
 */
export function shellDesk(durable: Durable, now: () => number): BroadcastDesk {
  return new BroadcastDesk({
    book: shellBook(durable, now),
    now,
    overtaken: () => {},
    // The bot looks for itself what repeats, and when.
    replanned: () => Promise.resolve(),
    nextOf: () => undefined,
  });
}

/** Who has read a broadcast and who has not: for people, and as a table. @throws UserError when it asks nobody; CallError. */
export async function shellAcks(
  id: string,
  { durable, rest, now }: { readonly durable: Durable; readonly rest: Rest; readonly now: () => number },
): Promise<{ readonly lines: readonly string[]; readonly csv: string }> {
  const book = shellBook(durable, now);
  mayBeAsked((await book.get(id)).record);
  const standing = await standingOf(id, { book, rest, store: broadcastStore(durable) });
  return { lines: standingLines(standing), csv: standingCsv(standing) };
}

function shellBook(durable: Durable, now: () => number): Book {
  return new Book({
    durable,
    now,
    store: broadcastStore(durable),
    storeIn: broadcastStore,
    ask: (wish, tx) => broadcastStore(tx).set(`${NUDGES}${wish.id}`, wish),
  });
}
