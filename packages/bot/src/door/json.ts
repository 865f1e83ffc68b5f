/**
 * Answers in JSON. To make a `Response` with a body costs as much as all the rest of a call, so these keep their text beside an empty one.
 * Our own server for Node writes the text; for anybody else, and for whoever looks into one, it becomes a whole `Response`.
 */

const JSON_TYPE = "application/json";

export class ShortResponse extends Response {
  /** The whole body. */
  readonly said: string;
  #headers: Headers | undefined;
  #whole: Response | undefined;

  constructor(said: string, status: number) {
    super(null, { status });
    this.said = said;
  }

  /** What stands before the body. */
  fields(): Headers {
    return (this.#headers ??= new Headers({ "content-type": JSON_TYPE }));
  }

  /** The same, as Node writes it. */
  written(): Record<string, string> {
    return this.#headers === undefined ? { "content-type": JSON_TYPE } : Object.fromEntries(this.#headers);
  }

  /** The same with its body in it. */
  whole(): Response {
    return (this.#whole ??= new Response(this.said, { status: this.status, headers: this.fields() }));
  }
}

// Whatever of a `Response` is about its body. Its types do not let a class say so.
const { prototype } = ShortResponse;
Object.defineProperty(prototype, "headers", {
  get(this: ShortResponse) {
    return this.fields();
  },
});
for (const name of ["body", "bodyUsed"] as const)
  Object.defineProperty(prototype, name, {
    get(this: ShortResponse) {
      return this.whole()[name];
    },
  });
for (const name of ["arrayBuffer", "blob", "bytes", "clone", "formData", "json", "text"] as const)
  Object.defineProperty(prototype, name, {
    value(this: ShortResponse): unknown {
      return this.whole()[name]();
    },
  });

export function json(value: unknown, status = 200): Response {
  return new ShortResponse(JSON.stringify(value), status);
}

/** What a server that writes short answers itself tells the door beside a request. */
export interface TakesShort {
  readonly takesShort: true;
}

/** An answer as whoever asked takes it. */
export function asTaken(answer: Response, beside: unknown): Response {
  const isShort = answer instanceof ShortResponse;
  return isShort && (beside as Partial<TakesShort> | undefined)?.takesShort !== true ? answer.whole() : answer;
}
