/** `matterwright post`: sends messages through an incoming webhook, one after another, and stops at the first that fails. */
import { nodeHttp } from "@matterwright/client";
import { networkFrom } from "../settings/network.ts";
import type { Terminal } from "../terminal.ts";
import { Trouble } from "../trouble.ts";
import { messagesOf } from "./messages.ts";
import { postTo, webhookAt } from "./webhook.ts";

export interface PostOptions {
  readonly webhook: string;
  readonly username?: string;
  readonly iconUrl?: string;
  readonly iconEmoji?: string;
  readonly channel?: string;
  readonly json?: string;
}

/** Resolves when all are posted. @throws Trouble that says which was refused, and how many are posted already. */
export async function post(text: string | undefined, options: PostOptions, terminal: Terminal): Promise<void> {
  const webhook = webhookAt(options.webhook);
  const messages = await messagesOf({ json: options.json, text, defaults: defaultsOf(options) }, terminal);
  const http = nodeHttp({ ...networkFrom(terminal.env, webhook.url), connections: 1 });
  for (const [index, message] of messages.entries()) {
    try {
      await postTo(webhook, message, http);
    } catch (error) {
      if (!(error instanceof Trouble) || messages.length === 1) throw error;
      const before = index === 0 ? "none was posted" : `${index} posted before it`;
      error.message = `Message ${index + 1} of ${messages.length} (${before}): ${error.message}`;
      throw error;
    }
  }
}

function defaultsOf({ username, iconUrl, iconEmoji, channel }: PostOptions): Record<string, string> {
  const given = { username, icon_url: iconUrl, icon_emoji: iconEmoji, channel };
  return Object.fromEntries(Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
