/**
 * The bot's HTTP door: takes a standard `Request`, finds the route behind its path, reads the body within bounds, and always answers.
 * It verifies nobody, which is each route's own business, and it opens no port.
 */
import { type Clock, within } from "@matterwright/clock";
import { MisuseError } from "../errors.ts";
import { type Log, errorFacts } from "../log.ts";
import { bodyOf } from "./body.ts";
import type { Route } from "./route.ts";

const BODY_MAX_BYTES = 1_048_576;
const TIMEOUT_MS = 30_000;

export interface DoorOptions {
  /** Where the server reaches the door; its path is what all routes begin with. */
  readonly url: string | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

export class Door {
  readonly #options: DoorOptions;
  readonly #base: string;
  readonly #routes = new Map<string, Route>();
  #isOpen = false;

  /** @throws MisuseError when the address is none. */
  constructor(options: DoorOptions) {
    this.#options = options;
    this.#base = options.url === undefined ? "" : pathOf(options.url);
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

  /** Answers a request, whatever it is. Never rejects. */
  async fetch(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const route = url.pathname.startsWith(this.#base)
      ? this.#routes.get(`${request.method} ${url.pathname.slice(this.#base.length)}`)
      : undefined;
    if (route === undefined) return problem(404, "there is nothing here");
    if (!this.#isOpen) return problem(503, "the bot is not running");
    try {
      let answer: Response | undefined;
      const answering = this.#answer(request, url, route).then((made) => (answer = made));
      await within(this.#options.clock, route.timeoutMs ?? TIMEOUT_MS, answering);
      return answer ?? problem(503, "that took too long");
    } catch (error) {
      this.#options.log.error({ path: route.path, error: errorFacts(error) }, "a call from outside failed");
      return problem(500, "something went wrong here");
    }
  }

  async #answer(request: Request, url: URL, route: Route): Promise<Response> {
    const { bodyMaxBytes = BODY_MAX_BYTES } = route;
    const body = await bodyOf(request, bodyMaxBytes);
    if (body === undefined) return problem(413, `more than ${bodyMaxBytes} bytes are not taken here`);
    const { method, headers } = request;
    return route.handle({ method, url, headers, body, text: () => new TextDecoder().decode(body) });
  }
}

/** An answer for a caller that did something wrong, in words. */
export function problem(status: number, error: string): Response {
  return Response.json({ error }, { status });
}

function pathOf(url: string): string {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw new MisuseError(`callbackUrl is "${url}", which is no address: write https://bot.example.com or so`);
  return new URL(url).pathname.replace(/\/+$/, "");
}

function checked(path: string): string {
  if (/^(?:\/[\w.~-]+)+$/.test(path) && !/\/\.\.?(?:\/|$)/.test(path)) return path;
  throw new MisuseError(`"${path}" is no path: begin it with / and use letters, digits, "-", "_", "." and "~"`);
}
