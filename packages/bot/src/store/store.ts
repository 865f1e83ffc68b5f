/** Where a bot keeps what shall outlive a message: a port, with an engine in memory beside it. */
export interface Store {
  /** The value under a key, or nothing. It is a copy: changing it changes nothing. */
  get(key: string): Promise<unknown>;
  /** @param value anything that JSON can say. */
  set(key: string, value: unknown): Promise<void>;
  delete(key: string): Promise<void>;
  /** All keys that begin so, in alphabetical order. */
  keys(prefix: string): Promise<string[]>;
}

/** A store that sees only the keys below `prefix`, and calls them by what follows it. */
export function storeBelow(store: Store, prefix: string): Store {
  return {
    get: (key) => store.get(prefix + key),
    set: (key, value) => store.set(prefix + key, value),
    delete: (key) => store.delete(prefix + key),
    keys: async (inner) => (await store.keys(prefix + inner)).map((key) => key.slice(prefix.length)),
  };
}
