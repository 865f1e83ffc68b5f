import { type Emoji, type Id, routes } from "@matterwright/protocol";
import type { Calls } from "../calls.ts";
import { type Picture, formWith } from "../form.ts";
import { type PageQuery, pageIn } from "../pages.ts";

/** Custom emoji: `/api/v4/emoji`. Names are written without colons; the built-in ones are not here. */
export interface EmojiApi {
  /** `GET /emoji`. One page. */
  list(page?: PageQuery): Promise<Emoji[]>;
  /** `GET /emoji`. All, page by page. */
  all(): AsyncIterable<Emoji>;
  /** `GET /emoji/{emoji_id}`. */
  get(emoji: Id): Promise<Emoji>;
  /** `GET /emoji/name/{emoji_name}`. */
  byName(name: string): Promise<Emoji>;
  /** `POST /emoji/names`. Unknown names are left out; at most 200. */
  byNames(names: readonly string[]): Promise<Emoji[]>;
  /** `POST /emoji/search`. By a part of the name. */
  search(term: string): Promise<Emoji[]>;
  /** `POST /emoji`. A picture of at most 512 KiB. `user` is the account itself. @throws ConflictError when the name is taken. */
  create(emoji: { readonly name: string; readonly user: Id; readonly image: Picture }): Promise<Emoji>;
  /** `DELETE /emoji/{emoji_id}`. Takes its reactions along. */
  delete(emoji: Id): Promise<void>;
  /** `GET /emoji/{emoji_id}/image`. */
  image(emoji: Id): Promise<AsyncIterable<Uint8Array>>;
}

export function emojiApi({ one, list, done, pages, bytes }: Calls): EmojiApi {
  return {
    list: (page) => list("GET", routes.emojis(), { query: pageIn(page) }),
    all: () => pages(routes.emojis()),
    get: (emoji) => one("GET", routes.emoji(emoji)),
    byName: (name) => one("GET", routes.emojiByName(name)),
    byNames: (names) => list("POST", routes.emojisByNames(), { body: names }),
    search: (term) => list("POST", routes.emojiSearch(), { body: { term } }),
    create: async ({ name, user, image }) =>
      one("POST", routes.emojis(), await formWith(image, { emoji: JSON.stringify({ name, creator_id: user }) })),
    delete: (emoji) => done("DELETE", routes.emoji(emoji)),
    image: (emoji) => bytes(routes.emojiImage(emoji)),
  };
}
