import { type Id, type NewOutgoingWebhook, type OutgoingWebhook, routes } from "@matterwright/protocol";
import type { Calls } from "../calls.ts";
import { type PageQuery, pageIn } from "../pages.ts";

export interface OutgoingWebhooksQuery {
  readonly team?: Id;
  readonly channel?: Id;
}

/** Outgoing webhooks: `/api/v4/hooks/outgoing`. They hear open channels only. */
export interface OutgoingWebhooksApi {
  /** `POST /hooks/outgoing`. Its token is in the answer. @throws ConflictError when a trigger word is taken. */
  createOutgoing(hook: NewOutgoingWebhook): Promise<OutgoingWebhook>;
  /** `GET /hooks/outgoing/{hook_id}`. */
  outgoing(hook: Id): Promise<OutgoingWebhook>;
  /** `GET /hooks/outgoing`. One page. */
  listOutgoing(query?: OutgoingWebhooksQuery & PageQuery): Promise<OutgoingWebhook[]>;
  /** `GET /hooks/outgoing`. All, page by page. */
  allOutgoing(query?: OutgoingWebhooksQuery): AsyncIterable<OutgoingWebhook>;
  /** `PUT /hooks/outgoing/{hook_id}`. */
  updateOutgoing(hook: OutgoingWebhook): Promise<OutgoingWebhook>;
  /** `DELETE /hooks/outgoing/{hook_id}`. */
  deleteOutgoing(hook: Id): Promise<void>;
  /** `POST /hooks/outgoing/{hook_id}/regen_token`. The old token is worth nothing from then on. */
  regenerateOutgoingToken(hook: Id): Promise<OutgoingWebhook>;
}

export function outgoingWebhooksApi({ one, list, done, pages }: Calls): OutgoingWebhooksApi {
  return {
    createOutgoing: (hook) => one("POST", routes.outgoingWebhooks(), { body: hook }),
    outgoing: (hook) => one("GET", routes.outgoingWebhook(hook)),
    listOutgoing: ({ team, channel, ...page } = {}) =>
      list("GET", routes.outgoingWebhooks(), { query: { team_id: team, channel_id: channel, ...pageIn(page) } }),
    allOutgoing: ({ team, channel } = {}) => pages(routes.outgoingWebhooks(), { team_id: team, channel_id: channel }),
    updateOutgoing: (hook) => one("PUT", routes.outgoingWebhook(hook.id), { body: hook }),
    deleteOutgoing: (hook) => done("DELETE", routes.outgoingWebhook(hook)),
    regenerateOutgoingToken: (hook) => one("POST", routes.outgoingWebhookToken(hook)),
  };
}
