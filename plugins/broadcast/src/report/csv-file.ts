/** A table as bytes, made line by line: a hundred thousand lines take their own length and no more. Used by the report. */
const ENCODED_AT_ONCE = 500;
/** A table that is longer is sent piece by piece; a shorter one can be sent again when the server refuses it for a moment. */
const WHOLE_MOST_BYTES = 1_000_000;

export class CsvFile {
  readonly #pieces: Uint8Array[] = [];
  #lines: string[] = [];
  #size = 0;

  add(line: string): void {
    this.#lines.push(line);
    if (this.#lines.length >= ENCODED_AT_ONCE) this.#encode();
  }

  /** What is uploaded, with its size in bytes. */
  get content(): { readonly content: Uint8Array | AsyncIterable<Uint8Array>; readonly size: number } {
    this.#encode();
    const size = this.#size;
    return { size, content: size <= WHOLE_MOST_BYTES ? this.#whole() : this.#streamed() };
  }

  #encode(): void {
    const piece = new TextEncoder().encode(this.#lines.join(""));
    this.#lines = [];
    this.#size += piece.byteLength;
    this.#pieces.push(piece);
  }

  #whole(): Uint8Array {
    const whole = new Uint8Array(this.#size);
    let at = 0;
    for (const piece of this.#pieces) {
      whole.set(piece, at);
      at += piece.byteLength;
    }
    return whole;
  }

  async *#streamed(): AsyncGenerator<Uint8Array> {
    for (const piece of this.#pieces) yield piece;
  }
}
