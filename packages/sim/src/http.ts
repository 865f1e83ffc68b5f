/** A request to the simulator and its answer, before and after any network. Every door, real or in-process, speaks these. */
export interface SimRequest {
  readonly method: string;
  /** Path and query: `/api/v4/users/me?x=1`. */
  readonly target: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body?: Uint8Array | string;
  /** Of the client, for the rate limiter. */
  readonly remoteAddress?: string;
}

export interface SimResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string | Uint8Array;
  /** There is no answer, only what the network does: refuses, cuts the line, or stays silent for ever. Only faults say so. */
  readonly lost?: "refused" | "reset" | "never";
}
