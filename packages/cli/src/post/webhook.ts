/**
 * Posts through an incoming webhook. Its URL is a secret and is never shown whole. The server answers every failure with one and the same
 * id, so the status is what there is to explain.
 */
import { type HttpTransport, NetworkError } from "@matterwright/client";
import { explained } from "../explain.ts";
import { Trouble } from "../trouble.ts";
import type { Message } from "./messages.ts";

const TIMEOUT_MS = 30_000;

export interface Webhook {
  readonly url: string;
  /** Enough to recognise it by. */
  readonly shown: string;
}

/** @throws Trouble when it is no webhook's address. */
export function webhookAt(text: string): Webhook {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || !/\/hooks\/[^/]+\/?$/.test(url.pathname))
    throw new Trouble(
      "setting",
      "--webhook is no webhook's address: copy the whole of it from Integrations > Incoming Webhooks, like https://chat.example.com/hooks/….",
    );
  return { url: url.href, shown: `${url.protocol}//${url.host}${url.pathname.replace(/\/hooks\/.*/, "/hooks/…")}` };
}

/** Sends one message. @throws Trouble with a sentence about what the server said. */
export async function postTo({ url, shown }: Webhook, message: Message, http: HttpTransport): Promise<void> {
  const call = { method: "POST", route: "/hooks/…" };
  const headers = { "content-type": "application/json" };
  try {
    const response = await http({ method: "POST", url, headers, body: JSON.stringify(message), timeoutMs: TIMEOUT_MS });
    const body = await response.text();
    if (response.status === 200 && body.trim() === "ok") return;
    throw refusal(response.status, body, { shown, message });
  } catch (error) {
    if (error instanceof Trouble) throw error;
    const code = codeOf(error);
    throw aboutWebhook(
      explained(new NetworkError({ call, reason: "no answer came" }, code, { cause: error }), {
        url: shown,
        tokenName: "",
      }),
    );
  }
}

function refusal(
  status: number,
  body: string,
  { shown, message }: { readonly shown: string; readonly message: Message },
): Trouble {
  const to = message.channel === undefined ? "its channel" : `the channel ${message.channel}`;
  const isOurs = /"id"\s*:\s*"(?:web|api|model|app)\./.test(body);
  if (status === 429)
    return new Trouble("passing", `${shown} is busy and takes no more messages for now: try again in a minute.`);
  if (status >= 500 && status !== 501)
    return new Trouble(
      "passing",
      `${shown} failed (status ${status}): try again later, and look into the server's log if it stays.`,
    );
  if (!isOurs)
    return new Trouble(
      "setting",
      `${shown} does not answer as Mattermost does (status ${status}): check the address and its path.`,
    );
  const sentence = SENTENCES[status];
  if (sentence !== undefined) return new Trouble("setting", sentence(shown, to));
  return new Trouble("setting", `${shown} refused the message (status ${status}).`);
}

const SENTENCES: Readonly<Record<number, (shown: string, to: string) => string>> = {
  400: (shown, to) =>
    to.includes("@")
      ? `${shown} refused the message: the webhook was deleted, or ${to} names a person who is not there.`
      : `${shown} refused the message: the webhook was deleted; make a new one under Integrations > Incoming Webhooks.`,
  403: (shown, to) =>
    `${shown} may not post to ${to}: the webhook is locked to one channel, or its owner is not a member of that one.`,
  404: (shown, to) =>
    `${shown} does not know ${to}: write the channel's name as it stands in its link, like town-square.`,
  413: (shown) => `The message is larger than ${shown} takes: shorten it.`,
  501: (shown) =>
    `${shown} has incoming webhooks switched off: a system administrator can switch them on under Integrations.`,
};

/** The same sentence for somebody who gave an option, not variables. */
function aboutWebhook(error: unknown): unknown {
  if (!(error instanceof Trouble)) return error;
  const message = error.message
    .replaceAll("MATTERMOST_URL", "--webhook")
    .replace(/name its authority's file in MATTERMOST_CA_FILE.*$/, "name its authority's file in NODE_EXTRA_CA_CERTS.");
  return new Trouble(error.exitCode === 75 ? "passing" : "setting", message, { cause: error });
}

function codeOf(error: unknown): string | undefined {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; depth++) {
    if ("code" in at && typeof at.code === "string") return at.code;
    at = at instanceof AggregateError ? (at.errors[0] as unknown) : at.cause;
  }
  return undefined;
}
