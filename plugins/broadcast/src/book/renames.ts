/**
 * Old names of groups: what was announced under one, or goes out later, means the group as it is called now. Kept when a group is renamed from
 * chat; asked where nothing else has a name.
 */
import { createHash } from "node:crypto";
import { type Store, storeKey, z } from "matterwright";
import { type Book, folded, groupNamed } from "./book.ts";

const RENAMED = "renamed/";
/** A name that leads further than this leads in a circle. */
const STEPS_MOST = 20;

export class Renames {
  readonly #store: Store;
  /** Read once for what the file says: who renames a group changes that as well. */
  #known = new WeakMap<Book, Promise<ReadonlyMap<string, string>>>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** @throws StoreError. */
  async add(from: string, to: string): Promise<void> {
    const key = folded(from);
    const id = createHash("sha256").update(key).digest("hex");
    await storeKey(`${RENAMED}${id}`, rename).set(this.#store, { from: key, to });
    this.#known = new WeakMap();
  }

  /** What a group is called now; nothing where none was ever called so. @throws StoreError. */
  async nameNow(name: string, book: Book): Promise<string | undefined> {
    let now: string | undefined = name;
    for (let step = 0; now !== undefined && step < STEPS_MOST; step++) {
      const group = groupNamed(book, now);
      if (group !== undefined) return group.name;
      now = (await this.#all(book)).get(folded(now));
    }
    return undefined;
  }

  #all(book: Book): Promise<ReadonlyMap<string, string>> {
    const known = this.#known.get(book) ?? this.#read();
    this.#known.set(book, known);
    known.catch(() => this.#known.delete(book));
    return known;
  }

  async #read(): Promise<ReadonlyMap<string, string>> {
    const stored = await this.#store.list(RENAMED);
    return new Map(stored.map(({ value }) => rename.parse(value)).map(({ from, to }) => [from, to]));
  }
}

const rename = z.object({ from: z.string(), to: z.string() });
