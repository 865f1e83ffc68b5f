/**
 * What a recording looks like: the shape of the files in `fixtures/recorded`, whose README tells what each part means. Everything in
 * replay reads these types; nothing here reads a file or talks to a server.
 */

/** Any JSON value, as a recording holds it. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** One part of a multipart form: a field with a `value`, or a file. */
export interface Part {
  readonly name: string;
  readonly value?: string;
  readonly filename?: string;
  readonly content?: string;
}

/** What was answered: an HTTP answer, or whether a socket was let in. */
export interface RecordedAnswer {
  readonly upgraded?: boolean;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly body?: Json;
  readonly raw?: string;
}

/** What a receiver answers to a request of the server. */
export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Json;
  readonly delay_ms?: number;
}

/** One action. Which keys are there says what kind it is: a request, a socket's, a wait, a receiver's, or several requests at once. */
export interface Step {
  readonly actor?: string;
  readonly method?: string;
  readonly path?: string;
  readonly auth?: "none" | "header" | "challenge";
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Json;
  readonly raw?: string;
  readonly form?: JsonObject;
  readonly multipart?: readonly Part[];
  readonly content?: string;
  readonly times?: number;
  readonly parallel?: readonly Step[];
  readonly ws?: "open" | "send" | "close" | "rst";
  readonly socket?: string;
  readonly frame?: Json;
  readonly wait_ms?: number;
  readonly settle_ms?: number;
  readonly receiver?: string;
  readonly replies?: readonly Reply[];
  readonly save?: Readonly<Record<string, string>>;
  readonly pick?: readonly string[];
  readonly only_known?: boolean;
  readonly unordered?: true | readonly string[];
  readonly all_headers?: boolean;
  readonly keep_raw?: boolean;
  readonly answer?: RecordedAnswer;
}

/** A frame that a socket received, the end of the line, or a number of frames that were left out. */
export interface RecordedFrame {
  readonly step: number;
  readonly early?: boolean;
  readonly frame?: JsonObject;
  readonly raw?: string;
  readonly closed?: number;
  readonly omitted?: number;
}

/** What a receiver got from the server. */
export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly json?: Json;
  readonly form?: JsonObject;
}

export interface Scenario {
  readonly name: string;
  /** Of the protocol's description: `§3 trap 16`. */
  readonly section: string;
  readonly about: string;
  readonly actors: readonly string[];
  /** Needs a server with rate limiting, by address or varied by user. */
  readonly server?: "rate_limit" | "rate_limit_user";
  readonly steps: readonly Step[];
  readonly frames?: Readonly<Record<string, readonly RecordedFrame[]>>;
  readonly requests?: readonly RecordedRequest[];
  readonly unstable?: readonly string[];
  readonly order_unstable?: readonly { readonly socket: string; readonly steps: readonly number[] }[];
}

/** Whether a value is an object with keys. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
