/**
 * The bot's HTTP door: takes a standard `Request`, finds the route behind its path, reads the body within bounds, and always answers.
 * It verifies nobody, which is each route's own business, and it opens no port.
 */
import { type Clock, within } from "@matterwright/clock";
import { MisuseError } from "../errors.ts";
import { type Log, errorFacts } from "../log/log.ts";
import { bodyOf } from "./body.ts";
import { type IsTrusted, callerOf, peerOf, trusting } from "./caller.ts";
import { asTaken, json } from "./json.ts";
import type { DoorCall, Route } from "./route.ts";

const BODY_MAX_BYTES = 1_048_576;
const TIMEOUT_MS = 30_000;

export interface DoorOptions {
  /** Where the server reaches the door; its path is what all routes begin with. */
  readonly url: string | undefined;
  /** The path that calls arrive at, where a proxy before the bot changes it. */
  readonly path?: string | undefined;
  /** Addresses and ranges of proxies whose word about who called is taken. */
  readonly trustedProxies?: readonly string[] | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

export class Door {
  readonly #options: DoorOptions;
  /** What the paths begin with as the server knows them, and as calls arrive. */
  readonly #base: string;
  readonly #arrival: string;
  readonly #isTrusted: IsTrusted;
  readonly #routes = new Map<string, Route>();
  #isOpen = false;

  /** @throws MisuseError when the address is none. */
  constructor(options: DoorOptions) {
    this.#options = options;
    this.#base = options.url === undefined ? "" : pathOf(options.url);
    this.#arrival = options.path === undefined ? this.#base : basePath(options.path);
    this.#isTrusted = trusting(options.trustedProxies ?? []);
  }

  /** The whole address of a path, for the server to call. Nothing when the bot was not told where it is reached. */
  urlOf(path: string): string | undefined {
    const { url } = this.#options;
    return url === undefined ? undefined : new URL(this.#base + path, url).href;
  }

  /** @returns what takes it back. @throws MisuseError when the path is none, or taken. */
  add(route: Route): () => void {
    const key = `${route.method ?? "POST"} ${checked(route.path)}`;
    if (this.#routes.has(key)) throw new MisuseError(`somebody answers ${key} already: choose another path`);
    this.#routes.set(key, route);
    return () => void this.#routes.delete(key);
  }

  open(): void {
    this.#isOpen = true;
  }

  close(): void {
    this.#isOpen = false;
  }

  /**
   * Answers a request, whatever it is. Never rejects.
   *
   * @param beside what the server knows besides, such as who holds the connection
   */
  async fetch(request: Request, beside?: unknown): Promise<Response> {
    return asTaken(await this.#take(request, beside), beside);
  }

  async #take(request: Request, beside: unknown): Promise<Response> {
    const method = request.method === "HEAD" ? "GET" : request.method;
    const path = pathIn(request.url);
    const route = path.startsWith(this.#arrival)
      ? this.#routes.get(`${method} ${path.slice(this.#arrival.length)}`)
      : undefined;
    if (route === undefined) return problem(404, "there is nothing here");
    if (!this.#isOpen && route.isAlwaysOpen !== true) return problem(503, "the bot is not running");
    try {
      let answer: Response | undefined;
      const progress = { isRead: false };
      const answering = this.#answer(request, route, { beside, progress }).then((made) => (answer = made));
      await within(this.#options.clock, route.timeoutMs ?? TIMEOUT_MS, answering);
      if (answer !== undefined) return answer;
      return progress.isRead ? problem(503, "that took too long") : problem(408, "the body did not come in time");
    } catch (error) {
      this.#options.log.error({ path: route.path, error: errorFacts(error) }, "a call from outside failed");
      return problem(500, "something went wrong here");
    }
  }

  async #answer(request: Request, route: Route, { beside, progress }: Known): Promise<Response> {
    const { bodyMaxBytes = BODY_MAX_BYTES } = route;
    const body = await bodyOf(request, bodyMaxBytes);
    progress.isRead = true;
    if (body === undefined) return problem(413, `more than ${bodyMaxBytes} bytes are not taken here`);
    return route.handle(new Call(request, body, () => this.#from(request, beside)));
  }

  #from(request: Request, beside: unknown): string {
    return callerOf(peerOf(beside), request.headers.get("x-forwarded-for"), this.#isTrusted);
  }
}

/** What is known of a call besides the request, and whether its body was read. */
interface Known {
  readonly beside: unknown;
  readonly progress: { isRead: boolean };
}

/** Few routes want to know everything, so it is made when it is asked for. */
class Call implements DoorCall {
  readonly #request: Request;
  readonly #from: () => string;
  readonly body: Uint8Array;

  constructor(request: Request, body: Uint8Array, from: () => string) {
    this.#request = request;
    this.body = body;
    this.#from = from;
  }

  get method(): string {
    return this.#request.method;
  }

  get url(): URL {
    return new URL(this.#request.url);
  }

  get headers(): Headers {
    return this.#request.headers;
  }

  get from(): string {
    return this.#from();
  }

  readonly text = (): string => UTF8.decode(this.body);
}

const UTF8 = new TextDecoder();

/** The path of a whole address. */
function pathIn(url: string): string {
  const start = url.indexOf("/", url.indexOf("//") + 2);
  const end = url.slice(start).search(/[?#]/);
  return end < 0 ? url.slice(start) : url.slice(start, start + end);
}

/** An answer for a caller that did something wrong, in words. */
export function problem(status: number, error: string): Response {
  return json({ error }, status);
}

function pathOf(url: string): string {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw new MisuseError(`callbackUrl is "${url}", which is no address: write https://bot.example.com or so`);
  return new URL(url).pathname.replace(/\/+$/, "");
}

function basePath(path: string): string {
  const trimmed = path.replace(/\/+$/, "");
  return trimmed === "" ? "" : checked(trimmed);
}

function checked(path: string): string {
  if (/^(?:\/[\w.~-]+)+$/.test(path) && !/\/\.\.?(?:\/|$)/.test(path)) return path;
  throw new MisuseError(`"${path}" is no path: begin it with / and use letters, digits, "-", "_", "." and "~"`);
}
