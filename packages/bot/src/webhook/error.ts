/** Why something could not be posted, in a sentence that the server's own answer does not have. Never holds the webhook's id. */

/**
 * What went wrong:
 *
 * - `address`: this is no webhook's address. `message`: there is nothing to post, or a part of it has the wrong shape; nothing was sent.
 * - `deleted`, `person`, `channel`, `forbidden`, `too-large`, `switched-off`, `refused`: the server does not take it.
 * - `busy`: the server's rate limit. `failed`: the server, or a proxy before it, is in trouble. `network`: no answer came.
 * - `foreign`: whoever answers is no Mattermost.
 */
export type WebhookTrouble =
  | "address"
  | "message"
  | "deleted"
  | "person"
  | "channel"
  | "forbidden"
  | "too-large"
  | "switched-off"
  | "refused"
  | "busy"
  | "failed"
  | "network"
  | "foreign";

export interface WebhookFacts {
  /** Of the server's answer, where there was one. */
  readonly status?: number | undefined;
  /** Of the network, such as `ECONNREFUSED`. */
  readonly code?: string | undefined;
  /** Whether the post may be there all the same; `no` unless the connection or the server broke off in the middle. */
  readonly posted?: "no" | "perhaps";
  /** How long the server asks to wait, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
}

/** How far it came before. */
export interface Progress {
  /** The message, from 0, and how many there are. */
  readonly index: number;
  readonly count: number;
  /** The part of a long message, from 0, and how many there are. */
  readonly part: number;
  readonly parts: number;
}

/**
 * A message was not posted, or nobody knows.
 *
 * @example
 * await hook.post(report).catch((error) => {
 *   if (error instanceof WebhookError && error.trouble === "channel") return hook.post({ ...report, channel: "town-square" });
 *   throw error;
 * });
 */
export class WebhookError extends Error {
  override name = "WebhookError";
  readonly trouble: WebhookTrouble;
  readonly status: number | undefined;
  readonly code: string | undefined;
  readonly posted: "no" | "perhaps";
  readonly retryAfterMs: number | undefined;
  /** Messages of a list that were posted before this one. */
  before = 0;
  /** Posts of this message that are there already, where a long text became several. */
  partsBefore = 0;

  constructor(trouble: WebhookTrouble, message: string, facts: WebhookFacts = {}, options?: ErrorOptions) {
    super(message, options);
    this.trouble = trouble;
    this.status = facts.status;
    this.code = facts.code;
    this.posted = facts.posted ?? "no";
    this.retryAfterMs = facts.retryAfterMs;
  }

  /** Whether trying again later may help without anybody changing anything. */
  get isPassing(): boolean {
    return this.trouble === "busy" || this.trouble === "failed" || this.trouble === "network";
  }

  /** Says in the sentence too how far it came. */
  after(progress: Progress): this {
    this.before = progress.index;
    this.partsBefore = progress.part;
    this.message = beginning(progress) + this.message;
    return this;
  }
}

/** The beginning of a sentence about one post of several; empty where there is one only. */
export function beginning({ index, count, part, parts }: Progress): string {
  const ofMessages = `Message ${index + 1} of ${count} (${index === 0 ? "none was posted" : `${index} posted before it`}): `;
  const ofParts = `Part ${part + 1} of ${parts} (${part === 0 ? "none was posted" : `${part} posted before it`}): `;
  return (count > 1 ? ofMessages : "") + (parts > 1 ? ofParts : "");
}
