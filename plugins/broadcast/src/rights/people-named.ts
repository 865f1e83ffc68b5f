/**
 * People who were named in the configuration or in `channels.toml`. A name is looked up once and then means that person, so that nobody
 * gets rights by taking over a name. Called by the rights alone.
 */
import { NotFoundError } from "@matterwright/client";
import { type Log, type People, errorFacts } from "matterwright";

const ID = /^[a-z0-9]{26}$/;

export class PeopleNamed {
  readonly #people: Pick<People, "userNamed">;
  readonly #log: Log;
  readonly #ids = new Map<string, string>();
  readonly #told = new Set<string>();

  constructor(people: Pick<People, "userNamed">, log: Log) {
    this.#people = people;
    this.#log = log;
  }

  /** Whether a person is among those named. `*` names everybody. Who cannot be looked up is nobody. */
  async has(names: readonly string[], userId: string): Promise<boolean> {
    if (names.includes("*")) return true;
    for (const name of names) if ((await this.id(name)) === userId) return true;
    return false;
  }

  /** The id of somebody who was named, nothing where nobody has the name. Never rejects. */
  async id(name: string): Promise<string | undefined> {
    const bare = name.trim().replace(/^@/, "").toLowerCase();
    if (ID.test(bare)) return bare;
    const known = this.#ids.get(bare);
    if (known !== undefined || bare === "" || bare === "*") return known;
    try {
      const { id } = await this.#people.userNamed(bare);
      this.#ids.set(bare, id);
      return id;
    } catch (error) {
      if (!this.#told.has(bare)) {
        this.#told.add(bare);
        if (error instanceof NotFoundError)
          this.#log.warn({ name: bare }, "nobody has this name, and so no rights by it");
        else this.#log.warn({ name: bare, error: errorFacts(error) }, "somebody's rights cannot be found out");
      }
      return undefined;
    }
  }
}
