/** `matterwright/webhook`: posts through an incoming webhook, with nothing but the platform's own fetch. For scripts that are no bots. */
export { webhook } from "./webhook.ts";
export type { Webhook, WebhookOptions } from "./webhook.ts";
export { WebhookError, beginning } from "./error.ts";
export type { Progress, WebhookTrouble } from "./error.ts";
export { problemOf } from "./message.ts";
export type { WebhookMessage } from "./message.ts";
