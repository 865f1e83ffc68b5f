/** A part of a store as a store of its own: how a plugin gets one without being able to touch another's. */
import type { Store, Stored } from "./store.ts";

/** A store that sees only the keys below `prefix`, and calls them by what follows it. */
export function storeBelow(store: Store, prefix: string): Store {
  const inside = (stored: Stored): Stored => ({ ...stored, key: stored.key.slice(prefix.length) });
  return {
    get: (key) => store.get(prefix + key),
    read: async (key) => {
      const stored = await store.read(prefix + key);
      return stored === undefined ? undefined : inside(stored);
    },
    set: (key, value, options) => store.set(prefix + key, value, options),
    delete: (key, options) => store.delete(prefix + key, options),
    list: async (inner, page = {}) => {
      const { after } = page;
      const found = await store.list(prefix + inner, {
        ...page,
        ...(after === undefined ? {} : { after: prefix + after }),
      });
      return found.map(inside);
    },
    keys: async (inner) => (await store.keys(prefix + inner)).map((key) => key.slice(prefix.length)),
    takeExpired: async (inner, limit) => (await store.takeExpired(prefix + inner, limit)).map(inside),
  };
}
