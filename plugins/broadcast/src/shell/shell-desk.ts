/** Broadcasts as another process sees them that shares the bot's store: what it wants is written down, and the bot does it. */
import { type Durable, type Store, type Transaction, storeBelow } from "matterwright";
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
  const book = new Book({
    durable,
    now,
    store: broadcastStore(durable),
    storeIn: broadcastStore,
    ask: (wish, tx) => broadcastStore(tx).set(`${NUDGES}${wish.id}`, wish),
  });
  return new BroadcastDesk({
    book,
    now,
    overtaken: () => {},
    // The bot looks for itself what repeats, and when.
    replanned: () => Promise.resolve(),
    nextOf: () => undefined,
  });
}
