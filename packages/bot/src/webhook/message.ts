/** What is posted: its shape, what is wrong with it before it is sent, and the posts that a long text becomes. Sends nothing. */
import type { Attachment, PostPriority, PostProps, WebhookMessage as WireMessage } from "@matterwright/protocol";
import { splitText } from "../text/split.ts";

/** A message by Mattermost's own names, so that examples from its documentation work as they are. `text` or `attachments` must be there. */
export interface WebhookMessage {
  /** Markdown. One over the server's limit becomes several posts. */
  readonly text?: string;
  /** The name to post under, where the server permits it (`EnablePostUsernameOverride`); else it is the webhook's owner. */
  readonly username?: string;
  /** The picture, where the server permits it (`EnablePostIconOverride`). */
  readonly icon_url?: string;
  /** An emoji as the picture, with or without colons. */
  readonly icon_emoji?: string;
  /** A channel's name with or without `~`, or `@ann` for a direct message; by default the webhook's own channel. */
  readonly channel?: string;
  readonly attachments?: readonly Attachment[];
  readonly props?: PostProps;
  /** Markdown that is shown beside the channel when somebody opens the post's card: `props.card`. */
  readonly card?: string;
  readonly priority?: PostPriority["priority"] | PostPriority;
}

const TEXTS = ["text", "username", "icon_url", "icon_emoji", "channel", "card"] as const;
const PRIORITIES: ReadonlySet<unknown> = new Set(["", "important", "urgent"]);

/** What is wrong with a message, to be read after its name: "`text` has to be text". Nothing when it can be sent. */
export function problemOf(message: unknown): string | undefined {
  if (!isObject(message)) return "has to be an object";
  const wrong = TEXTS.find((key) => message[key] !== undefined && typeof message[key] !== "string");
  if (wrong !== undefined) return `\`${wrong}\` has to be text`;
  const { text, attachments = [], props, priority } = message;
  if (!Array.isArray(attachments)) return "`attachments` has to be a list";
  const odd = attachments.findIndex((attachment) => !isObject(attachment));
  if (odd >= 0) return `\`attachments.${odd}\` has to be an object`;
  if (props !== undefined && !isObject(props)) return "`props` has to be an object";
  const level = isObject(priority) ? priority["priority"] : (priority ?? "");
  if (!PRIORITIES.has(level)) return "`priority` has to be `important` or `urgent`";
  if (typeof text === "string" && text.trim() !== "") return undefined;
  return attachments.length === 0 ? "has neither `text` nor `attachments`" : undefined;
}

/**
 * The requests that a message becomes, each a post that reads well alone. Cards and props go with the last, the priority with the first.
 * Whatever else the message has goes along, for servers that know more.
 */
export function partsOf(message: WebhookMessage): WireMessage[] {
  const { text = "", attachments, props, card, priority, channel, icon_emoji: emoji, ...same } = message;
  const shared = {
    ...same,
    ...(channel === undefined ? {} : { channel: channelName(channel) }),
    ...(emoji === undefined ? {} : { icon_emoji: emoji.replace(/^:(.*):$/, "$1") }),
  };
  const parts: WireMessage[] = splitText(text).map((part) => Object.assign({}, shared, { text: part }));
  const all = { ...props, ...(card === undefined ? {} : { card }) };
  const [first, last] = [parts[0], parts.at(-1)];
  if (priority !== undefined && priority !== "") Object.assign(first ?? {}, { priority: whole(priority) });
  if (Object.keys(all).length > 0) Object.assign(last ?? {}, { props: all });
  if (attachments !== undefined) Object.assign(last ?? {}, { attachments });
  return parts;
}

function whole(priority: PostPriority["priority"] | PostPriority): PostPriority {
  return typeof priority === "string" ? { priority } : priority;
}

/** Names of channels and people are in lower case on the server, and looked up as they are written. */
function channelName(text: string): string {
  return text.trim().replace(/^~/, "").toLowerCase();
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
