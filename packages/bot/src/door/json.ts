/**
 * Answers in JSON. To make a `Response` with a body costs as much as all the rest of a call, so these are only their text at first. Our own
 * server for Node writes that; for anybody else, and for whoever looks into one, it becomes a whole `Response`.
 */

const JSON_TYPE = "application/json";

/** Looks like a `Response` in everything, and is none before it has to be. Made by `json`. */
export interface ShortResponse extends Response {
  /** The whole body. */
  readonly said: string;
}

type Short = ShortResponse & Text;

class Text {
  readonly said: string;
  readonly status: number;
  fields: Headers | undefined = undefined;
  made: Response | undefined = undefined;

  constructor(said: string, status: number) {
    this.said = said;
    this.status = status;
  }
}

const { prototype } = Text;
Object.setPrototypeOf(prototype, Response.prototype);
const define = (name: string, get: (short: Short) => unknown): void =>
  void Object.defineProperty(prototype, name, {
    get(this: Short) {
      return get(this);
    },
  });
define("headers", (short) => (short.fields ??= new Headers({ "content-type": JSON_TYPE })));
for (const name of ["body", "bodyUsed", "ok", "redirected", "statusText", "type", "url"] as const)
  define(name, (short) => whole(short)[name]);
for (const name of ["arrayBuffer", "blob", "bytes", "clone", "formData", "json", "text"] as const)
  Object.defineProperty(prototype, name, {
    value(this: Short): unknown {
      return whole(this)[name]();
    },
  });

/** The same with its body in it. */
function whole(short: Short): Response {
  return (short.made ??= new Response(short.said, { status: short.status, headers: short.headers }));
}

export function json(value: unknown, status = 200): Response {
  return new Text(JSON.stringify(value), status) as unknown as ShortResponse;
}

export function isShort(answer: Response): answer is ShortResponse {
  return (answer as unknown) instanceof Text;
}

/** What stands before the body, as Node writes it. */
export function fieldsOf(answer: ShortResponse): Record<string, string> {
  const { fields } = answer as Short;
  return fields === undefined ? { "content-type": JSON_TYPE } : Object.fromEntries(fields);
}

/** What a server that writes short answers itself tells the door beside a request. */
export interface TakesShort {
  readonly takesShort: true;
}

/** An answer as whoever asked takes it. */
export function asTaken(answer: Response, beside: unknown): Response {
  const takesShort = (beside as Partial<TakesShort> | undefined)?.takesShort === true;
  return isShort(answer) && !takesShort ? whole(answer as Short) : answer;
}
