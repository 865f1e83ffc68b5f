/** Makes the right error of an answer that is not 2xx. Called by `request`; it sends nothing. */
import type { ServerError } from "@matterwright/protocol";
import {
  AuthenticationError,
  type Call,
  type CallError,
  ConflictError,
  type Failure,
  NotFoundError,
  PermissionError,
  ProtocolError,
  RateError,
  RefusedError,
  ServerFailure,
  TooLargeError,
} from "../errors.ts";
import type { HttpResponse } from "../transport.ts";
import { CONFLICT_HINT, hintOf, isConflict } from "./hints.ts";

/** Wait this long after a 429 that does not say how long. */
const DEFAULT_RETRY_AFTER_MS = 1_000;

/** The error that a refused call ends with. `body` is the whole text of the answer. */
export function refusal(call: Call, response: HttpResponse, body: string): CallError {
  const { status } = response;
  const said = serverError(body);
  const failure: Failure = {
    call,
    status,
    reason: said?.message ?? fallbackReason(status, body),
    ...(said?.id ? { id: said.id } : {}),
    ...(said?.detailed_error ? { detail: said.detailed_error } : {}),
    ...optional("requestId", said?.request_id ?? header(response, "x-request-id")),
    hint: said === undefined ? foreignHint(response, body) : ownHint(call, status, said),
  };
  if (status === 429) return new RateError(failure, retryAfterMs(response));
  if (status === 413) return new TooLargeError(failure);
  if (said === undefined && status < 500) return new ProtocolError(failure);
  if (status === 401) return new AuthenticationError(failure);
  if (status === 403) return new PermissionError(failure);
  if (status === 404) return new NotFoundError(failure);
  if (said !== undefined && isConflict(status, said.id)) return new ConflictError(failure);
  return status >= 500 ? new ServerFailure(failure) : new RefusedError(failure);
}

/** Whether a text is a page for a browser. */
export function isHtml(body: string): boolean {
  return /^\s*(?:<!doctype html|<html|<head|<body)/i.test(body);
}

/** One header as text; the first when it came several times. */
export function header(response: HttpResponse, name: string): string | undefined {
  const value = response.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

export const HTML_HINT =
  "This address answered with a web page: check that it is the server's own address, with its sub-path if it has one, and that no login page of a proxy stands before it";

/** What Mattermost said, when it was Mattermost. */
function serverError(body: string): ServerError | undefined {
  try {
    const said = JSON.parse(body) as Partial<Record<keyof ServerError, unknown>> | null;
    if (typeof said?.id !== "string" || typeof said.message !== "string") return undefined;
    const detailed = typeof said.detailed_error === "string" ? said.detailed_error : "";
    const request = typeof said.request_id === "string" ? { request_id: said.request_id } : {};
    return { id: said.id, message: said.message, detailed_error: detailed, ...request };
  } catch {
    return undefined;
  }
}

function fallbackReason(status: number, body: string): string {
  if (status >= 300 && status < 400) return "answered with a redirect";
  if (status === 429) return "too many requests";
  if (isHtml(body)) return "answered with HTML instead of JSON";
  return `answered ${status} without saying why`;
}

function ownHint(call: Call, status: number, said: ServerError): string {
  return isConflict(status, said.id) ? CONFLICT_HINT : hintOf(call, status, said);
}

/** For an answer that is not Mattermost's own. */
function foreignHint(response: HttpResponse, body: string): string {
  const { status } = response;
  if (status >= 300 && status < 400) return redirectHint(header(response, "location"));
  if (isHtml(body)) return HTML_HINT;
  if (status === 429) return "Wait as long as the server says; a pace (sharedPace) does that by itself";
  if (status === 404) return "Mattermost does not answer at this path: check the sub-path in the server's address";
  if (status === 407) return "A proxy asks who we are: give its address with name and password";
  if (status === 413) return "A proxy before the server takes less than this: its limit of bodies has to grow";
  if (status >= 500) return "The server, or a proxy before it, fails just now: try again later";
  return "Something before the server answers in its place: check the address, and what stands in between";
}

/** Names where it leads, without the query, which may hold a secret. */
function redirectHint(location: string | undefined): string {
  const where = location?.split(/[?#]/)[0];
  return where === undefined || where === ""
    ? "The server redirects without saying where"
    : `The server redirects to ${where}: use that address`;
}

function retryAfterMs(response: HttpResponse): number {
  const seconds = Number(header(response, "retry-after") ?? header(response, "x-ratelimit-reset"));
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1_000 : DEFAULT_RETRY_AFTER_MS;
}

function optional<Key extends string, Value>(key: Key, value: Value | undefined): { [K in Key]?: Value } {
  return value === undefined ? {} : ({ [key]: value } as { [K in Key]: Value });
}
