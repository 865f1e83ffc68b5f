/** The end of a stream, however long the stream is. Called with what a program writes to standard error. */

export class Tail {
  readonly #mostBytes: number;
  #pieces: Uint8Array[] = [];
  #kept = 0;
  #dropped = 0;

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  /** Bytes that came, kept or not. */
  get bytes(): number {
    return this.#kept + this.#dropped;
  }

  push(piece: Uint8Array): void {
    // A copy: the piece may be a view of something much larger.
    const own = Uint8Array.from(piece.subarray(Math.max(0, piece.length - this.#mostBytes)));
    this.#dropped += piece.length - own.length;
    this.#pieces.push(own);
    this.#kept += own.length;
    while (this.#kept - (this.#pieces[0]?.length ?? 0) >= this.#mostBytes) {
      const first = this.#pieces.shift()?.length ?? 0;
      this.#kept -= first;
      this.#dropped += first;
    }
  }

  /** The end as text, from the beginning of a line where something was left out before it. */
  text(): string {
    const whole = Buffer.concat(this.#pieces);
    const cut = Math.max(0, whole.length - this.#mostBytes);
    const text = new TextDecoder().decode(whole.subarray(cut));
    if (this.#dropped + cut === 0) return text;
    const line = text.indexOf("\n");
    return `…\n${line >= 0 && line < text.length - 1 ? text.slice(line + 1) : text}`;
  }
}
