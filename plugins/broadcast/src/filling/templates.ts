/** Texts that are kept under a name, to be announced again and again: by whom, and since when. Whoever may announce may use all of them. */
import { type PluginScope, type Store, UserError, code, storeKey, z } from "matterwright";
import { nearTo } from "../audience/near.ts";
import { folded } from "../book/book.ts";

/** One that nobody saves again for so long is forgotten. */
const KEPT_MS = 2 * 365 * 86_400_000;
const NAME_CHARACTERS = 60;
const KEPT_MOST = 500;

const template = z.object({
  /** As it was written. */
  name: z.string(),
  text: z.string(),
  by: z.object({ id: z.string(), username: z.string() }),
  /** In Unix milliseconds. */
  at: z.number(),
});

export type SavedText = z.output<typeof template>;

const saved = storeKey("template", template, { ttlMs: KEPT_MS });

export class Templates {
  readonly #store: Store;

  constructor({ store }: Pick<PluginScope, "store">) {
    this.#store = store;
  }

  /** By alphabet. @throws StoreError, as everything here does. */
  async list(): Promise<SavedText[]> {
    const stored = await this.#store.list(`${saved.name}/`, { limit: KEPT_MOST });
    return stored.map(({ value }) => template.parse(value));
  }

  /** @throws UserError where there is none of that name. */
  async get(name: string): Promise<SavedText> {
    const found = await this.find(name);
    if (found !== undefined) return found;
    const near = nearTo(
      name,
      (await this.list()).map((each) => each.name),
    );
    const meant =
      near.length === 0
        ? " `template list` lists those that there are."
        : ` Did you mean ${near.map((each) => code(each)).join(" or ")}?`;
    throw new UserError(`There is no template ${code(name)}.${meant}`);
  }

  find(name: string): Promise<SavedText | undefined> {
    return saved.at(keyOf(name)).get(this.#store);
  }

  /** @throws UserError for a name that cannot be used. */
  async save(text: SavedText): Promise<void> {
    const { name } = text;
    if (name.trim() === "" || [...name].length > NAME_CHARACTERS || /["`\n]/.test(name))
      throw new UserError(`A template's name has up to ${NAME_CHARACTERS} characters, and no quotes in it.`);
    const all = await this.list();
    if (all.length >= KEPT_MOST && !all.some((each) => keyOf(each.name) === keyOf(name)))
      throw new UserError(`There are ${KEPT_MOST} templates already: remove one first.`);
    await saved.at(keyOf(name)).set(this.#store, text);
  }

  async remove(name: string): Promise<void> {
    await saved.at(keyOf(name)).delete(this.#store);
  }
}

function keyOf(name: string): string {
  return encodeURIComponent(folded(name));
}
