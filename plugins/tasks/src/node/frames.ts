/** Values on a stream of bytes, each with its length before it: what a module asks its bot, and what it is answered. Used by both sides. */
import { deserialize, serialize } from "node:v8";

const HEAD_BYTES = 4;

/** A value as bytes. @throws Error for what cannot be copied. */
export function frame(value: unknown): Uint8Array {
  const body = serialize(value);
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt32LE(body.length);
  return Buffer.concat([head, body]);
}

/** Reads one value, and waits for it. @param read fills some bytes, and says how many at least one were */
export function readFrame(read: (bytes: Uint8Array) => number): unknown {
  const take = (count: number): Buffer => {
    const bytes = Buffer.alloc(count);
    for (let filled = 0; filled < count;) filled += read(bytes.subarray(filled));
    return bytes;
  };
  return deserialize(take(take(HEAD_BYTES).readUInt32LE(0)));
}

/** Puts pieces together as they come. */
export class Frames {
  #rest: Buffer = Buffer.alloc(0);

  /** The values that are whole by now. */
  push(piece: Uint8Array): unknown[] {
    this.#rest = Buffer.concat([this.#rest, piece]);
    const values: unknown[] = [];
    while (this.#rest.length >= HEAD_BYTES) {
      const end = HEAD_BYTES + this.#rest.readUInt32LE(0);
      if (this.#rest.length < end) break;
      values.push(deserialize(this.#rest.subarray(HEAD_BYTES, end)));
      this.#rest = this.#rest.subarray(end);
    }
    return values;
  }
}
