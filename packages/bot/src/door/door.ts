/**
 * The bot's HTTP door: takes a standard `Request`, finds the route behind its path, reads the body within bounds, and always answers.
 * It verifies nobody, which is each route's own business, and it opens no port.
 */
import { type Clock, within } from "@matterwright/clock";
import { MisuseError } from "../errors.ts";
import { type Log, errorFacts } from "../log.ts";
import { bodyOf } from "./body.ts";
import { type IsTrusted, callerOf, peerOf, trusting } from "./caller.ts";
import { json } from "./json.ts";
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
    const url = new URL(request.url);
    const method = request.method === "HEAD" ? "GET" : request.method;
    const route = url.pathname.startsWith(this.#arrival)
      ? this.#routes.get(`${method} ${url.pathname.slice(this.#arrival.length)}`)
      : undefined;
    if (route === undefined) return problem(404, "there is nothing here");
    if (!this.#isOpen && route.isAlwaysOpen !== true) return problem(503, "the bot is not running");
    try {
      let answer: Response | undefined;
      const progress = { isRead: false };
      const from = callerOf(peerOf(beside), request.headers.get("x-forwarded-for"), this.#isTrusted);
      const answering = this.#answer(request, route, { url, from, progress }).then((made) => (answer = made));
      await within(this.#options.clock, route.timeoutMs ?? TIMEOUT_MS, answering);
      if (answer !== undefined) return answer;
      return progress.isRead ? problem(503, "that took too long") : problem(408, "the body did not come in time");
    } catch (error) {
      this.#options.log.error({ path: route.path, error: errorFacts(error) }, "a call from outside failed");
      return problem(500, "something went wrong here");
    }
  }

  async #answer(request: Request, route: Route, { progress, ...known }: Known): Promise<Response> {
    const { bodyMaxBytes = BODY_MAX_BYTES } = route;
    const body = await bodyOf(request, bodyMaxBytes);
    progress.isRead = true;
    if (body === undefined) return problem(413, `more than ${bodyMaxBytes} bytes are not taken here`);
    const { method, headers } = request;
    return route.handle({ ...known, method, headers, body, text: () => new TextDecoder().decode(body) });
  }
}

/** What is known of a call before its body, and whether that was read. */
interface Known extends Pick<DoorCall, "url" | "from"> {
  readonly progress: { isRead: boolean };
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
