/**
 * Faults of requests: what proxies, overloaded servers and bad lines answer in the server's place. A fault stands before everything
 * else, as a proxy does, and hits requests and upgrades of WebSockets alike. `sim.faults.requests` for tests.
 */
import type { Id } from "@matterwright/protocol";
import type { SimRequest, SimResponse } from "../http.ts";
import type { World } from "../world/world.ts";
import { type Aim, type Lasting, aimedAt } from "./aim.ts";

export interface RequestAim extends Aim {
  /** Method and path, either with `*` for anything: `"POST /api/v4/posts"`, `"* /api/v4/channels/*"`. By default every request. */
  readonly on?: string;
  /** How many requests are hit; 1 by default, `Infinity` until it is ended. */
  readonly times?: number;
}

/** A fault of requests, and how often it has hit. */
export interface RequestFault extends Lasting {
  readonly hits: number;
}

/** What is answered in the server's place, and whether the server does all the same what it is asked. */
export interface Instead {
  readonly answer: SimResponse;
  readonly commits: boolean;
}

interface Rule {
  readonly userId: Id | undefined;
  readonly method: RegExp;
  readonly path: RegExp;
  readonly instead: Instead;
  left: number;
  hits: number;
}

export class RequestFaults {
  readonly #world: World;
  readonly #whoAsks: (request: SimRequest) => Id | undefined;
  #rules: Rule[] = [];

  constructor(world: World, whoAsks: (request: SimRequest) => Id | undefined) {
    this.#world = world;
    this.#whoAsks = whoAsks;
  }

  /**
   * A proxy answers with this status and a page of its own; the server hears nothing of it.
   *
   * @example
   * sim.faults.requests.status(502, { on: "POST /api/v4/posts", times: 3 });
   */
  status(status: number, aim: RequestAim = {}): RequestFault {
    return this.#add(aim, page(status));
  }

  /** A page in place of JSON, as a login wall or a proxy sends it with a status that claims success. */
  html(aim: RequestAim = {}): RequestFault {
    return this.#add(aim, page(200));
  }

  /** 429, as the server's own limiter writes it, or with `headers: false` bare, as a proxy's may be. */
  limited({
    retryAfterSeconds = 1,
    headers = true,
    ...aim
  }: RequestAim & { readonly retryAfterSeconds?: number; readonly headers?: boolean } = {}): RequestFault {
    const told = {
      "X-Ratelimit-Limit": "1",
      "X-Ratelimit-Remaining": "0",
      "X-Ratelimit-Reset": String(retryAfterSeconds),
      "Retry-After": String(retryAfterSeconds),
    };
    return this.#add(aim, {
      status: 429,
      headers: { ...(headers ? told : {}), "Content-Type": "text/plain; charset=utf-8" },
      body: "limit exceeded\n",
    });
  }

  /** The server does what it is asked, and then a status of failure is answered: by default 500. */
  afterCommit({ status = 500, ...aim }: RequestAim & { readonly status?: number } = {}): RequestFault {
    return this.#add(aim, page(status), true);
  }

  /** The line is cut with RST: before the server hears of the request, or with `after: true` when it has done it. */
  cut({ after = false, ...aim }: RequestAim & { readonly after?: boolean } = {}): RequestFault {
    return this.#add(aim, lost("reset"), after);
  }

  /** The request is accepted and swallowed: nothing is ever answered. */
  swallow(aim: RequestAim = {}): RequestFault {
    return this.#add(aim, lost("never"));
  }

  /** What happens instead of an answer, if a fault hits this request. For the simulator. */
  of(request: SimRequest): Instead | undefined {
    if (this.#rules.length === 0) return undefined;
    const [path = ""] = request.target.split("?");
    const rule = this.#rules.find(
      ({ method, path: wanted, userId }) =>
        method.test(request.method) && wanted.test(path) && (userId === undefined || userId === this.#whoAsks(request)),
    );
    if (rule === undefined) return undefined;
    rule.hits++;
    if (--rule.left <= 0) this.#end(rule);
    return rule.instead;
  }

  #add({ on = "* *", times = 1, ...aim }: RequestAim, answer: SimResponse, commits = false): RequestFault {
    const [method, path, ...more] = on.split(" ");
    if (method === undefined || path === undefined || more.length > 0)
      throw new Error(`"${on}" is no method and path: write "POST /api/v4/posts", with * for anything`);
    if (!(times >= 1)) throw new Error(`a fault hits once at least, not ${times} times`);
    const userId = aimedAt(this.#world, aim);
    const rule = { userId, method: glob(method), path: glob(path), instead: { answer, commits }, left: times, hits: 0 };
    this.#rules.push(rule);
    return {
      get hits() {
        return rule.hits;
      },
      end: () => this.#end(rule),
    };
  }

  #end(ended: Rule): void {
    this.#rules = this.#rules.filter((rule) => rule !== ended);
  }
}

function glob(pattern: string): RegExp {
  const pieces = pattern.split("*").map((piece) => piece.replaceAll(/[.+?^${}()|[\]\\/]/g, String.raw`\$&`));
  return new RegExp(`^${pieces.join(".*")}$`);
}

function page(status: number): SimResponse {
  return {
    status,
    headers: { "Content-Type": "text/html; charset=utf-8", Server: "nginx" },
    body: `<html>\r\n<head><title>${status}</title></head>\r\n<body>\r\n<center><h1>${status}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`,
  };
}

/** No answer at all. */
export function lost(how: NonNullable<SimResponse["lost"]>): SimResponse {
  return { status: 0, headers: {}, body: "", lost: how };
}
