/** The address of a webhook, which is a secret: whoever knows it can post. Enough of it is shown to recognise it by. */
import { WebhookError } from "./error.ts";

export interface Address {
  readonly url: string;
  /** Without the webhook's id, and without a name and password. */
  readonly shown: string;
}

/** @throws WebhookError when it is no webhook's address; the sentence does not repeat it. */
export function addressOf(text: string): Address {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || !/\/hooks\/[^/]+\/?$/.test(url.pathname))
    throw new WebhookError(
      "address",
      "This is no webhook's address: copy the whole of it from Integrations > Incoming Webhooks, like https://chat.example.com/hooks/….",
    );
  return { url: url.href, shown: `${url.protocol}//${url.host}${url.pathname.replace(/\/hooks\/.*/, "/hooks/…")}` };
}
