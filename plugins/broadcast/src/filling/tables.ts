/** Tables that authors sent as CSV files: fetched when an announcement is looked at, and remembered for the next look. */
import type { Rest } from "@matterwright/client";
import { UserError } from "matterwright";
import { type Table, tableOf } from "./table.ts";

const LARGEST_BYTES = 2_000_000;
/** An author looks at the same announcement several times. */
const REMEMBERED = 8;

export class Tables {
  readonly #rest: Rest;
  readonly #known = new Map<string, Table>();

  constructor(rest: Rest) {
    this.#rest = rest;
  }

  /** The first of these files that is a table, by its name. @throws CallError. */
  async among(fileIds: readonly string[]): Promise<string | undefined> {
    for (const id of fileIds) {
      const { name } = await this.#rest.files.info(id);
      if (name.toLowerCase().endsWith(".csv")) return id;
    }
    return undefined;
  }

  /** @throws UserError for a table that cannot be used; CallError. */
  async read(fileId: string): Promise<Table> {
    const known = this.#known.get(fileId) ?? (await this.#fetched(fileId));
    this.#known.delete(fileId);
    this.#known.set(fileId, known);
    for (const oldest of [...this.#known.keys()].slice(0, -REMEMBERED)) this.#known.delete(oldest);
    return known;
  }

  async #fetched(fileId: string): Promise<Table> {
    const { name, size } = await this.#rest.files.info(fileId);
    if (size > LARGEST_BYTES) throw new UserError(`**${name}** is too large for a table of targets.`);
    const pieces: Uint8Array[] = [];
    for await (const piece of await this.#rest.files.download(fileId)) pieces.push(piece);
    return tableOf(name, new TextDecoder().decode(Buffer.concat(pieces)));
  }
}
