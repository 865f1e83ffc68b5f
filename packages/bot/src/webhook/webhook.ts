/** Posting through an incoming webhook. What it needs is a web address and the platform's fetch: no bot, no token, no dependency. */
import type { HttpTransport } from "@matterwright/client";
import { type Clock, systemClock } from "@matterwright/clock";
import { REQUEST_BODY_MAX_BYTES } from "@matterwright/protocol";
import { addressOf } from "./address.ts";
import { byFetch } from "./by-fetch.ts";
import { WebhookError } from "./error.ts";
import { type WebhookMessage, partsOf, problemOf } from "./message.ts";
import { type Way, send } from "./send.ts";

export interface WebhookOptions {
  /** For what messages do not say themselves. */
  readonly defaults?: Pick<WebhookMessage, "username" | "icon_url" | "icon_emoji" | "channel" | "props" | "priority">;
  /** How long to try again where nothing can have been posted, in milliseconds; 30,000 by default, 0 for never. */
  readonly retryForMs?: number;
  /** For one request, in milliseconds; 30,000 by default. */
  readonly timeoutMs?: number;
  /** How HTTP is spoken; the platform's fetch by default. `nodeHttp` of `@matterwright/client` knows proxies and certificates. */
  readonly http?: HttpTransport;
  /** Where time comes from; the machine by default. */
  readonly clock?: Clock;
}

export interface Webhook {
  /**
   * Posts a text, a message, or several in their order. Calls wait for those before them, so everything arrives as it was said. A long
   * text becomes several posts.
   *
   * Resolves when all of it is posted. It stops at the first that cannot be, and is not posted twice: where an answer was lost, the
   * error says that the post may be there (`posted: "perhaps"`), and nothing is tried again.
   *
   * @throws WebhookError, whose `before` counts the messages that were posted; one that cannot be sent is found before the first is.
   */
  post(message: string | WebhookMessage | readonly (string | WebhookMessage)[]): Promise<void>;
}

const RETRY_FOR_MS = 30_000;
const TIMEOUT_MS = 30_000;

/**
 * An incoming webhook of Mattermost.
 *
 * @param url the whole address from Integrations > Incoming Webhooks; it is a secret and stands in no error
 * @throws WebhookError when this is no webhook's address.
 * @example
 * import { webhook } from "matterwright/webhook";
 *
 * const hook = webhook("https://chat.example.com/hooks/…", { defaults: { username: "Obi-Wan Kenobi" } });
 * await hook.post("It's over Anakin! I have the high ground.");
 * await hook.post({ text: "The night build failed.", channel: "ops", priority: "urgent", card: log });
 */
export function webhook(url: string, options: WebhookOptions = {}): Webhook {
  const { defaults, retryForMs = RETRY_FOR_MS, timeoutMs = TIMEOUT_MS, http = byFetch, clock = systemClock } = options;
  const way: Way = { address: addressOf(url), http, clock, retryForMs, timeoutMs };
  let last: Promise<void> = Promise.resolve();
  return {
    post(given) {
      const work = last.then(() => postAll(listOf(given, defaults), way));
      last = work.catch(() => {});
      return work;
    },
  };
}

type Given = Parameters<Webhook["post"]>[0];

function listOf(given: Given, defaults: WebhookOptions["defaults"]): unknown[] {
  const list: readonly unknown[] = Array.isArray(given) ? given : [given];
  return list.map((each) => {
    const message = typeof each === "string" ? { text: each } : each;
    return typeof message === "object" && message !== null ? Object.assign({}, defaults, message) : message;
  });
}

async function postAll(messages: readonly unknown[], way: Way): Promise<void> {
  if (messages.length === 0) throw new WebhookError("message", "There is nothing to post: the list is empty.");
  const all = messages.map((message, index) => {
    const problem = problemOf(message);
    if (problem === undefined) return partsOf(message as WebhookMessage).map((part) => checkSize(part, way));
    const which = messages.length === 1 ? "The message" : `Message ${index + 1} of ${messages.length}`;
    throw new WebhookError("message", `${which} ${problem}. Nothing was posted.`);
  });
  for (const [index, parts] of all.entries()) {
    for (const [part, post] of parts.entries()) {
      await send(post, way).catch((error: unknown) => {
        if (!(error instanceof WebhookError)) throw error;
        throw error.after({ index, count: all.length, part, parts: parts.length });
      });
    }
  }
}

/** Cards and props cannot be divided. */
function checkSize<Part>(part: Part, { address }: Way): Part {
  if (new TextEncoder().encode(JSON.stringify(part)).byteLength <= REQUEST_BODY_MAX_BYTES) return part;
  throw new WebhookError(
    "too-large",
    `A message is larger than ${address.shown} takes: shorten its attachments or props. Nothing was posted.`,
  );
}
