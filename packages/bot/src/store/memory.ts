/** A store that forgets everything when the program ends. */
import { MisuseError } from "../errors.ts";
import type { Store } from "./store.ts";

/** Values are kept as JSON texts, so that what comes out is never what went in, as with every other engine. */
export function memoryStore(): Store {
  const texts = new Map<string, string>();
  return {
    get: (key) => {
      const text = texts.get(key);
      return Promise.resolve(text === undefined ? undefined : (JSON.parse(text) as unknown));
    },
    set: (key, value) => {
      const text = JSON.stringify(value) as string | undefined;
      if (text === undefined)
        return Promise.reject(
          new MisuseError(
            `"${key}" cannot be stored: JSON has no word for ${typeof value}; use delete() to forget a key`,
          ),
        );
      texts.set(key, text);
      return Promise.resolve();
    },
    delete: (key) => {
      texts.delete(key);
      return Promise.resolve();
    },
    keys: (prefix) => Promise.resolve([...texts.keys()].filter((key) => key.startsWith(prefix)).toSorted()),
  };
}
