/** Incoming webhooks: made and used. Whoever knows the id writes in its owner's name. */
import {
  type Attachment,
  type AttachmentField,
  type Channel,
  type Id,
  type IncomingWebhook,
  POST_MESSAGE_MAX_CODE_POINTS,
  type Post,
  type PostPriority,
  type PostProps,
  type User,
  type WebhookMessage,
} from "@matterwright/protocol";
import { refuse } from "../../errors.ts";
import type { Act } from "../act.ts";
import { directChannel } from "../places/channels.ts";
import type { Draft } from "../posts/draft.ts";
import { createPost } from "../posts/posts.ts";
import { withSlackLinks } from "../posts/slack.ts";

export interface NewHook {
  readonly channel: Channel;
  readonly owner: User;
  readonly display_name?: string;
  readonly description?: string;
  readonly username?: string;
  readonly icon_url?: string;
  readonly channel_locked?: boolean;
}

export function createHook(act: Act, wanted: NewHook): IncomingWebhook {
  const hook: IncomingWebhook = {
    id: act.newId(),
    create_at: act.now,
    update_at: act.now,
    delete_at: 0,
    user_id: wanted.owner.id,
    channel_id: wanted.channel.id,
    team_id: wanted.channel.team_id,
    display_name: wanted.display_name ?? "",
    description: wanted.description ?? "",
    username: act.settings["ServiceSettings.EnablePostUsernameOverride"] ? (wanted.username ?? "") : "",
    icon_url: act.settings["ServiceSettings.EnablePostIconOverride"] ? (wanted.icon_url ?? "") : "",
    channel_locked: wanted.channel_locked ?? false,
  };
  act.world.incomingHooks.set(hook.id, hook);
  return hook;
}

/** Why a webhook's message was refused: the client sees only the status. */
export class HookRefusal extends Error {
  override name = "HookRefusal";
  readonly status: number;

  constructor(status: number, reason: string) {
    super(reason);
    this.status = status;
  }
}

/** Posts what a webhook was sent, in as many posts as the text needs. */
export function postByHook(act: Act, hook: IncomingWebhook, said: WebhookMessage): Post[] {
  const owner = act.world.user(hook.user_id);
  if (owner === undefined) throw new HookRefusal(400, "the owner is gone");
  const text = said.text ?? "";
  const attachments = (said.attachments ?? []).filter((each) => each !== null);
  if (text === "" && attachments.length === 0) throw new HookRefusal(400, "neither text nor attachments");
  if ((said.type ?? "").startsWith("system_")) throw new HookRefusal(400, "a system type");
  const channel = hookChannel(act, hook, { owner, name: said.channel ?? "" });
  const { type = "", priority } = said;
  const more = priority === undefined ? {} : { priority };
  return postAsHook(act, channel, { owner, text, attachments, type, props: hookProps(act, hook, said), ...more });
}

/** What a webhook of either direction says. */
export interface HookSpeech {
  readonly owner: User;
  readonly text: string;
  readonly attachments: readonly Attachment[];
  readonly props: PostProps;
  readonly type: string;
  readonly priority?: PostPriority;
  readonly rootId?: Id;
}

/** Writes in the owner's name, in as many posts as the text needs; the cards are under the last. */
export function postAsHook(act: Act, channel: Channel, speech: HookSpeech): Post[] {
  const { owner, attachments, props, type, priority, rootId = "" } = speech;
  const parts = codePointParts(withSlackLinks(speech.text));
  return parts.map((message, index) => {
    const isLast = index === parts.length - 1;
    const draft: Draft = {
      message,
      root_id: rootId,
      type: type === "" && attachments.length > 0 ? "slack_attachment" : type,
      props: isLast && attachments.length > 0 ? { ...props, attachments: attachments.map(withSlackText) } : props,
      byServer: true,
      fromHook: true,
      setOnline: false,
      ...(priority === undefined ? {} : { metadata: { priority: withoutUndefined(priority) } }),
    };
    return createPost(act, channel, { author: owner, draft });
  });
}

function withoutUndefined(priority: PostPriority): PostPriority {
  return { requested_ack: null, persistent_notifications: null, ...priority } as unknown as PostPriority;
}

function hookChannel(
  act: Act,
  hook: IncomingWebhook,
  { owner, name }: { readonly owner: User; readonly name: string },
): Channel {
  const { world } = act;
  const own = world.channels.get(hook.channel_id);
  if (name === "") {
    if (own === undefined || own.delete_at !== 0)
      throw new HookRefusal(own === undefined ? 404 : 400, "the channel is gone");
    return own;
  }
  if (name.startsWith("@")) {
    const user = world.userNamed(name.slice(1).toLowerCase());
    if (user === undefined) throw new HookRefusal(400, "no such user");
    if (hook.channel_locked) throw new HookRefusal(403, "the webhook is locked to its channel");
    return directChannel(act, owner, user);
  }
  const id = world.channelIdByName.get(`${hook.team_id}/${name.replace(/^#/, "")}`);
  const channel = id === undefined ? undefined : world.channels.get(id);
  if (channel === undefined) throw new HookRefusal(404, "no such channel");
  if (hook.channel_locked && channel.id !== hook.channel_id)
    throw new HookRefusal(403, "the webhook is locked to its channel");
  if (channel.type !== "O" && !world.isMember(channel.id, owner.id))
    throw new HookRefusal(403, "the owner may not read the channel");
  if (channel.delete_at !== 0) throw new HookRefusal(400, "the channel is archived");
  return channel;
}

const OWN_PROPS = new Set([
  "from_webhook",
  "override_username",
  "override_icon_url",
  "override_icon_emoji",
  "webhook_display_name",
  "attachments",
]);

/** Who seems to speak: what the message says wins over what the webhook says. */
export function hookProps(
  act: Act,
  hook: Pick<IncomingWebhook, "display_name" | "username" | "icon_url">,
  said: Pick<WebhookMessage, "props" | "username" | "icon_url" | "icon_emoji">,
): PostProps {
  const given = Object.fromEntries(Object.entries(said.props ?? {}).filter(([key]) => !OWN_PROPS.has(key)));
  const username = said.username !== undefined && said.username !== "" ? said.username : hook.username;
  const iconUrl = said.icon_url !== undefined && said.icon_url !== "" ? said.icon_url : hook.icon_url;
  const props: Record<string, unknown> = { ...given, from_webhook: "true", webhook_display_name: hook.display_name };
  if (act.settings["ServiceSettings.EnablePostUsernameOverride"])
    props["override_username"] = username === "" ? "webhook" : username;
  if (act.settings["ServiceSettings.EnablePostIconOverride"]) {
    if (iconUrl !== "") props["override_icon_url"] = iconUrl;
    if (said.icon_emoji !== undefined && said.icon_emoji !== "") props["override_icon_emoji"] = said.icon_emoji;
  }
  return props;
}

function withSlackText(attachment: Attachment): Attachment {
  return {
    ...attachment,
    ...(typeof attachment.text === "string" ? { text: withSlackLinks(attachment.text) } : {}),
    ...(typeof attachment.pretext === "string" ? { pretext: withSlackLinks(attachment.pretext) } : {}),
    ...(Array.isArray(attachment.fields) ? { fields: attachment.fields.map(slackField) } : {}),
  };
}

/** Values become texts. */
function slackField(field: AttachmentField): AttachmentField {
  const { value } = field;
  if (typeof value === "string") return { ...field, value: withSlackLinks(value) };
  return typeof value === "number" || typeof value === "boolean" ? { ...field, value: String(value) } : field;
}

/** The server cuts long texts at the limit, inside words if need be. */
function codePointParts(text: string): string[] {
  if (text.length <= POST_MESSAGE_MAX_CODE_POINTS) return [text];
  const points = Array.from(text);
  const parts: string[] = [];
  for (let at = 0; at < points.length; at += POST_MESSAGE_MAX_CODE_POINTS)
    parts.push(points.slice(at, at + POST_MESSAGE_MAX_CODE_POINTS).join(""));
  return parts;
}

export function existingHook(act: Pick<Act, "world">, id: Id): IncomingWebhook {
  const hook = act.world.incomingHooks.get(id);
  if (hook === undefined || hook.delete_at !== 0) throw refuse.permission();
  return hook;
}
