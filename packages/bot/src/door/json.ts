/** Answers in JSON. What they say is kept beside them, so that a server for Node need not read it out of the stream again. */

const texts = new WeakMap<Response, string>();

export function json(value: unknown, status = 200): Response {
  const text = JSON.stringify(value);
  const response = new Response(text, { status, headers: { "content-type": "application/json" } });
  texts.set(response, text);
  return response;
}

/** The whole body of an answer that was made here; nothing of any other. */
export function textOf(response: Response): string | undefined {
  return texts.get(response);
}
