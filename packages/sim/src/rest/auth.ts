/** Where a request's token is looked for, and whether it counts. */
import { ErrorId, TOKEN_MAX_CHARS } from "@matterwright/protocol";
import { AppError, refuse } from "../errors.ts";
import type { SimRequest } from "../http.ts";
import type { Act } from "../world/act.ts";
import { sessionOf } from "../world/people/sessions.ts";
import type { Session } from "../world/world.ts";
import { cookie } from "./cookies.ts";

export interface Proof {
  readonly token: string;
  readonly from: "cookie" | "header" | "query" | "nowhere";
}

/** A cookie beats the header, the header beats the query. */
export function tokenOf(request: SimRequest): Proof {
  const fromCookie = cookie(request.headers["cookie"], "MMAUTHTOKEN");
  if (fromCookie !== undefined && fromCookie !== "") return { token: cut(fromCookie), from: "cookie" };
  const header = /^(?:bearer|token) (.*)$/i.exec(request.headers["authorization"] ?? "")?.[1];
  if (header !== undefined) return { token: cut(header), from: "header" };
  const query = new URLSearchParams(request.target.split("?")[1] ?? "").get("access_token");
  return query === null || query === "" ? { token: "", from: "nowhere" } : { token: cut(query), from: "query" };
}

/** The session that a proof stands for. @throws AppError 401 for a token that is no good, or in the wrong place. */
export function sessionOfProof(act: Act, request: SimRequest, proof: Proof): Session | undefined {
  if (proof.from === "nowhere" || proof.token === "") return undefined;
  const session = sessionOf(act, proof.token);
  if (session === undefined) throw refuse.session();
  if (proof.from === "query") {
    throw new AppError(ErrorId.tokenInQuery, "Session is not OAuth but token was provided in the query string.", 401);
  }
  if (proof.from === "cookie" && request.method !== "GET" && !csrfHolds(request, session)) throw refuse.session();
  return session;
}

function csrfHolds(request: SimRequest, session: Session): boolean {
  return request.headers["x-csrf-token"] === session.csrf || request.headers["x-requested-with"] === "XMLHttpRequest";
}

function cut(token: string): string {
  return token.slice(0, TOKEN_MAX_CHARS);
}
