/** How the server reaches what is not itself: a parameter, so that a test may stand where integrations stand. */
export interface OutgoingCall {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface OutgoingAnswer {
  readonly status: number;
  /** The words after the status, which some errors repeat. */
  readonly statusText?: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

export interface Outside {
  /** Sends one request and follows no redirect. Rejects when nobody answers. */
  fetch(call: OutgoingCall): Promise<OutgoingAnswer>;
}
