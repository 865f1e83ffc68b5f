/** Answers that no route gives: to what is not there, too long or limited. Asked by the simulator alone. */
import { ErrorId, type Id } from "@matterwright/protocol";
import type { SimResponse } from "./http.ts";
import { goJson } from "./json.ts";
import type { RateVerdict } from "./rest/rate-limit.ts";

/** Two draws answer with every header twice. */
export function both(one: RateVerdict, other: RateVerdict): RateVerdict {
  const names = Object.keys({ ...one.headers, ...other.headers });
  const headers = Object.fromEntries(
    names.map((name) => [name, [one.headers[name] ?? [], other.headers[name] ?? []].flat()]),
  );
  return { limited: other.limited, headers };
}

export function withHeaders(response: SimResponse, more: RateVerdict["headers"] | undefined): SimResponse {
  return more === undefined ? response : { ...response, headers: { ...response.headers, ...more } };
}

export function notFoundRoute(path: string): SimResponse {
  const detail = `There doesn't appear to be an api call for the url='${path}'.  Typo? are you missing a team_id or user_id as part of the url?`;
  return jsonError({
    id: ErrorId.notFoundRoute,
    message: "Sorry, we could not find the page.",
    detailed_error: detail,
    status_code: 404,
  });
}

/** Where a path with needless slashes or dots leads, as the server's router sends it; nothing for a clean one. */
export function redirectOf(target: string): SimResponse | undefined {
  const [path = "", ...query] = target.split("?");
  if (!/\/\.{0,2}\//.test(path)) return undefined;
  const kept: string[] = [];
  for (const segment of path.split("/").slice(1, -1)) {
    if (segment === "..") kept.pop();
    else if (segment !== "" && segment !== ".") kept.push(segment);
  }
  const clean = `/${[...kept, path.split("/").at(-1) ?? ""].join("/")}`;
  return { status: 301, headers: { Location: [clean, ...query].join("?") }, body: "" };
}

export function tooLong(requestId: Id): SimResponse {
  return jsonError({
    id: ErrorId.uriTooLong,
    message: "URL is too long",
    detailed_error: "",
    request_id: requestId,
    status_code: 414,
  });
}

function jsonError(error: { readonly status_code: number; readonly [key: string]: unknown }): SimResponse {
  return { status: error.status_code, headers: { "Content-Type": "application/json" }, body: goJson(error) };
}

export function notFoundPage(): SimResponse {
  return {
    status: 404,
    headers: { "Content-Type": "text/plain; charset=utf-8", "X-Content-Type-Options": "nosniff" },
    body: "404 page not found\n",
  };
}
