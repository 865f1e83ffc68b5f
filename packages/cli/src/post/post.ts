/** `matterwright post`: sends messages through an incoming webhook, one after another, and stops at the first that fails. */
import { nodeHttp } from "@matterwright/client";
import { type Webhook, webhook } from "matterwright/webhook";
import { networkFrom } from "../settings/network.ts";
import type { Terminal } from "../terminal.ts";
import { messagesOf } from "./messages.ts";
import { troubleOf } from "./webhook.ts";

export interface PostOptions {
  readonly webhook: string;
  readonly username?: string;
  readonly iconUrl?: string;
  readonly iconEmoji?: string;
  readonly channel?: string;
  readonly priority?: "important" | "urgent";
  readonly card?: string;
  readonly json?: string;
  /** In seconds. */
  readonly retryFor: number;
}

/** Resolves when all are posted. @throws Trouble that says which was refused, and how many are posted already. */
export async function post(text: string | undefined, options: PostOptions, terminal: Terminal): Promise<void> {
  try {
    const hook = hookOf(options, terminal);
    await hook.post(await messagesOf({ json: options.json, text, defaults: defaultsOf(options) }, terminal));
  } catch (error) {
    throw troubleOf(error);
  }
}

/** Nothing is asked of the network before the address is one. */
function hookOf({ webhook: url, retryFor }: PostOptions, { env }: Terminal): Webhook {
  const retryForMs = retryFor * 1_000;
  webhook(url);
  return webhook(url, { retryForMs, http: nodeHttp({ ...networkFrom(env, url), connections: 1 }) });
}

function defaultsOf({ username, iconUrl, iconEmoji, channel, priority, card }: PostOptions): Record<string, string> {
  const given = { username, icon_url: iconUrl, icon_emoji: iconEmoji, channel, priority, card };
  return Object.fromEntries(Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
