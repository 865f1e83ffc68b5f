/**
 * What can go wrong between a bot and its server. Every error carries the call that failed, and none ever carries a token:
 * messages are built from routes, never from headers or bodies that were sent.
 */

/** The call that failed. */
export interface Call {
  readonly method: string;
  /** Path below the server's address, without the query: `/api/v4/posts`. */
  readonly route: string;
}

/** A path as errors show it: without the query, and without the id of a webhook, which is a secret. */
export function shownRoute(path: string): string {
  return (path.split("?")[0] ?? path).replace(/^\/hooks\/.+/, "/hooks/…");
}

export interface Failure {
  readonly call: Call;
  readonly status?: number;
  /** The server's own id of the error, such as `api.context.permissions.app_error`. */
  readonly id?: string;
  /** Of the request, to find it in the server's log. */
  readonly requestId?: string;
  /** What to do about it. */
  readonly hint?: string;
  /** The server's own words. */
  readonly reason: string;
  /** What it says besides, in developer mode only. */
  readonly detail?: string;
}

/** Base of everything that this package throws. */
export class MattermostError extends Error {
  override name = "MattermostError";
}

/** A setting cannot work, whatever the server says. */
export class ConfigurationError extends MattermostError {
  override name = "ConfigurationError";
}

/** A call failed. */
export class CallError extends MattermostError {
  override name = "CallError";
  readonly method: string;
  readonly route: string;
  readonly status: number | undefined;
  readonly id: string | undefined;
  readonly requestId: string | undefined;
  readonly hint: string | undefined;
  /** The server's own words, or what failed. */
  readonly reason: string;
  /** What the server says besides, in developer mode only. It is in no message. */
  readonly detail: string | undefined;

  constructor(failure: Failure, options?: ErrorOptions) {
    const { call, status, id, requestId, hint, reason } = failure;
    const facts = [status, id, requestId === undefined ? undefined : `request ${requestId}`].filter(
      (fact) => fact !== undefined,
    );
    const detail = facts.length === 0 ? "" : ` (${facts.join(", ")})`;
    super(`${call.method} ${call.route}: ${reason}${detail}${hint === undefined ? "" : `. ${hint}`}`, options);
    this.method = call.method;
    this.route = call.route;
    this.status = status;
    this.id = id;
    this.requestId = requestId;
    this.hint = hint;
    this.reason = reason;
    this.detail = failure.detail;
  }
}

/** 401: the token is wrong, revoked or expired. */
export class AuthenticationError extends CallError {
  override name = "AuthenticationError";
}

/** 403: the account is known but may not do this. */
export class PermissionError extends CallError {
  override name = "PermissionError";
}

/** 404. */
export class NotFoundError extends CallError {
  override name = "NotFoundError";
}

/** 413: the body is larger than the server takes. */
export class TooLargeError extends CallError {
  override name = "TooLargeError";
}

/** 429: too many requests. */
export class RateError extends CallError {
  override name = "RateError";
  /** How long the server asks to wait, in milliseconds. */
  readonly retryAfterMs: number;

  constructor(failure: Failure, retryAfterMs: number) {
    super(failure);
    this.retryAfterMs = retryAfterMs;
  }
}

/** Any other 4xx: the server understood and refused. */
export class RefusedError extends CallError {
  override name = "RefusedError";
}

/** What is to be made is there already, or somebody was faster: 409, or an error id of Mattermost's that says so. */
export class ConflictError extends RefusedError {
  override name = "ConflictError";
}

/** 5xx: the server, or a proxy before it, failed. */
export class ServerFailure extends CallError {
  override name = "ServerFailure";
}

/** No answer: name not found, connection refused or cut, certificate refused, time over. `code` is Node's, such as `ECONNREFUSED`. */
export class NetworkError extends CallError {
  override name = "NetworkError";
  readonly code: string | undefined;

  constructor(failure: Failure, code: string | undefined, options?: ErrorOptions) {
    super(failure, options);
    this.code = code;
  }
}

/** An answer that Mattermost does not give: HTML, half a body, JSON that is none. */
export class ProtocolError extends CallError {
  override name = "ProtocolError";
}
