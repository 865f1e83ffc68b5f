/** Files on the disk that live as long as a run: written once, read as often as wanted. Nothing outside of a folder of its own is touched. */
import { createReadStream, createWriteStream } from "node:fs";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

export interface Spooled {
  /** In bytes. */
  readonly size: number;
  /** The content from its beginning, piece by piece. */
  read(): AsyncIterable<Uint8Array>;
}

export class Spool {
  #folder: Promise<string> | undefined;

  /** @param name letters and digits */
  async keep(name: string, content: AsyncIterable<Uint8Array>): Promise<Spooled> {
    this.#folder ??= mkdtemp(join(tmpdir(), "matterwright-broadcast-"));
    const path = join(await this.#folder, name);
    await pipeline(Readable.from(content), createWriteStream(path, { mode: 0o600 }));
    const { size } = await stat(path);
    return { size, read: () => createReadStream(path) as AsyncIterable<Uint8Array> };
  }

  async close(): Promise<void> {
    if (this.#folder === undefined) return;
    await rm(await this.#folder, { recursive: true, force: true });
    this.#folder = undefined;
  }
}
