/** Which function answers a request. Ids in a path are letters and digits, as the server's own router has it. */
import type { SimResponse } from "../http.ts";
import type { Call } from "./call.ts";

/** What a route answers: a body to write as JSON, or a whole answer. */
export type Answer =
  | { readonly status?: number; readonly json: unknown; readonly headers?: SimResponse["headers"] }
  | SimResponse;
export type Handler = (call: Call) => Answer | Promise<Answer>;

export interface RouteOptions {
  /** Answers without a session too. */
  readonly open?: boolean;
  /** Carries files: limited by the size of a file, not of a request. */
  readonly files?: boolean;
}

export interface Route {
  readonly method: string;
  readonly handler: Handler;
  readonly options: RouteOptions;
  readonly names: readonly string[];
  readonly pattern: RegExp;
}

/** Kinds of path segments that are not plain ids. */
const KINDS: Readonly<Record<string, string>> = {
  username: "[A-Za-z0-9._-]+",
  channel_name: "[A-Za-z0-9_-]+",
  team_name: "[A-Za-z0-9_-]+",
  emoji_name: "[A-Za-z0-9_+-]+",
  email: "[^/]+",
  category: "[A-Za-z0-9_.-]+",
  preference_name: "[A-Za-z0-9_.-]+",
  role_name: "[a-z0-9_]+",
};

/** Routes by method and number of segments, so that finding one does not get slower with their number. */
export class Router {
  readonly #routes = new Map<string, Route[]>();

  /** Adds a route: `"GET /api/v4/posts/{post_id}"`. Of two that fit, the one added first answers. */
  add(what: string, handler: Handler, options: RouteOptions = {}): void {
    const [method = "", path = ""] = what.split(" ");
    const names: string[] = [];
    const source = path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => {
      names.push(name);
      return `(${KINDS[name] ?? "[A-Za-z0-9]+"})`;
    });
    const route: Route = { method, handler, options, names, pattern: new RegExp(`^${source}$`) };
    const key = keyOf(method, path);
    const routes = this.#routes.get(key);
    if (routes === undefined) this.#routes.set(key, [route]);
    else routes.push(route);
  }

  find(
    method: string,
    path: string,
  ): { readonly route: Route; readonly params: Readonly<Record<string, string>> } | undefined {
    for (const route of this.#routes.get(keyOf(method, path)) ?? []) {
      const match = route.pattern.exec(path);
      if (match === null) continue;
      return {
        route,
        params: Object.fromEntries(
          route.names.map((name, index) => [name, decodeURIComponent(match[index + 1] ?? "")]),
        ),
      };
    }
    return undefined;
  }
}

function keyOf(method: string, path: string): string {
  return `${method} ${path.split("/").length}`;
}
