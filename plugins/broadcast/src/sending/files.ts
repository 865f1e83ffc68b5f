/**
 * The files of a broadcast: each is downloaded once, and streamed again for every target, because a file belongs to one message only. Large
 * ones lie on the disk. Made for one run, and gone with it.
 */
import type { Rest } from "@matterwright/client";
import { Spool, type Spooled } from "../node/spool.ts";

interface Kept extends Spooled {
  readonly name: string;
}

export class Files {
  readonly #rest: Rest;
  readonly #spool = new Spool();
  readonly #kept = new Map<string, Promise<Kept>>();

  /** @param rest for what nobody waits for */
  constructor(rest: Rest) {
    this.#rest = rest;
  }

  /** Uploads the files once more, for a channel. Resolves with their new ids, in the same order. @throws CallError. */
  async uploadFor(channel: string, fileIds: readonly string[]): Promise<string[]> {
    const ids: string[] = [];
    for (const fileId of fileIds) {
      const file = await this.#here(fileId);
      const { name, size } = file;
      const info = await this.#rest.files.upload({ channel, name, size, content: file.read() });
      ids.push(info.id);
    }
    return ids;
  }

  /** Forgets them. */
  async close(): Promise<void> {
    await this.#spool.close();
  }

  /** A download that failed is tried again by the next who asks. */
  #here(fileId: string): Promise<Kept> {
    const known = this.#kept.get(fileId) ?? this.#download(fileId);
    this.#kept.set(fileId, known);
    known.catch(() => this.#kept.delete(fileId));
    return known;
  }

  async #download(fileId: string): Promise<Kept> {
    const { name } = await this.#rest.files.info(fileId);
    const spooled = await this.#spool.keep(fileId, await this.#rest.files.download(fileId));
    return { ...spooled, name };
  }
}
