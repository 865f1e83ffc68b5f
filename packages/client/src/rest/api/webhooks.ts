import { type Id, type IncomingWebhook, routes } from "@matterwright/protocol";
import type { Requester } from "../request.ts";

/** Incoming webhooks: `/api/v4/hooks/incoming`. Team administrators may make them. */
export interface WebhooksApi {
  createIncoming(hook: {
    readonly channel_id: Id;
    readonly display_name?: string;
    readonly description?: string;
  }): Promise<IncomingWebhook>;
}

export function webhooksApi({ json }: Requester): WebhooksApi {
  return {
    createIncoming: (hook) => json("POST", routes.incomingWebhooks(), { body: hook }),
  };
}
