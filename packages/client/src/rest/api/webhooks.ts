import {
  type Id,
  type IncomingWebhook,
  type NewIncomingWebhook,
  type WebhookMessage,
  routes,
} from "@matterwright/protocol";
import { type Calls, callOf, otherThan } from "../calls.ts";
import { type PageQuery, pageIn } from "../pages.ts";
import { type OutgoingWebhooksApi, outgoingWebhooksApi } from "./outgoing-webhooks.ts";

/** Webhooks: `/api/v4/hooks`. Team administrators may make them. */
export interface WebhooksApi extends OutgoingWebhooksApi {
  /** `POST /hooks/incoming`. Whoever knows its id can post. */
  createIncoming(hook: NewIncomingWebhook): Promise<IncomingWebhook>;
  /** `GET /hooks/incoming/{hook_id}`. */
  incoming(hook: Id): Promise<IncomingWebhook>;
  /** `GET /hooks/incoming`. One page: the account's own, or everybody's for those who may manage them. */
  listIncoming(query?: PageQuery & { readonly team?: Id }): Promise<IncomingWebhook[]>;
  /** `GET /hooks/incoming`. All, page by page. */
  allIncoming(query?: { readonly team?: Id }): AsyncIterable<IncomingWebhook>;
  /** `PUT /hooks/incoming/{hook_id}`. */
  updateIncoming(hook: IncomingWebhook): Promise<IncomingWebhook>;
  /** `DELETE /hooks/incoming/{hook_id}`. */
  deleteIncoming(hook: Id): Promise<void>;
  /** `POST /hooks/{hook_id}`. What a script does with it; needs no token. Outside `/api/v4`. */
  send(hook: Id, message: WebhookMessage): Promise<void>;
}

export function webhooksApi(calls: Calls): WebhooksApi {
  const { one, list, done, pages, text } = calls;
  return {
    ...outgoingWebhooksApi(calls),
    createIncoming: (hook) => one("POST", routes.incomingWebhooks(), { body: hook }),
    incoming: (hook) => one("GET", routes.incomingWebhook(hook)),
    listIncoming: ({ team, ...page } = {}) =>
      list("GET", routes.incomingWebhooks(), { query: { team_id: team, ...pageIn(page) } }),
    allIncoming: ({ team } = {}) => pages(routes.incomingWebhooks(), { team_id: team }),
    updateIncoming: (hook) => one("PUT", routes.incomingWebhook(hook.id), { body: hook }),
    deleteIncoming: (hook) => done("DELETE", routes.incomingWebhook(hook)),
    async send(hook, message) {
      const said = await text("POST", routes.webhook(hook), { body: message });
      // The id is a secret: it stays out of the error.
      if (said.trim() !== "ok") throw otherThan("`ok`", callOf("POST", "/hooks/…"));
    },
  };
}
