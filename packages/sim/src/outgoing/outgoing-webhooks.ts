/** Telling outgoing webhooks of a post, each address once and never again, and posting what they answer. */
import type { Attachment, OutgoingWebhook, Post, PostPriority, PostProps } from "@matterwright/protocol";
import { AppError } from "../errors.ts";
import type { Act } from "../world/act.ts";
import { type Concerned, hooksConcerned } from "../world/integrations/outgoing-webhooks.ts";
import { withDecodedAttachments } from "../world/posts/attachments.ts";
import { withSlackMentions } from "../world/posts/slack.ts";
import { hookProps, postAsHook } from "../world/integrations/webhooks.ts";
import { AGENT, readOf } from "./integration.ts";
import type { Outside } from "./outside.ts";

interface Caller {
  readonly outside: Outside;
  /** The present, which moves on while an answer is waited for. */
  readonly act: () => Act;
}

/** Every webhook that hears a post is called behind the back of who wrote it. */
export function tellOutgoingWebhooks(caller: Caller, post: Post): void {
  const act = caller.act();
  for (const concerned of hooksConcerned(act.world, act.settings, post))
    for (const url of concerned.hook.callback_urls) act.later(0, () => tell(caller, { ...concerned, post, url }));
}

interface Told extends Concerned {
  readonly post: Post;
  readonly url: string;
}

async function tell(caller: Caller, told: Told): Promise<void> {
  const isJson = told.hook.content_type === "application/json";
  const about = payload(caller.act(), told);
  const body = isJson ? JSON.stringify(about) : asForm(about);
  const type = isJson ? "application/json" : "application/x-www-form-urlencoded";
  const headers = { "User-Agent": AGENT, Accept: "application/json", "Content-Type": type };
  const sent = await caller.outside.fetch({ method: "POST", url: told.url, headers, body }).catch(() => undefined);
  // The status is not looked at.
  const answer = sent === undefined ? undefined : decode(readOf(sent));
  if (answer !== undefined) say(caller.act(), told, answer);
}

function payload({ world }: Act, { hook, word, post }: Told): Readonly<Record<string, string | number>> {
  return {
    token: hook.token,
    team_id: hook.team_id,
    team_domain: world.teams.get(hook.team_id)?.name ?? "",
    channel_id: post.channel_id,
    channel_name: world.channels.get(post.channel_id)?.name ?? "",
    timestamp: post.create_at,
    user_id: post.user_id,
    user_name: world.user(post.user_id)?.username ?? "",
    post_id: post.id,
    text: post.message,
    trigger_word: word,
    file_ids: (post.file_ids ?? []).join(","),
  };
}

/** In a form the time is told in seconds. */
function asForm(about: Readonly<Record<string, string | number>>): string {
  const entries = Object.entries(about).map(([name, value]): [string, string] => [
    name,
    typeof value === "number" ? String(Math.floor(value / 1_000)) : value,
  ]);
  return new URLSearchParams(entries.toSorted(([one], [other]) => (one < other ? -1 : 1))).toString();
}

interface HookAnswer {
  readonly text?: string | null;
  readonly username?: string;
  readonly icon_url?: string;
  readonly props?: PostProps | null;
  readonly attachments?: Attachment[] | null;
  readonly type?: string;
  readonly response_type?: string;
  readonly priority?: PostPriority | null;
}

/** Whatever is an object with fields of the right kinds, however it is called. */
function decode(said: string): HookAnswer | undefined {
  try {
    const value: unknown = JSON.parse(said);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
    const answer = value as Record<string, unknown>;
    const areTexts = ["text", "username", "icon_url", "type", "response_type"].every(
      (name) => typeof (answer[name] ?? "") === "string",
    );
    const areLists = Array.isArray(answer["attachments"] ?? []) && typeof (answer["props"] ?? {}) === "object";
    return areTexts && areLists ? answer : undefined;
  } catch {
    return undefined;
  }
}

/** In the name of who made the webhook. Nobody is told when it cannot be posted. */
function say(act: Act, { hook, post }: Told, answer: HookAnswer): void {
  const { attachments: cards } = withDecodedAttachments({ attachments: answer.attachments ?? [] }, act.newId);
  const attachments = cards ?? [];
  const [owner, channel] = [act.world.user(hook.creator_id), act.world.channels.get(post.channel_id)];
  const isSilent = (answer.text ?? undefined) === undefined && attachments.length === 0;
  if (isSilent || owner === undefined || channel === undefined) return;
  try {
    postAsHook(act, channel, {
      owner,
      text: withSlackMentions(act, answer.text ?? ""),
      attachments,
      type: answer.type ?? "",
      props: hookProps(act, hook, { ...spoken(answer), props: answer.props ?? {} }),
      ...(answer.response_type === "comment" ? { rootId: post.id } : {}),
      ...(answer.priority === undefined || answer.priority === null ? {} : { priority: answer.priority }),
    });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
  }
}

function spoken({ username, icon_url: iconUrl }: HookAnswer): Partial<Pick<OutgoingWebhook, "username" | "icon_url">> {
  return {
    ...(username === undefined ? {} : { username }),
    ...(iconUrl === undefined ? {} : { icon_url: iconUrl }),
  };
}
