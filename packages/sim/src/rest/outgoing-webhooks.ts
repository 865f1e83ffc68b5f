/** `/api/v4/hooks/outgoing`: outgoing webhooks, managed by who administers the team. */
import type { OutgoingWebhook } from "@matterwright/protocol";
import { AppError, refuse } from "../errors.ts";
import {
  type OutgoingDraft,
  createOutgoingHook,
  outgoingHooksOf,
  updateOutgoingHook,
} from "../world/integrations/outgoing-webhooks.ts";
import { type Call, OK, text } from "./call.ts";
import type { Answer, Router } from "./router.ts";

export function outgoingWebhookRoutes(router: Router): void {
  router.add("POST /api/v4/hooks/outgoing", create);
  router.add("GET /api/v4/hooks/outgoing", list);
  router.add("GET /api/v4/hooks/outgoing/{hook_id}", get);
  router.add("PUT /api/v4/hooks/outgoing/{hook_id}", update);
  router.add("DELETE /api/v4/hooks/outgoing/{hook_id}", remove);
  router.add("POST /api/v4/hooks/outgoing/{hook_id}/regen_token", renewToken);
}

function create(call: Call): Answer {
  const body = call.body("outgoing_webhook");
  const draft = draftOf(body);
  call.require(call.isTeamAdmin(draft.team_id));
  const creator = text(body, "creator_id") ?? "";
  if (creator !== "") call.user(creator);
  checkEnabled(call);
  return { status: 201, json: createOutgoingHook(call.act, draft, creator === "" ? call.me.id : creator) };
}

function list(call: Call): Answer {
  const channelId = call.query.get("channel_id") ?? "";
  const teamId = call.query.get("team_id") ?? "";
  const channel = call.world.channels.get(channelId);
  const team = channelId === "" ? teamId : (channel?.team_id ?? "");
  call.require(team === "" ? call.isAdmin : call.isTeamAdmin(team));
  checkEnabled(call);
  const all = [...call.world.outgoingHooks.values()].filter((hook) => hook.delete_at === 0);
  const hooks = team === "" ? all : outgoingHooksOf(call.world, team);
  const { from, rows } = call.page();
  return {
    json: hooks.filter((hook) => channelId === "" || hook.channel_id === channelId).slice(from, from + rows),
  };
}

function managed(call: Call): OutgoingWebhook {
  const id = call.id("hook_id");
  checkEnabled(call);
  const hook = call.world.outgoingHooks.get(id);
  if (hook === undefined || hook.delete_at !== 0)
    throw new AppError("app.webhooks.get_outgoing.app_error", "Unable to get the webhook.", 404);
  call.require(call.isTeamAdmin(hook.team_id));
  return hook;
}

function get(call: Call): Answer {
  return { json: managed(call) };
}

function update(call: Call): Answer {
  const body = call.body("outgoing_webhook");
  if (text(body, "id") !== call.id("hook_id")) throw refuse.bodyParam("hook_id");
  const draft = draftOf(body);
  const hook = managed(call);
  if (draft.team_id !== "" && draft.team_id !== hook.team_id)
    throw new AppError("api.webhook.team_mismatch.app_error", "Unable to update webhook across teams.", 400);
  return { json: updateOutgoingHook(call.act, hook, draft) };
}

function remove(call: Call): Answer {
  Object.assign(managed(call), { delete_at: call.act.now, update_at: call.act.now });
  return OK;
}

function renewToken(call: Call): Answer {
  return { json: Object.assign(managed(call), { token: call.act.newId(), update_at: call.act.now }) };
}

function checkEnabled(call: Call): void {
  if (call.act.settings["ServiceSettings.EnableOutgoingWebhooks"]) return;
  const message = "Outgoing webhooks have been disabled by the system admin.";
  throw new AppError("api.outgoing_webhook.disabled.app_error", message, 501);
}

const TEXTS = [
  "token",
  "channel_id",
  "team_id",
  "display_name",
  "description",
  "content_type",
  "username",
  "icon_url",
] as const;

/** What a body says about an outgoing webhook. @throws AppError 400 when a field is of another kind. */
function draftOf(body: Readonly<Record<string, unknown>>): OutgoingDraft {
  const { trigger_words: words = null, trigger_when: when = 0, callback_urls: urls = null } = body;
  const isWhole =
    TEXTS.every((name) => typeof (body[name] ?? "") === "string") &&
    [words, urls].every(
      (list) => list === null || (Array.isArray(list) && list.every((each) => typeof each === "string")),
    ) &&
    Number.isInteger(when ?? 0);
  if (!isWhole) throw refuse.bodyParam("outgoing_webhook");
  const texts = Object.fromEntries(TEXTS.map((name) => [name, body[name] ?? ""]));
  return {
    ...texts,
    trigger_words: words,
    trigger_when: when ?? 0,
    callback_urls: urls ?? [],
  } as unknown as OutgoingDraft;
}
