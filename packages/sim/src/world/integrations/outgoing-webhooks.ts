/** Outgoing webhooks: made, changed, and which of them a post concerns. Asking them is in `outgoing/outgoing-webhooks.ts`. */
import { type Channel, type Id, type OutgoingWebhook, type Post, isId } from "@matterwright/protocol";
import { AppError, refuse } from "../../errors.ts";
import type { Settings } from "../../settings.ts";
import type { Act } from "../act.ts";
import { type Owned, newlyOwned, ownedPart } from "./owned.ts";
import type { World } from "../world.ts";

/** What a client says about an outgoing webhook. */
export type OutgoingDraft = Omit<OutgoingWebhook, "id" | "create_at" | "update_at" | "delete_at" | "creator_id">;

/** @throws AppError 403 for a channel that is not open, 500 where another one has the same word and address, 400. */
export function createOutgoingHook(act: Act, draft: OutgoingDraft, creatorId: Id): OutgoingWebhook {
  const hook: OutgoingWebhook = withDraft(draft, newlyOwned(act, creatorId, draft.token));
  checkPlace(act.world, hook, { noWordsStatus: 400 });
  checkRivals(act.world, hook, 500);
  checkHook(hook);
  act.world.outgoingHooks.set(hook.id, hook);
  return hook;
}

/** Replaces everything that is the client's, and that includes the token: who does not repeat it loses it. @throws AppError. */
export function updateOutgoingHook(act: Act, hook: OutgoingWebhook, draft: OutgoingDraft): OutgoingWebhook {
  const changed = withDraft(
    { ...draft, team_id: hook.team_id },
    {
      ...hook,
      token: draft.token,
      update_at: act.now,
    },
  );
  checkPlace(act.world, changed, { noWordsStatus: 500 });
  checkRivals(act.world, changed, 400);
  return Object.assign(hook, changed);
}

/** In the server's order of fields. */
function withDraft(draft: OutgoingDraft, own: Owned): OutgoingWebhook {
  return {
    ...ownedPart(own),
    channel_id: draft.channel_id,
    team_id: draft.team_id,
    trigger_words: draft.trigger_words,
    trigger_when: draft.trigger_when,
    callback_urls: draft.callback_urls,
    display_name: draft.display_name,
    description: draft.description,
    content_type: draft.content_type,
    username: draft.username,
    icon_url: draft.icon_url,
  };
}

/** Those of a team that are not deleted, oldest first. */
export function outgoingHooksOf(world: World, teamId: Id): OutgoingWebhook[] {
  return [...world.outgoingHooks.values()].filter((hook) => hook.delete_at === 0 && hook.team_id === teamId);
}

/** A webhook that a post concerns, and the word that it heard. */
export interface Concerned {
  readonly hook: OutgoingWebhook;
  readonly word: string;
}

/** Only in open channels. Without words a webhook hears its whole channel; else the first word of a post decides. */
export function hooksConcerned(world: World, settings: Settings, post: Post): Concerned[] {
  const channel = world.channels.get(post.channel_id);
  if (!settings["ServiceSettings.EnableOutgoingWebhooks"] || channel?.type !== "O") return [];
  const first = post.message.split(/\s+/).find((word) => word !== "") ?? "";
  return outgoingHooksOf(world, channel.team_id).flatMap((hook) => {
    if (hook.channel_id !== "" && hook.channel_id !== channel.id) return [];
    const words = hook.trigger_words ?? [];
    if (words.length === 0) return [{ hook, word: "" }];
    const word = words.find((each) => (hook.trigger_when === 0 ? each === first : first.startsWith(each)));
    return word === undefined || first === "" ? [] : [{ hook, word }];
  });
}

function checkPlace(
  world: World,
  { channel_id: channelId, team_id: teamId, trigger_words: words }: OutgoingWebhook,
  { noWordsStatus }: { readonly noWordsStatus: number },
): void {
  if (channelId === "") {
    if ((words ?? []).length > 0) return;
    const message = "Either trigger_words or channel_id must be set.";
    throw new AppError("api.webhook.create_outgoing.triggers.app_error", message, noWordsStatus);
  }
  const channel: Channel | undefined = world.channels.get(channelId);
  if (channel === undefined) throw refuse.channelMissing(channelId);
  if (channel.type !== "O") {
    // The server's own words for it, on creation.
    const message = "Outgoing webhooks have been disabled by the system admin.";
    throw noWordsStatus === 400
      ? new AppError("api.outgoing_webhook.disabled.app_error", message, 403)
      : new AppError(
          "api.webhook.create_outgoing.not_open.app_error",
          "Outgoing webhooks can only be created for public channels.",
          403,
        );
  }
  if (channel.team_id === teamId) return;
  const message = "Invalid permissions to create outgoing webhook.";
  throw new AppError("api.webhook.create_outgoing.permissions.app_error", message, 403);
}

/** Two webhooks of one place may share a word or an address, not both. */
function checkRivals(world: World, hook: OutgoingWebhook, status: number): void {
  const rival = outgoingHooksOf(world, hook.team_id).find(
    (other) =>
      other.id !== hook.id &&
      other.channel_id === hook.channel_id &&
      shares(other.callback_urls, hook.callback_urls) &&
      shares(other.trigger_words, hook.trigger_words),
  );
  if (rival === undefined) return;
  const message = "Outgoing webhooks from the same channel cannot have the same trigger words/callback URLs.";
  throw new AppError(
    `api.webhook.${status === 500 ? "create" : "update"}_outgoing.intersect.app_error`,
    message,
    status,
  );
}

function shares(some: readonly string[] | null, others: readonly string[] | null): boolean {
  return (some ?? []).some((each) => (others ?? []).includes(each));
}

function checkHook(hook: OutgoingWebhook): void {
  if (!isId(hook.team_id)) throw invalid("is_valid.team_id", "Invalid team ID.");
  if ((hook.trigger_words ?? []).includes("")) throw invalid("is_valid.trigger_words", "Invalid trigger words.");
  if (hook.callback_urls.length === 0 || `[${hook.callback_urls.join(" ")}]`.length > 1_024)
    throw invalid("is_valid.callback", "Invalid callback URLs.");
  if (hook.callback_urls.some((url) => !/^https?:\/\//.test(url) || !URL.canParse(url))) {
    const message = "Invalid callback URLs. Each must be a valid URL and start with http:// or https://.";
    throw invalid("is_valid.url", message);
  }
  if (Buffer.byteLength(hook.display_name) > 64) throw invalid("is_valid.display_name", "Invalid title.");
  if (Buffer.byteLength(hook.description) > 500) throw invalid("is_valid.description", "Invalid description.");
  if (hook.content_type.length > 128 || hook.trigger_when > 1)
    throw invalid("is_valid.content_type", "Invalid value for content_type.");
}

function invalid(what: string, message: string): AppError {
  return new AppError(`model.outgoing_hook.${what}.app_error`, message, 400);
}
