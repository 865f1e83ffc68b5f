/** What stands behind a path of the bot's HTTP door. Features register routes through their workplace; the door calls them. */

export interface Route {
  /** `POST` by default. */
  readonly method?: "DELETE" | "GET" | "PATCH" | "POST" | "PUT";
  /** Below the door's base: `/hooks/deployed`. */
  readonly path: string;
  /** More of a body is refused with 413; a megabyte by default. */
  readonly bodyMaxBytes?: number;
  /** For the body to come and for the answer to be made, in milliseconds; half a minute by default. Then the answer is 408 or 503. */
  readonly timeoutMs?: number;
  /** Answered while the bot starts and stops too; false by default. */
  readonly isAlwaysOpen?: boolean;
  /** Verifies first and reads then: nothing that was not verified may reach a handler. What it throws is answered with 500 and logged. */
  handle(call: DoorCall): Promise<Response> | Response;
}

/** A request whose body has been read. */
export interface DoorCall {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: Uint8Array;
  /** Who called, behind the proxies that are trusted; empty where that is not known. */
  readonly from: string;
  /** The body as UTF-8. */
  readonly text: () => string;
}
