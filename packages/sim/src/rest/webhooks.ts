/** Incoming webhooks: managing them below `/api/v4/hooks`, using them below `/hooks`. */
import { ErrorId, type IncomingWebhook, type WebhookMessage, isId } from "@matterwright/protocol";
import { AppError } from "../errors.ts";
import { HookRefusal, createHook, postByHook } from "../world/integrations/webhooks.ts";
import { type Call, OK, text } from "./call.ts";
import { readMultipart } from "./multipart.ts";
import type { Answer, Router } from "./router.ts";

export function webhookRoutes(router: Router): void {
  router.add("POST /api/v4/hooks/incoming", create);
  router.add("GET /api/v4/hooks/incoming", list);
  router.add("GET /api/v4/hooks/incoming/{hook_id}", get);
  router.add("PUT /api/v4/hooks/incoming/{hook_id}", update);
  router.add("DELETE /api/v4/hooks/incoming/{hook_id}", remove);
  router.add("POST /hooks/{hook_id}", use, { open: true });
}

function create(call: Call): Answer {
  const body = call.body("hook");
  const channel = call.channel(text(body, "channel_id") ?? "");
  if (!call.act.settings["ServiceSettings.EnableIncomingWebhooks"]) {
    throw new AppError(
      "api.incoming_webhook.disabled.app_error",
      "Incoming webhooks have been disabled by the system admin.",
      501,
    );
  }
  call.require(call.isTeamAdmin(channel.team_id));
  if (channel.type !== "O") call.mayRead(channel);
  const names = ["display_name", "description", "username", "icon_url"] as const;
  const texts = Object.fromEntries(
    names.flatMap((name) => (text(body, name) === undefined ? [] : [[name, text(body, name)]])),
  );
  return {
    status: 201,
    json: createHook(call.act, { channel, owner: call.me, channel_locked: body["channel_locked"] === true, ...texts }),
  };
}

function list(call: Call): Answer {
  const teamId = call.query.get("team_id") ?? "";
  call.require(teamId === "" ? call.isAdmin : call.isTeamAdmin(teamId));
  const hooks = [...call.world.incomingHooks.values()].filter(
    (hook) => hook.delete_at === 0 && (teamId === "" || hook.team_id === teamId),
  );
  const { from, rows } = call.page();
  return { json: hooks.slice(from, from + rows) };
}

function managed(call: Call): IncomingWebhook {
  const hook = call.world.incomingHooks.get(call.id("hook_id"));
  if (hook === undefined || hook.delete_at !== 0)
    throw new AppError("app.webhooks.get_incoming.app_error", "Unable to get the webhook.", 404);
  call.require(call.isTeamAdmin(hook.team_id));
  return hook;
}

function get(call: Call): Answer {
  return { json: managed(call) };
}

function update(call: Call): Answer {
  const hook = managed(call);
  const body = call.body("incomingHook");
  for (const name of ["display_name", "description", "username", "icon_url", "channel_id"] as const) {
    const value = text(body, name);
    if (value !== undefined) hook[name] = value;
  }
  if (typeof body["channel_locked"] === "boolean") hook.channel_locked = body["channel_locked"];
  hook.update_at = call.act.now;
  return { status: 201, json: hook };
}

function remove(call: Call): Answer {
  managed(call).delete_at = call.act.now;
  return OK;
}

/** Every refusal of what was sent has the same id: the client learns only the status. */
function use(call: Call): Answer {
  const id = call.params["hook_id"] ?? "";
  const media = (call.request.headers["content-type"] ?? "application/json").split(";")[0]?.trim() ?? "";
  const general = (status: number): AppError =>
    new AppError(
      ErrorId.incomingWebhook,
      `Failed to handle the payload of media type ${media} for incoming webhook ${id}.`,
      status,
    );
  const message = payload(call, media);
  if (message === undefined) {
    throw new AppError(
      ErrorId.incomingWebhookDecode,
      `Failed to decode the payload of media type ${media} for incoming webhook ${id}.`,
      400,
    );
  }
  if (!call.act.settings["ServiceSettings.EnableIncomingWebhooks"]) throw general(501);
  const hook = isId(id) ? call.world.incomingHooks.get(id) : undefined;
  if (hook === undefined || hook.delete_at !== 0) throw general(400);
  try {
    postByHook(call.act, hook, message);
  } catch (error) {
    if (error instanceof HookRefusal) throw general(error.status);
    if (error instanceof AppError) throw general(500);
    throw error;
  }
  return { status: 200, headers: { "Content-Type": "text/plain" }, body: "ok" };
}

/** JSON, a form with `payload`, or the fields of a multipart form. */
function payload(call: Call, media: string): WebhookMessage | undefined {
  if (media === "application/x-www-form-urlencoded")
    return decoded(new URLSearchParams(call.text()).get("payload") ?? "");
  if (media !== "multipart/form-data") return decoded(call.text());
  const parts = readMultipart(call.bytes(), call.request.headers["content-type"] ?? "");
  if (parts === undefined || parts.fields.has("payload")) return undefined;
  return Object.fromEntries([...parts.fields].map(([name, [value = ""]]) => [name, value])) as WebhookMessage;
}

/** Line breaks and tabs inside texts are tolerated, as the server does. */
function decoded(json: string): WebhookMessage | undefined {
  const tolerant = json.replaceAll(/"(?:[^"\\]|\\[\s\S])*"/g, (literal) =>
    literal
      .replaceAll("\n", String.raw`\n`)
      .replaceAll("\t", String.raw`\t`)
      .replaceAll("\r", String.raw`\r`),
  );
  try {
    const value: unknown = JSON.parse(tolerant);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
    const { text: said, attachments } = value as { text?: unknown; attachments?: unknown };
    if (said !== undefined && typeof said !== "string") return undefined;
    if (attachments !== undefined && attachments !== null && !Array.isArray(attachments)) return undefined;
    return { ...(value as WebhookMessage), ...(attachments === null ? { attachments: [] } : {}) };
  } catch {
    return undefined;
  }
}
