/** Reads the body of a request, no more than is allowed. Called by the door. */

/** @returns nothing when it is too large. */
export async function bodyOf(request: Request, maxBytes: number): Promise<Uint8Array | undefined> {
  const length = request.headers.get("content-length");
  if (length !== null && !(Number(length) <= maxBytes)) return undefined;
  // Who says how long it is, is held to that by HTTP itself; to read it at once is several times as fast.
  if (length !== null) return within(new Uint8Array(await request.arrayBuffer()), maxBytes);
  if (request.body === null) return new Uint8Array();
  const pieces: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop cancels the body: nobody has to send the rest.
  for await (const piece of request.body as ReadableStream<Uint8Array>) {
    size += piece.byteLength;
    if (size > maxBytes) return undefined;
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

function within(body: Uint8Array, maxBytes: number): Uint8Array | undefined {
  return body.byteLength > maxBytes ? undefined : body;
}
