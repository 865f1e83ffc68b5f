/**
 * What the parts of `api/` ask with: a requester whose answers have been looked at. A list is a list, an object is an object, and a path
 * names what it is about; anything else is an error that says so. Made once for a client by `rest.ts`.
 */
import { type Call, ConfigurationError, ProtocolError, shownRoute } from "../errors.ts";
import type { HttpResponse } from "../transport.ts";
import { type CallOptions, type Query, type Requester, brokenOff } from "./request.ts";
import { type PagesOptions, pagesOf } from "./pages.ts";

export interface Calls extends Requester {
  /** The object that is answered. @throws ProtocolError when it is none. */
  readonly one: <Shape extends object>(method: string, path: string, options?: CallOptions) => Promise<Shape>;
  /** The list that is answered; `null`, as the server says for some empty ones, is empty. @throws ProtocolError when it is none. */
  readonly list: <Item>(method: string, path: string, options?: CallOptions) => Promise<Item[]>;
  /** For calls whose answer says nothing but that it was done. */
  readonly done: (method: string, path: string, options?: CallOptions) => Promise<void>;
  /** The body as it is. */
  readonly text: (method: string, path: string, options?: CallOptions) => Promise<string>;
  /** The body as it comes, piece by piece. A break in the middle becomes an error that names the call. */
  readonly bytes: (path: string, options?: CallOptions) => Promise<AsyncIterable<Uint8Array>>;
  /** Every item of a list that comes in pages, one page in memory at a time. */
  readonly pages: <Item>(path: string, query?: Query, options?: PagesOptions) => AsyncIterable<Item>;
}

/** The same requester with looks at what is asked and what is answered. */
export function callsOf(requester: Requester): Calls {
  const json: Requester["json"] = async (method, path, options) =>
    requester.json(method, checkedPath(method, path), options);
  const raw: Requester["raw"] = async (method, path, options) =>
    requester.raw(method, checkedPath(method, path), options);
  const list: Calls["list"] = async <Item>(method: string, path: string, options?: CallOptions) =>
    listIn<Item>(callOf(method, path), await json(method, path, options));
  return {
    json,
    raw,
    list,
    async one<Shape extends object>(method: string, path: string, options?: CallOptions) {
      const answer: unknown = await json(method, path, options);
      if (typeof answer === "object" && answer !== null && !Array.isArray(answer)) return answer as Shape;
      throw otherThan("an object", callOf(method, path));
    },
    done: async (method, path, options) => void (await json(method, path, options)),
    async text(method, path, options) {
      const response = await raw(method, path, options);
      return response.text().catch((error: unknown) => {
        throw brokenOff(callOf(method, path), response.status, error);
      });
    },
    bytes: async (path, options) => unbroken(await raw("GET", path, options), callOf("GET", path)),
    pages: <Item>(path: string, query: Query = {}, options: PagesOptions = {}) =>
      pagesOf(callOf("GET", path), options, (page) => list<Item>("GET", path, { query: { ...query, ...page } })),
  };
}

/** A call without its query. */
export function callOf(method: string, path: string): Call {
  return { method, route: shownRoute(path) };
}

/** An answer that has to be a list. `null` is an empty one. @throws ProtocolError. */
export function listIn<Item>(call: Call, answer: unknown): Item[] {
  if (answer === null) return [];
  if (Array.isArray(answer)) return answer as Item[];
  throw otherThan("a list", call);
}

/** An answer is JSON, but not what Mattermost says here. */
export function otherThan(expected: string, call: Call, cause?: unknown): ProtocolError {
  const hint = "Something else answers at this address, or the server is of a version that this client does not know";
  const failure = { call, reason: `answered with something else than ${expected}`, hint };
  return new ProtocolError(failure, cause === undefined ? {} : { cause });
}

/** Neither an empty id nor dots may lead to another route than the one that was meant. @throws ConfigurationError. */
function checkedPath(method: string, path: string): string {
  const parts = path.split(/[?#]/)[0]?.split("/").slice(1) ?? [];
  if (path.startsWith("/") && parts.every((part) => part !== "" && !/^(?:\.|%2e){1,2}$/i.test(part))) return path;
  throw new ConfigurationError(`${method} ${path}: a part of this path is empty or dots: an id or a name is missing`);
}

/** What a text says in JSON. @throws ProtocolError when it is none. */
export function jsonIn(call: Call, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw otherThan("JSON", call);
  }
}

async function* unbroken(response: HttpResponse, call: Call): AsyncGenerator<Uint8Array> {
  try {
    yield* response.bytes();
  } catch (error) {
    throw brokenOff(call, response.status, error);
  }
}
