/** Reads `multipart/form-data`. */
export interface Multipart {
  readonly fields: ReadonlyMap<string, readonly string[]>;
  readonly files: readonly { readonly field: string; readonly filename: string; readonly content: Uint8Array }[];
}

/** The parts of a body, or nothing when it is not what its content type says. */
export function readMultipart(body: Uint8Array, contentType: string): Multipart | undefined {
  const boundary = /boundary=(?:"([^"]+)"|([^;]+))/i.exec(contentType);
  if (boundary === null) return undefined;
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const mark = Buffer.from(`--${boundary[1] ?? boundary[2]?.trim() ?? ""}`);
  const fields = new Map<string, string[]>();
  const files: Multipart["files"][number][] = [];
  let at = bytes.indexOf(mark);
  if (at < 0) return undefined;
  for (;;) {
    const start = at + mark.length;
    if (bytes.subarray(start, start + 2).toString() === "--") return { fields, files };
    const next = bytes.indexOf(mark, start);
    const headEnd = bytes.indexOf("\r\n\r\n", start);
    if (next < 0 || headEnd < 0 || headEnd > next) return undefined;
    const head = bytes.subarray(start, headEnd).toString();
    // The line break before the next mark belongs to the mark.
    const content = bytes.subarray(headEnd + 4, next - 2);
    const field = /[; ]name="([^"]*)"/i.exec(head)?.[1] ?? "";
    const filename = /filename="([^"]*)"/i.exec(head)?.[1];
    if (filename === undefined) fields.set(field, [...(fields.get(field) ?? []), content.toString()]);
    else files.push({ field, filename, content: new Uint8Array(content) });
    at = next;
  }
}
