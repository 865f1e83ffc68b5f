/**
 * What a server's answer means. Every refusal of a webhook has one and the same id, and often the same status: so the status is what
 * there is to explain, and where it leaves two things open, the server is asked something that cannot post.
 */
import { WebhookError } from "./error.ts";

export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly retryAfterMs?: number | undefined;
}

export interface Asked {
  /** The webhook's address as it may be shown. */
  readonly shown: string;
  /** The channel that the message names. */
  readonly channel: string | undefined;
  /** Whether the server knows the webhook. Asked only where the answer leaves it open. */
  readonly isKnown: () => Promise<boolean | undefined>;
}

/** The error that an answer stands for. */
export async function refusalOf(answer: Answer, asked: Asked): Promise<WebhookError> {
  const { status, body, retryAfterMs } = answer;
  const { shown } = asked;
  if (status === 429)
    return new WebhookError("busy", `${shown} is busy and takes no more messages for now: try again in a minute.`, {
      status,
      retryAfterMs,
    });
  if (status >= 500 && status !== 501)
    return new WebhookError(
      "failed",
      `${shown} failed (status ${status}): whether the message was posted is not known; try again later, and look into the server's log if it stays.`,
      { status, posted: "perhaps" },
    );
  if (status >= 300 && status < 400)
    return new WebhookError(
      "foreign",
      `${shown} redirects elsewhere (status ${status}): use the address that it redirects to, often the same with https://.`,
      { status },
    );
  if (!/"id"\s*:\s*"(?:web|api|model|app)\./.test(body))
    return new WebhookError(
      "foreign",
      `${shown} does not answer as Mattermost does (status ${status}): check the address and its path.`,
      { status, posted: status < 300 ? "perhaps" : "no" },
    );
  const [trouble, sentence] = status === 400 ? await ofBadRequest(asked, body) : ofStatus(status, asked);
  return new WebhookError(trouble, sentence, { status });
}

type Explanation = readonly [trouble: WebhookError["trouble"], sentence: string];

/** A webhook that is gone, a person that is not there and a message that makes no sense are all refused alike. */
async function ofBadRequest({ shown, channel, isKnown }: Asked, body: string): Promise<Explanation> {
  const decode = /"id"\s*:\s*"web\.incoming_webhook\.(?:decode|parse)/.test(body);
  const known = decode ? true : await isKnown();
  if (known === false)
    return [
      "deleted",
      `${shown} refused the message: the webhook was deleted; make a new one under Integrations > Incoming Webhooks.`,
    ];
  if (channel?.startsWith("@") === true) {
    const nobody = `the channel ${channel} names a person who is not there`;
    if (known === true) return ["person", `${shown} refused the message: ${nobody}; check the spelling.`];
    return ["refused", `${shown} refused the message: the webhook was deleted, or ${nobody}.`];
  }
  return ["refused", `${shown} refused the message: something in it has not the shape that the server knows.`];
}

function ofStatus(status: number, { shown, channel }: Asked): Explanation {
  const to = channel === undefined ? "its channel" : `the channel ${channel}`;
  switch (status) {
    case 403:
      return [
        "forbidden",
        `${shown} may not post to ${to}: the webhook is locked to one channel, its owner is not a member of that one, or the owner was deleted.`,
      ];
    case 404:
      if (channel === undefined)
        return ["channel", `${shown} posts to a channel that was deleted: choose another one for the webhook.`];
      return [
        "channel",
        `${shown} does not know ${to}: write the channel's name as it stands in its link, like town-square.`,
      ];
    case 413:
      return ["too-large", `The message is larger than ${shown} takes: shorten it.`];
    case 501:
      return [
        "switched-off",
        `${shown} has incoming webhooks switched off: a system administrator can switch them on under Integrations.`,
      ];
    default:
      return ["refused", `${shown} refused the message (status ${status}).`];
  }
}
