/** Who administers the bot. Names are resolved to ids once, so that nobody gets rights by taking over a name. */
import type { Rest } from "@matterwright/client";
import { type Id, isId } from "@matterwright/protocol";
import type { Author } from "../update/update.ts";

export class Administrators {
  readonly #ids = new Set<Id>();
  readonly #names: ReadonlySet<string>;

  /** @param given usernames, with or without `@`, or ids of users. */
  constructor(given: readonly string[]) {
    const cleaned = given.map((name) => name.trim()).filter((name) => name !== "");
    for (const name of cleaned) if (isId(name)) this.#ids.add(name);
    this.#names = new Set(cleaned.map((name) => name.replace(/^@/, "").toLowerCase()).filter((name) => !isId(name)));
  }

  /** Looks the names up. Returns those that nobody has: they get no rights. */
  async resolve(rest: Rest): Promise<string[]> {
    if (this.#names.size === 0) return [];
    const users = await rest.users.byUsernames([...this.#names]);
    for (const user of users) this.#ids.add(user.id);
    const found = new Set(users.map((user) => user.username));
    return [...this.#names].filter((name) => !found.has(name));
  }

  /** Those that are known by now. */
  get ids(): readonly Id[] {
    return [...this.#ids];
  }

  /** By id only. */
  has(user: Author): boolean {
    return this.#ids.has(user.id);
  }
}
