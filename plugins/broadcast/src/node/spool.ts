/**
 * Files that live as long as a run: written once, read as often as wanted. Small ones are held in memory, of which a post has ten at most; larger
 * ones lie on the disk. Nothing outside of a folder of its own is touched.
 */
import { createReadStream, createWriteStream } from "node:fs";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

/** For such a file the disk is not worth its while. */
const SMALL_BYTES = 262_144;

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
    const pieces: Uint8Array[] = [];
    let size = 0;
    const rest = content[Symbol.asyncIterator]();
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) {
      pieces.push(next.value);
      size += next.value.length;
      if (size > SMALL_BYTES) return this.#onDisk(name, joined(pieces, rest));
    }
    return { size, read: () => Readable.from(pieces) as AsyncIterable<Uint8Array> };
  }

  async close(): Promise<void> {
    if (this.#folder === undefined) return;
    await rm(await this.#folder, { recursive: true, force: true });
    this.#folder = undefined;
  }

  async #onDisk(name: string, content: AsyncIterable<Uint8Array>): Promise<Spooled> {
    this.#folder ??= mkdtemp(join(tmpdir(), "matterwright-broadcast-"));
    const path = join(await this.#folder, name);
    await pipeline(Readable.from(content), createWriteStream(path, { mode: 0o600 }));
    const { size } = await stat(path);
    return { size, read: () => createReadStream(path) as AsyncIterable<Uint8Array> };
  }
}

/** What was read already, and what follows it. */
async function* joined(read: readonly Uint8Array[], rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* read;
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}
